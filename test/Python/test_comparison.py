"""Two reports side by side: what is shown, and its ratios."""

from __future__ import annotations

import json

import numpy as np
from conftest import Cli
from networks import convolution

from acim.tools import Tools


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
