"""Two reports or two programs side by side: what is shown, and its ratios."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from conftest import Cli
from networks import convolution

from acim.comparison import difference
from acim.errors import AcimError
from acim.programs import make_up_inputs
from acim.tools import Tools
from acim.tosa import TensorType


def rows_of(said: str) -> dict[str, list[str]]:
    """Words of each line, by the first; the second table's heading begins like a row of the first."""
    return {words[0]: words[1:] for words in map(str.split, reversed(said.splitlines())) if words}


def run_twice(cli: Cli) -> None:
    (cli.directory / "model.mlir").write_text(convolution("?"))
    np.save(cli.directory / "x.npy", np.arange(96, dtype=np.int8).reshape(3, 4, 4, 2))
    cli.succeed("run", "model.mlir", "--inputs", "x.npy", "--outputs", "a.npy", "--report", "plain.json")
    cli.succeed("run", "model.mlir", "--inputs", "x.npy", "--outputs", "b.npy", "--report", "proven.json",
                "--weight-encoding", "min_cost", "--adc-semantics", "proven", "--set", "skip-idle=true")  # fmt: skip
    np.testing.assert_array_equal(np.load(cli.directory / "a.npy"), np.load(cli.directory / "b.npy"))


def test_ratios_are_those_of_the_reports(cli: Cli, tools: Tools) -> None:
    run_twice(cli)
    rows = rows_of(cli.succeed("compare", "plain.json", "proven.json"))
    summaries = [json.loads((cli.directory / name).read_text())["summary"] for name in ("plain.json", "proven.json")]
    energies = [summary["energy_j"] for summary in summaries]
    assert rows["energy"][-1] == f"{energies[0] / energies[1]:.2f}"
    converters = [summary["energy_by_component"]["adc"] for summary in summaries]
    assert converters[0] > converters[1]
    assert rows["adc"][-1] == f"{converters[0] / converters[1]:.2f}"
    assert "conv2d_0" in rows


def test_a_report_equals_itself(cli: Cli, tools: Tools) -> None:
    run_twice(cli)
    rows = rows_of(cli.succeed("compare", "plain.json", "plain.json"))
    assert {rows[name][-1] for name in ("energy", "latency", "area", "conv2d_0")} == {"1.00"}


def test_only_reports_are_compared(cli: Cli) -> None:
    (cli.directory / "a.json").write_text("{}")
    failed = cli("compare", "a.json", "a.json")
    assert failed.returncode != 0
    assert "not a report of acim-run" in failed.stderr


def compile_twice(cli: Cli) -> None:
    (cli.directory / "model.mlir").write_text(convolution())
    cli.succeed("compile", "model.mlir", "-o", "plain.acim")
    cli.succeed("compile", "model.mlir", "-o", "proven.acim", "--adc-semantics", "proven")
    np.save(cli.directory / "x.npy", np.arange(96, dtype=np.int8).reshape(3, 4, 4, 2))


def test_programs_are_run(cli: Cli, tools: Tools) -> None:
    compile_twice(cli)
    said = cli.succeed("compare", "plain.acim", "proven.acim", "--inputs", "x.npy")
    assert "outputs      equal, all 144 numbers" in said
    assert "made up" not in said
    cli.succeed("run", "plain.acim", "--inputs", "x.npy", "--report", "plain.json")
    cli.succeed("run", "proven.acim", "--inputs", "x.npy", "--report", "proven.json")
    assert said.startswith(cli.succeed("compare", "plain.json", "proven.json").rstrip())


def test_programs_are_run_on_made_up_inputs(cli: Cli, tools: Tools) -> None:
    compile_twice(cli)
    cli.succeed("compile", "model.mlir", "-o", "coarse.mlir", "--adc-bits", "1")
    said = cli.succeed("compare", "plain.acim", "coarse.mlir")
    assert "inputs       8 made up at random, as none were given with --inputs" in said
    assert "outputs      different in " in said
    assert said == cli.succeed("compare", "plain.acim", "coarse.mlir")


def test_only_programs_of_one_model_are_compared(cli: Cli, tools: Tools) -> None:
    compile_twice(cli)
    (cli.directory / "other.mlir").write_text(convolution("2"))
    cli.succeed("compile", "other.mlir", "-o", "other.acim")
    said = cli.fail("compare", "plain.acim", "other.acim")
    assert "plain.acim takes tensor<1x4x4x2xi8> but other.acim takes tensor<2x4x4x2xi8>" in said


def test_a_program_and_a_report_are_not_compared(cli: Cli, tools: Tools) -> None:
    compile_twice(cli)
    (cli.directory / "report.json").write_text("{}")
    assert "two programs or two reports" in cli.fail("compare", "plain.acim", "report.json")
    assert "--inputs is for programs" in cli.fail("compare", "report.json", "report.json", "--inputs", "x.npy")
    (cli.directory / "broken.acim").write_text("{}")
    assert "broken.acim is not a program" in cli.fail("compare", "broken.acim", "broken.acim")
    assert "there is no file gone.mlir" in cli.fail("compare", "plain.acim", "gone.mlir")


def test_made_up_inputs_span_their_types(tmp_path: Path) -> None:
    elements = ["i1", "i4", "i8", "ui8", "i16", "ui16", "i32", "i48", "i64", "f16", "f32"]
    arrays = [np.load(path) for path in make_up_inputs([TensorType((3, 500), e) for e in elements], tmp_path)]
    assert [str(array.dtype) for array in arrays] == [
        "bool", "int8", "int8", "uint8", "int16", "uint16", "int32", "int64", "int64", "float16", "float32"
    ]  # fmt: skip
    assert {array.shape for array in arrays} == {(24, 500)}
    bounds = {array: (values.min(), values.max()) for array, values in zip(elements, arrays, strict=True)}
    assert bounds["i4"] == (-8, 7)
    assert bounds["i8"] == (-128, 127)
    assert bounds["ui8"] == (0, 255)
    assert -(2**47) <= bounds["i48"][0] < -(2**46)
    assert 2**46 < bounds["i48"][1] < 2**47
    assert bounds["i64"][0] < -(2**62)
    assert -1 <= bounds["f32"][0] < -0.99
    with pytest.raises(AcimError, match="made up"):
        make_up_inputs([TensorType((1,), "bf16")], tmp_path)


def test_differences_of_outputs() -> None:
    a, b = np.array([1.0, np.nan, 3.0], np.float32), np.array([1.0, np.nan, 3.5], np.float32)
    assert difference({"o": a}, {"o": a.copy()}) == "equal, all 3 numbers"
    assert difference({"o": a}, {"o": b}) == "different in 1 of 3 numbers, by up to 0.5"
    assert "have different shapes, [(3,)] and [(2,)]" in difference({"o": a}, {"o": a[:2]})
