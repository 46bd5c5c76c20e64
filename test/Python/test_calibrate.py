"""`acim calibrate`: its statistics are what numpy counts, and a calibrated model is the same model."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT, Cli
from networks import REAL_NETWORKS, convolution
from random_networks import FAMILIES, build

from acim.tools import Tools

pytestmark = pytest.mark.usefixtures("tools")
SHIPPED = sorted((ROOT / "test/Models").glob("*/*.mlir"))
RESNET8 = next(network for network in REAL_NETWORKS if network.name == "ic_resnet8_int8")


@dataclass
class Statistics:
    """`#acim.statistics` of one layer, read from the text of a module."""

    positions: int
    activity: np.ndarray  # groups x planes x rows
    columns: np.ndarray  # samples x groups x rows


def statistics_of(text: str, layer: str) -> Statistics:
    found = re.search(rf"acim\.weights @{layer} .*statistics (#acim\.statistics<.*>)", text)
    assert found, f"@{layer} has no statistics"
    positions = re.search(r"positions = (\d+)", found[1])
    assert positions
    assert "planes = #acim.inputs<kind = binary, bits = 8, offset = 128>" in found[1]
    return Statistics(int(positions[1]), resource(text, found[1], "activity"), resource(text, found[1], "columns"))


def resource(text: str, attribute: str, name: str) -> np.ndarray:
    found = re.search(rf"{name} = dense_resource<(\w+)> : tensor<([\dx]+)xi(\d+)>", attribute)
    assert found
    blob = re.search(rf'\b{found[1]}: "0x([0-9A-F]*)"', text)
    assert blob
    values = np.frombuffer(bytes.fromhex(blob[1])[4:], f"int{found[3]}")  # behind the alignment
    return values.reshape([int(dim) for dim in found[2].split("x")])


def first_layer(text: str) -> tuple[str, dict[str, list[int]]]:
    """The name of the layer that reads the model's input, and its window."""
    found = re.search(r"(%\w+) = acim\.im2col %arg0 window\(#acim\.window<(.*?)>\)", text)
    assert found
    product = re.search(rf"acim\.mvm @(\w+), {found[1]} ", text)
    assert product
    parameters = re.findall(r"(\w+) = (\[.*?\]|-?\d+)", found[2])
    return product[1], {key: [int(number) for number in re.findall(r"-?\d+", value)] for key, value in parameters}


def columns_of(images: np.ndarray, window: dict[str, list[int]]) -> np.ndarray:
    """The padded im2col columns of a layer of one group: positions x 1 x rows."""
    (kh, kw), (sh, sw), (top, bottom, left, right) = window["kernel"], window["stride"], window["pad"]
    padded = np.pad(images, ((0, 0), (top, bottom), (left, right), (0, 0)), constant_values=window["pad_value"][0])
    windows = np.lib.stride_tricks.sliding_window_view(padded, (kh, kw), (1, 2))[:, ::sh, ::sw]
    return windows.transpose(0, 1, 2, 4, 5, 3).reshape(-1, 1, kh * kw * images.shape[3])


