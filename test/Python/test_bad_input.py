"""Every kind of bad input, tried one by one: a clear message, a failing exit code, nothing half-written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from conftest import Cli
from networks import convolution

from acim.tools import Tools

pytestmark = pytest.mark.usefixtures("tools")


@pytest.fixture
def module(cli: Cli) -> Path:
    """A small imported model."""
    path = cli.directory / "model.mlir"
    path.write_text(convolution())
    return path


@pytest.fixture
def program(cli: Cli, module: Path) -> Path:
    cli.succeed("compile", module, "-o", "model.acim")
    return cli.directory / "model.acim"


@pytest.fixture
def array(cli: Cli) -> Path:
    np.save(cli.directory / "x.npy", np.ones((2, 4, 4, 2), np.int8))
    return cli.directory / "x.npy"


@pytest.fixture
def hardware(cli: Cli) -> Path:
    """The description of a preset, to be spoilt."""
    source = Path(__file__).resolve().parents[2] / "lib/Hardware/presets/chen_rram128.json"
    return Path(shutil.copy(source, cli.directory / "chip.json"))


# Models ------------------------------------------------------------------------------------------------------------


def test_missing_model(cli: Cli) -> None:
    for command in (["import", "no.tflite"], ["compile", "no.mlir"], ["run", "no.acim", "--inputs", "no.npy"]):
        assert f"there is no file {command[1]}" in cli.fail(*command)


def test_directory_instead_of_model(cli: Cli) -> None:
    (cli.directory / "model.tflite").mkdir()
    assert "model.tflite is a directory; a file was expected" in cli.fail("import", "model.tflite", "-o", "m.mlir")


def test_model_of_unknown_kind(cli: Cli) -> None:
    (cli.directory / "model.onnx").write_text("")
    assert "expected a .tflite, .mlir or .mlirbc file, found '.onnx'" in cli.fail("import", "model.onnx")


def test_compiling_what_is_not_imported(cli: Cli) -> None:
    (cli.directory / "model.tflite").write_text("")
    said = cli.fail("compile", "model.tflite")
    assert "cannot compile model.tflite: expected a TOSA module" in said
    assert "acim import model.tflite -o model.mlir" in said


def test_importing_what_is_compiled(cli: Cli, module: Path) -> None:
    cli.succeed("compile", module, "-o", "program.mlir")
    assert "it is compiled already" in cli.fail("import", "program.mlir", "-o", "m.mlir")


@pytest.mark.parametrize("size", [100, 5000, 98000])
def test_truncated_tflite(cli: Cli, data: Path, size: int) -> None:
    content = (data / "mlperf-tiny/ic_resnet8_int8.tflite").read_bytes()
    (cli.directory / "cut.tflite").write_bytes(content[:size])
    said = cli.fail("import", "cut.tflite", "-o", "m.mlir")
    assert "could not convert cut.tflite (exit code 1)" in said
    assert "is the file complete?" in said
    assert "tosa-converter-for-tflite --text" in said, "the command must be part of the message"


def test_empty_and_foreign_tflite(cli: Cli) -> None:
    for content in (b"", b"hello, world"):
        (cli.directory / "not.tflite").write_bytes(content)
        assert "not.tflite is not a TensorFlow Lite model" in cli.fail("import", "not.tflite", "-o", "m.mlir")


def test_crash_of_the_converter(cli: Cli, tools: Tools) -> None:
    """The death of the converter is reported with the file's name and the signal."""
    from acim.errors import ToolError

    with pytest.raises(ToolError, match=r"could not convert m\.tflite \(killed by signal 11 \(SIGSEGV\)\)"):
        tools.run(["/bin/sh", "-c", "kill -SEGV $$"], doing="convert m.tflite", source="m.tflite")


def test_float_model(cli: Cli, data: Path) -> None:
    said = cli.fail("import", data / "mlperf-tiny/ic_resnet8_fp32.tflite", "-o", "m.mlir")
    assert "is not quantized" in said
    assert "tosa.conv2d: " in said and "times, first at model/" in said
    assert "acim.torch.to_int8" in said


def test_dynamic_shape_that_is_not_the_batch(cli: Cli) -> None:
    (cli.directory / "m.mlir").write_text(
        """func.func @main(%x: tensor<1x?x4xi32>) -> tensor<1x?x4xi32> {
             %0 = tosa.abs %x : (tensor<1x?x4xi32>) -> tensor<1x?x4xi32>
             return %0 : tensor<1x?x4xi32>
           }"""
    )
    said = cli.fail("import", "m.mlir", "-o", "out.mlir")
    assert "input 0 of @main has type tensor<1x?x4xi32>: dimension 1 is not known" in said


def test_unpinned_module_is_not_compiled(cli: Cli) -> None:
    (cli.directory / "m.mlir").write_text(convolution("?"))
    said = cli.fail("compile", "m.mlir", "-o", "m.acim")
    assert "acim-opt could not compile m.mlir" in said and "m.mlir:" in said


