"""The commands that work: what they write, what they say, how they take their options."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from conftest import Cli
from networks import convolution

from acim.cli import main
from acim.compiler import pipeline_argument, pipeline_text
from acim.configuration import PRESETS, CompileOptions, load_preset, override
from acim.tools import Tools

COMMANDS = ("import", "compile", "calibrate", "run", "report", "compare", "tune", "demo", "doctor")


@pytest.fixture
def model(cli: Cli) -> Path:
    (cli.directory / "model.mlir").write_text(convolution("?"))
    np.save(cli.directory / "x.npy", np.arange(96, dtype=np.int8).reshape(3, 4, 4, 2))
    return cli.directory / "model.mlir"


def test_every_command_shows_an_example() -> None:
    listed = CliRunner().invoke(main, ["--help"]).output
    for command in COMMANDS:
        assert f"  {command} " in listed
        said = CliRunner().invoke(main, [command, "--help"]).output
        assert f"Example:\n    acim {command}" in said


def test_help_explains_every_preset(cli: Cli) -> None:
    said = " ".join(cli.succeed("compile", "--help").split())
    shipped = resources.files("acim") / "presets"
    assert {f"{name}.json" for name in PRESETS} == {entry.name for entry in shipped.iterdir()}
    for name, meaning in PRESETS.items():
        assert f"{name} ({meaning})" in said


def test_three_steps(cli: Cli, tools: Tools, model: Path) -> None:
    assert "crossbars" in cli.succeed("import", model, "-o", "imported.mlir")
    cli.succeed("compile", "imported.mlir", "--hardware", "chen_rram128", "-o", "model.acim")
    said = cli.succeed("run", "model.acim", "--inputs", "x.npy", "--outputs", "y.npy", "--report", "r.json")
    assert "energy" in said and "latency" in said
    assert np.load(cli.directory / "y.npy").shape == (3, 4, 4, 3)
    assert "energy" in cli.succeed("report", "r.json")


def test_three_steps_in_one(cli: Cli, tools: Tools, model: Path) -> None:
    cli.succeed("run", model, "--inputs", "x.npy", "--outputs", "a.npy")
    assert sorted(path.name for path in cli.directory.iterdir()) == ["a.npy", "model.mlir", "x.npy"]
    cli.succeed("run", model, "--inputs", "x.npy", "--outputs", "b.npy", "--keep", "kept")
    assert sorted(path.name for path in (cli.directory / "kept").iterdir()) == ["model.acim", "model.mlir"]
    np.testing.assert_array_equal(np.load(cli.directory / "a.npy"), np.load(cli.directory / "b.npy"))


def test_engines_and_threads_agree(cli: Cli, tools: Tools, model: Path) -> None:
    results = []
    for number, (engine, threads) in enumerate((("auto", 1), ("algebraic", 2), ("bit-plane", 1), ("bit-plane", 2))):
        out = f"y{number}.npy"
        cli.succeed("run", model, "--inputs", "x.npy", "--outputs", out, "--engine", engine, "--threads", threads)
        results.append(np.load(cli.directory / out))
    for result in results[1:]:
        np.testing.assert_array_equal(result, results[0])


def test_multi_level_drivers(cli: Cli, tools: Tools, model: Path) -> None:
    """Two planes a drive: the same outputs from half of the conversions."""
    text = (Path(__file__).resolve().parents[2] / "lib/Hardware/presets/chen_rram128.json").read_text()
    (cli.directory / "hw.json").write_text(text.replace('"bits": 1,', '"bits": 2,', 1))
    found = []
    for planes in ("1", "2"):
        chosen = ["--hardware", "hw.json", "--dac-bits", planes, "--adc-bits", "12"]
        cli.succeed("run", model, "--inputs", "x.npy", "--outputs", "y.npy", "--report", "r.json", *chosen)
        layer = next(row for row in json.loads((cli.directory / "r.json").read_text())["layers"] if row["macs"])
        found.append((np.load(cli.directory / "y.npy").tolist(), layer["conversions"]))
    (plain, conversions), (gathered, fewer) = found
    assert gathered == plain
    assert fewer * 2 == conversions


def test_drivers_that_the_hardware_lacks(cli: Cli, tools: Tools, model: Path) -> None:
    cli.succeed("import", model, "-o", "imported.mlir")
    assert "use dac-bits of at most 1" in cli.fail("compile", "imported.mlir", "--dac-bits", "2", "-o", "model.acim")


def test_report_repeats_what_was_chosen(cli: Cli, tools: Tools, model: Path) -> None:
    cli.succeed("run", model, "--inputs", "x.npy", "--report", "r.json", "--adc-bits", "9")
    report = json.loads((cli.directory / "r.json").read_text())
    assert {"summary", "ledger", "layers", "configuration"} <= report.keys()
    assert report["summary"]["macs"] == 4 * 4 * 3 * 2
    assert sum(row["total_j"] for row in report["ledger"]) > 0


def test_program_as_text(cli: Cli, tools: Tools, model: Path) -> None:
    """A program may also be written as MLIR, and run from there."""
    cli.succeed("import", model, "-o", "imported.mlir")
    cli.succeed("compile", "imported.mlir", "-o", "program.mlir")
    assert "acim.program" in (cli.directory / "program.mlir").read_text()
    cli.succeed("run", "program.mlir", "--inputs", "x.npy", "--outputs", "y.npy")
    cli.succeed("run", model, "--inputs", "x.npy", "--outputs", "z.npy")
    np.testing.assert_array_equal(np.load(cli.directory / "y.npy"), np.load(cli.directory / "z.npy"))


def test_pipeline_of_ones_own(cli: Cli, tools: Tools, model: Path) -> None:
    cli.succeed("import", model, "-o", "imported.mlir")
    cli.succeed("compile", "imported.mlir", "--pipeline", "builtin.module(acim-plain-pipeline)", "-o", "a.acim")
    (cli.directory / "mine.txt").write_text("builtin.module(\n  acim-plain-pipeline{hardware=chen_rram128}\n)\n")
    cli.succeed("compile", "imported.mlir", "--pipeline", "mine.txt", "-o", "b.acim")
    assert (cli.directory / "a.acim").read_bytes() == (cli.directory / "b.acim").read_bytes()


def test_compiling_twice_gives_the_same_bytes(cli: Cli, tools: Tools, digits: Path) -> None:
    for name in ("a.acim", "b.acim"):
        cli.succeed("compile", digits, "-o", name)
    assert (cli.directory / "a.acim").read_bytes() == (cli.directory / "b.acim").read_bytes()


def test_demo(cli: Cli, tools: Tools) -> None:
    said = cli.succeed("demo")
    assert "accuracy" in said and "top-1 9" in said
    for component in ("array", "adc", "digital", "total"):
        assert component in said


def test_doctor_names_what_is_missing(cli: Cli) -> None:
    said = cli("doctor", ACIM_BIN="/nowhere").stdout
    assert "acim-opt" in said and "./acim build" in said
    assert cli("doctor", ACIM_BIN="/nowhere").returncode == 1


def test_doctor_is_content_with_a_build(cli: Cli, tools: Tools) -> None:
    assert "LLVM 22" in cli.succeed("doctor")


# Without the tools -------------------------------------------------------------------------------------------------


def test_options_become_one_argument() -> None:
    chosen = CompileOptions(hardware="isaac32", adc_bits=6, ou_rows=16, options={"x": "y"})
    assert pipeline_argument(chosen) == "--acim-plain-pipeline=hardware=isaac32 adc-bits=6 ou-rows=16 x=y"


def test_hardware_file_becomes_text(tmp_path: Path) -> None:
    (tmp_path / "chip.json").write_text('{"name": "it\'s"}\n')
    argument = pipeline_argument(CompileOptions(hardware=str(tmp_path / "chip.json")))
    assert argument == '--acim-plain-pipeline=hardware=\'{"name": "it\\u0027s"}\''


def test_pipeline_as_text(tmp_path: Path) -> None:
    """One line that can be passed on; braces within strings would end the options."""
    text = pipeline_text(CompileOptions(hardware="isaac32", pipeline="lossy", options={"lambda": "0.03"}))
    assert text == "builtin.module(acim-lossy-pipeline{hardware=isaac32 lambda=0.03})"
    (tmp_path / "chip.json").write_text('{\n  "name": "a }",\n  "array": {"rows": 2}\n}')
    text = pipeline_text(CompileOptions(hardware=str(tmp_path / "chip.json")))
    hardware = '{ "name": "a \\u007d", "array": {"rows": 2} }'
    assert text == f"builtin.module(acim-plain-pipeline{{hardware='{hardware}'}})"


def test_command_line_overrides_preset() -> None:
    chosen = override(load_preset("plain_isaac32"), adc_bits=5, hardware=None)
    assert (chosen.hardware, chosen.adc_bits) == ("isaac32", 5)