def sampled(total: int, limit: int) -> np.ndarray:
    """One position of each equal interval, its place in it a multiple of the golden ratio."""
    size = min(total, limit)
    starts = [k * total // size for k in range(size + 1)]
    fractions = [((k + 1) * 0x9E3779B97F4A7C15 % 2**64) >> 40 for k in range(size)]
    return np.array([a + ((b - a) * f >> 24) for a, b, f in zip(starts, starts[1:], fractions)])


def assert_counted(text: str, images: np.ndarray, samples: int) -> None:
    """The statistics of the first layer are those of the columns that numpy gathers."""
    layer, window = first_layer(text)
    statistics, columns = statistics_of(text, layer), columns_of(images, window)
    assert statistics.positions == len(columns)
    planes = (columns.astype(np.int64)[:, :, None, :] + 128) >> np.arange(8)[:, None] & 1
    np.testing.assert_array_equal(statistics.activity, planes.sum(axis=0))
    np.testing.assert_array_equal(statistics.columns, columns[sampled(len(columns), samples)])


@pytest.fixture
def images(digits: Path, cli: Cli) -> np.ndarray:
    array = np.load(digits.with_name("digits_images.npy"))[:48]
    np.save(cli.directory / "x.npy", array)
    return array


# Statistics --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("samples", [256, 7])
def test_statistics_of_digits(cli: Cli, digits: Path, images: np.ndarray, samples: int) -> None:
    chosen = ["--samples", samples] if samples != 256 else []
    said = cli.succeed("calibrate", digits, "--inputs", "x.npy", *chosen, "-o", "c.mlir")
    assert "wrote c.mlir" in said and "from 48 inferences" in said
    text = (cli.directory / "c.mlir").read_text()
    assert_counted(text, images, samples)
    for layer in re.findall(r"acim\.weights @(\w+)", text):
        statistics = statistics_of(text, layer)
        assert len(statistics.columns) == min(samples, statistics.positions)
        assert statistics.activity.min() >= 0 and statistics.activity.max() <= statistics.positions


@pytest.mark.slow
def test_statistics_of_resnet8(cli: Cli, data: Path) -> None:
    images = RESNET8.inputs(data)[:20]
    np.save(cli.directory / "x.npy", images)
    model = data / RESNET8.file
    for threads in (1, 2):
        cli.succeed("calibrate", model, "--inputs", "x.npy", "--threads", threads, "-o", f"{threads}.mlir")
    text = (cli.directory / "1.mlir").read_text()
    assert text == (cli.directory / "2.mlir").read_text()
    assert_counted(text, images, 256)


@pytest.mark.slow
def test_threads_do_not_matter(cli: Cli, digits: Path, images: np.ndarray) -> None:
    np.save(cli.directory / "one.npy", images[:1])
    for arrays in ("x.npy", "one.npy"):
        for threads in (1, 2, 5):
            cli.succeed("calibrate", digits, "--inputs", arrays, "--threads", threads, "-o", f"{threads}.mlirbc")
        written = [(cli.directory / f"{threads}.mlirbc").read_bytes() for threads in (1, 2, 5)]
        assert written[0] == written[1] == written[2]


@pytest.mark.slow
def test_converters_do_not_matter(cli: Cli, digits: Path, images: np.ndarray) -> None:
    """Statistics are those of the exact network, not of what a chip with narrow converters makes of it."""
    text = (ROOT / "lib/Hardware/presets/chen_rram128.json").read_text()
    narrow = re.sub(r'("resolution_bits": )\d+', r"\g<1>4", text)
    assert narrow != text
    (cli.directory / "narrow.json").write_text(narrow)
    found = []
    for hardware in ("chen_rram128", "isaac32", "narrow.json"):
        cli.succeed("calibrate", digits, "--hardware", hardware, "--inputs", "x.npy", "-o", "c.mlir")
        found.append((cli.directory / "c.mlir").read_text())
    for layer in re.findall(r"acim\.weights @(\w+)", found[0]):
        first, *others = (statistics_of(text, layer) for text in found)
        for other in others:
            np.testing.assert_array_equal(other.activity, first.activity)
            np.testing.assert_array_equal(other.columns, first.columns)


# The calibrated model ----------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("network", SHIPPED, ids=lambda path: path.stem)
@pytest.mark.parametrize("suffix", [".mlir", ".mlirbc"])
def test_compiles_to_the_same_program(cli: Cli, network: Path, suffix: str) -> None:
    inputs = network.with_name(f"{network.stem}_{'images' if network.stem == 'digits' else 'inputs'}.npy")
    np.save(cli.directory / "x.npy", np.load(inputs)[:2])
    cli.succeed("import", network, "-o", "m.mlir")
    cli.succeed("calibrate", network, "--inputs", "x.npy", "-o", f"c{suffix}")
    for model in ("m.mlir", f"c{suffix}"):
        cli.succeed("compile", model, "-o", Path(model).with_suffix(".acim"))
    assert (cli.directory / "m.acim").read_bytes() == (cli.directory / "c.acim").read_bytes()


@pytest.mark.parametrize("family", FAMILIES)
def test_random_modules_compile_to_the_same_program(tools: Tools, tmp_path: Path, family: str) -> None:
    (tmp_path / "m.mlir").write_text(build(family, seed=2).text())
    opt, mapping = tools.own("acim-opt"), "builtin.module(acim-attach-hardware,func.func(canonicalize),cse,"
    mapping += "convert-tosa-to-acim,func.func(canonicalize),cse)"
    subprocess.run([opt, tmp_path / "m.mlir", f"--pass-pipeline={mapping}", "-o", tmp_path / "c.mlir"], check=True)
    programs = [
        subprocess.run([opt, tmp_path / model, "--acim-plain-pipeline"], check=True, capture_output=True).stdout
        for model in ("m.mlir", "c.mlir")
    ]
    assert programs[0] == programs[1]


@pytest.mark.parametrize("calibrated", ["c.mlir", "c.mlirbc"])
def test_runs_and_is_calibrated_again(cli: Cli, digits: Path, images: np.ndarray, calibrated: str) -> None:
    cli.succeed("calibrate", digits, "--inputs", "x.npy", "-o", calibrated)
    cli.succeed("run", calibrated, "--inputs", "x.npy", "--outputs", "y.npy")
    expected = np.load(digits.with_name("digits_expected.npy"))[:48]
    np.testing.assert_array_equal(np.load(cli.directory / "y.npy"), expected)
    cli.succeed("calibrate", calibrated, "--inputs", "x.npy", "--samples", 5, "-o", "c.mlir")
    assert_counted((cli.directory / "c.mlir").read_text(), images, 5)


# What cannot work --------------------------------------------------------------------------------------------------


@pytest.fixture
def model(cli: Cli) -> Path:
    (cli.directory / "model.mlir").write_text(convolution())
    np.save(cli.directory / "x.npy", np.ones((2, 4, 4, 2), np.int8))
    return cli.directory / "model.mlir"


def test_missing_files(cli: Cli, model: Path) -> None:
    assert "Missing option '--inputs'" in cli.fail("calibrate", model, "-o", "c.mlir")
    assert "there is no file y.npy" in cli.fail("calibrate", model, "--inputs", "y.npy", "-o", "c.mlir")
    assert "there is no file no.mlir" in cli.fail("calibrate", "no.mlir", "--inputs", "x.npy", "-o", "c.mlir")


def test_wrong_arrays(cli: Cli, model: Path) -> None:
    np.save(cli.directory / "shape.npy", np.ones((2, 4, 4, 3), np.int8))
    said = cli.fail("calibrate", model, "--inputs", "shape.npy", "-o", "c.mlir")
    assert "shape.npy: expected an array of shape [N, 4, 4, 2], found [2, 4, 4, 3]" in said
    assert "acim-calibrate could not calibrate" in said
    said = cli.fail("calibrate", model, "--inputs", "x.npy", "--inputs", "x.npy", "-o", "c.mlir")
    assert "expected 1 input array(s)" in said and "found 2" in said


def test_unwritable_output(cli: Cli, model: Path) -> None:
    (cli.directory / "taken.mlir").mkdir()
    for target in ("no/such/directory/c.mlir", "taken.mlir"):
        assert f"cannot write {target}" in cli.fail("calibrate", model, "--inputs", "x.npy", "-o", target)
    said = cli.fail("calibrate", model, "--inputs", "x.npy", "-o", "c.acim")
    assert "cannot write c.acim: the name of a calibrated model ends in .mlir or .mlirbc" in said


def test_program_instead_of_model(cli: Cli, model: Path) -> None:
    for program in ("p.acim", "p.mlir", "p.mlirbc"):
        cli.succeed("compile", model, "-o", program)
        said = cli.fail("calibrate", program, "--inputs", "x.npy", "-o", "c.mlir")
        assert f"{program} is compiled already: expected a model" in said


def test_elided_weights(cli: Cli, model: Path) -> None:
    text = re.sub(r"dense<3> : tensor<3x1x1x2xi8>", "dense_resource<__elided__> : tensor<3x1x1x2xi8>", convolution())
    model.write_text(text)
    said = cli.fail("calibrate", model, "--inputs", "x.npy", "-o", "c.mlir")
    assert "elid" in said and "model.mlir" in said


def test_elided_statistics_are_dropped_or_replaced(cli: Cli, model: Path, tools: Tools) -> None:
    """No program depends on them: a module printed without them still compiles."""
    cli.succeed("calibrate", model, "--inputs", "x.npy", "-o", "c.mlir")
    elided = ["--mlir-elide-resource-strings-if-larger=8", "-o", cli.directory / "e.mlir"]
    subprocess.run([tools.own("acim-opt"), cli.directory / "c.mlir", *elided], check=True)
    for name in ("c", "e"):
        cli.succeed("compile", f"{name}.mlir", "-o", f"{name}.acim")
    assert (cli.directory / "c.acim").read_bytes() == (cli.directory / "e.acim").read_bytes()
    cli.succeed("calibrate", "e.mlir", "--inputs", "x.npy", "-o", "e.mlir")


def test_bad_hardware(cli: Cli, model: Path) -> None:
    said = cli.fail("calibrate", model, "--hardware", "chen_rram129", "--inputs", "x.npy", "-o", "c.mlir")
    assert "chen_rram129" in said and "chen_rram128" in said
    (cli.directory / "chip.json").write_text('{\n  "nam": "x"\n}')
    said = cli.fail("calibrate", model, "--hardware", "chip.json", "--inputs", "x.npy", "-o", "c.mlir")
    assert "chip.json:2:" in said, "the message must say file and line"