def test_unknown_operator(cli: Cli) -> None:
    (cli.directory / "m.mlir").write_text(
        """func.func @main(%x: tensor<1x4xi32>) -> tensor<1x4xi32> {
             %0 = "tfl.unidirectional_sequence_lstm"(%x) : (tensor<1x4xi32>) -> tensor<1x4xi32>
             %1 = "tfl.unidirectional_sequence_lstm"(%0) : (tensor<1x4xi32>) -> tensor<1x4xi32>
             return %1 : tensor<1x4xi32>
           }"""
    )
    said = cli.fail("import", "m.mlir", "-o", "out.mlir")
    assert "tfl.unidirectional_sequence_lstm: 2 times, first at m.mlir:2:" in said


def test_custom_operator(cli: Cli) -> None:
    (cli.directory / "m.mlir").write_text(
        """func.func @main(%x: tensor<1x4xi32>) -> tensor<1x4xi32> {
             %0 = tosa.custom %x {domain_name = "tfl", implementation_attrs = "", operator_name = "Mystery"} : (tensor<1x4xi32>) -> tensor<1x4xi32>
             return %0 : tensor<1x4xi32>
           }"""
    )
    said = cli.fail("import", "m.mlir", "-o", "out.mlir")
    assert "tosa.custom (Mystery): 1 time, first at m.mlir:2:" in said


@pytest.mark.parametrize(
    "old",
    [
        '%0 = "tosa.const"() {value = dense<1> : tensor<1x4xi32>} : () -> tensor<1x4xi32>',
        '%0 = "tosa.fully_connected"(%x, %x, %x) {quantization_info = 1 : i32} : (tensor<1x4xi32>, tensor<1x4xi32>, tensor<1x4xi32>) -> tensor<1x4xi32>',
        '%0 = "tosa.reshape"(%x) {new_shape = array<i64: 1, 4>} : (tensor<1x4xi32>) -> tensor<1x4xi32>',
    ],
)
def test_older_tosa(cli: Cli, old: str) -> None:
    (cli.directory / "m.mlir").write_text(
        f"func.func @main(%x: tensor<1x4xi32>) -> tensor<1x4xi32> {{\n{old}\nreturn %0 : tensor<1x4xi32>\n}}"
    )
    said = cli.fail("import", "m.mlir", "-o", "out.mlir")
    assert "mlir-opt could not read m.mlir" in said and "this looks like TOSA from before 1.0" in said
    assert "m.mlir:2:" in said


def test_text_that_is_not_mlir(cli: Cli) -> None:
    (cli.directory / "m.mlir").write_text("hello")
    assert "mlir-opt could not read m.mlir" in cli.fail("import", "m.mlir", "-o", "out.mlir")


# Hardware and options ----------------------------------------------------------------------------------------------


def test_unknown_hardware(cli: Cli, module: Path) -> None:
    said = cli.fail("compile", module, "--hardware", "chen_rram129", "-o", "m.acim")
    assert "chen_rram129" in said and "chen_rram128" in said


def test_missing_hardware_file(cli: Cli, module: Path) -> None:
    assert "there is no file chip.json" in cli.fail("compile", module, "--hardware", "chip.json", "-o", "m.acim")


def test_malformed_hardware(cli: Cli, module: Path, hardware: Path) -> None:
    hardware.write_text(hardware.read_text().replace('"rows": 128,', '"rows": 128', 1))
    said = cli.fail("compile", module, "--hardware", hardware, "-o", "m.acim")
    assert "chip.json:8:" in said, "the message must say the line"


def test_misspelt_hardware_key(cli: Cli, module: Path, hardware: Path) -> None:
    hardware.write_text(hardware.read_text().replace('"columns"', '"colums"', 1))
    said = cli.fail("compile", module, "--hardware", hardware, "-o", "m.acim")
    assert "colums" in said and "columns" in said


def test_hardware_value_out_of_range(cli: Cli, module: Path, hardware: Path) -> None:
    described = json.loads(hardware.read_text())
    described["array"]["rows"] = -3
    hardware.write_text(json.dumps(described, indent=2))
    said = cli.fail("compile", module, "--hardware", hardware, "-o", "m.acim")
    assert "-3" in said and "rows" in said


def test_hardware_that_is_no_object(cli: Cli, module: Path, hardware: Path) -> None:
    hardware.write_text("[]")
    said = cli.fail("compile", module, "--hardware", hardware, "-o", "m.acim")
    assert "chip.json is not a hardware description" in said


def test_hardware_with_quotes_in_its_text(cli: Cli, module: Path, hardware: Path) -> None:
    """Not bad at all: a description may hold quotes, braces and newlines."""
    described = json.loads(hardware.read_text())
    described["description"] = "a 'quoted' {braced} \"chip\""
    hardware.write_text(json.dumps(described, indent=2))
    cli.succeed("compile", module, "--hardware", hardware, "-o", "m.acim")


def test_unknown_pipeline_and_option(cli: Cli, module: Path) -> None:
    assert "no pipeline 'plane'" in cli.fail("compile", module, "--pipeline", "plane", "-o", "m.acim")
    assert "no-such-option" in cli.fail("compile", module, "--set", "no-such-option=1", "-o", "m.acim")
    assert "expected KEY=VALUE" in cli.fail("compile", module, "--set", "adc-bits", "-o", "m.acim")


def test_bad_presets(cli: Cli, module: Path) -> None:
    assert "no preset 'fast'" in cli.fail("compile", module, "--preset", "fast", "-o", "m.acim")
    (cli.directory / "mine.json").write_text('{"hardwear": "isaac32", "adc_bits": 99}')
    said = cli.fail("compile", module, "--preset", "mine.json", "-o", "m.acim")
    assert "mine.json: adc_bits: " in said and "hardwear: " in said


# Programs ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [0.02, 0.3, 0.9])
def test_flipped_byte(cli: Cli, program: Path, array: Path, place: float) -> None:
    content = bytearray(program.read_bytes())
    content[int(len(content) * place)] ^= 0x10
    program.write_bytes(content)
    said = cli.fail("run", program, "--inputs", array, "--outputs", "y.npy", "--report", "r.json")
    assert "model.acim" in said and "acim-run could not run" in said


def test_truncated_program(cli: Cli, program: Path, array: Path) -> None:
    program.write_bytes(program.read_bytes()[:-10])
    assert "model.acim" in cli.fail("run", program, "--inputs", array, "--outputs", "y.npy")


def test_newer_program(cli: Cli, program: Path, array: Path) -> None:
    """The version stands behind the eight bytes that say what the file is."""
    content = bytearray(program.read_bytes())
    content[8:12] = (99).to_bytes(4, "little")
    program.write_bytes(content)
    said = cli.fail("run", program, "--inputs", array, "--outputs", "y.npy")
    assert "99" in said and "version" in said


def test_program_that_is_none(cli: Cli, array: Path) -> None:
    (cli.directory / "text.acim").write_text("hello")
    assert "text.acim" in cli.fail("run", "text.acim", "--inputs", array)


# Arrays ------------------------------------------------------------------------------------------------------------


def run(cli: Cli, program: Path, *arguments: object) -> str:
    return cli.fail("run", program, *arguments, "--outputs", "y.npy", "--report", "r.json")


def test_missing_arrays(cli: Cli, program: Path, array: Path) -> None:
    assert "there is no file z.npy" in run(cli, program, "--inputs", "z.npy")
    assert "there is no file l.npy" in run(cli, program, "--inputs", array, "--labels", "l.npy")


def test_no_array_file(cli: Cli, program: Path) -> None:
    (cli.directory / "x.npy").write_text("1 2 3")
    assert "x.npy" in run(cli, program, "--inputs", "x.npy")


def test_wrong_shape(cli: Cli, program: Path) -> None:
    np.save(cli.directory / "x.npy", np.ones((2, 4, 4, 3), np.int8))
    said = run(cli, program, "--inputs", "x.npy")
    assert "x.npy: expected an array of shape [N, 4, 4, 2], found [2, 4, 4, 3]" in said


def test_wrong_type(cli: Cli, program: Path) -> None:
    np.save(cli.directory / "x.npy", np.ones((2, 4, 4, 2), np.float32))
    said = run(cli, program, "--inputs", "x.npy")
    assert "x.npy: " in said and "int8" in said and "found float32" in said


def test_wrong_number_of_inputs(cli: Cli, program: Path, array: Path) -> None:
    said = run(cli, program, "--inputs", array, "--inputs", array)
    assert "2" in said and "1" in said and "input" in said


def test_labels_of_another_length(cli: Cli, program: Path, array: Path) -> None:
    np.save(cli.directory / "l.npy", np.zeros(7, np.int64))
    said = run(cli, program, "--inputs", array, "--labels", "l.npy")
    assert "7" in said and "2" in said and "labels" in said


# Outputs -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("target", ["no/such/directory/y.npy", "taken"])
def test_unwritable_outputs(cli: Cli, module: Path, program: Path, array: Path, target: str) -> None:
    (cli.directory / "taken").mkdir()
    for command in (
        ["import", module, "-o", target],
        ["compile", module, "-o", target],
        ["run", program, "--inputs", array, "--outputs", target],
        ["run", program, "--inputs", array, "--report", target],
    ):
        assert f"cannot write {target}" in cli.fail(*command)


def test_full_disk(cli: Cli, module: Path) -> None:
    """A place that cannot hold files: found before the work starts."""
    assert "cannot write /proc/m.acim" in cli.fail("compile", module, "-o", "/proc/m.acim")


def test_failure_leaves_the_old_output(cli: Cli, program: Path, array: Path) -> None:
    (cli.directory / "y.npy").write_text("precious")
    content = bytearray(program.read_bytes())
    content[-5] ^= 1
    program.write_bytes(content)
    cli.fail("run", program, "--inputs", array, "--outputs", "y.npy")
    assert (cli.directory / "y.npy").read_text() == "precious"


def test_import_does_not_overwrite_unasked(cli: Cli, module: Path) -> None:
    assert "model.mlir exists already" in cli.fail("import", module)
