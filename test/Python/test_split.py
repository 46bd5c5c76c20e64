"""Layers in two precisions on the network that ships: free where all is refined, a trade where little is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import Cli

from acim.tools import Tools

pytestmark = pytest.mark.slow

DECISIONS = (
    "acim-attach-hardware,acim-encode-weights{encoding=sce},acim-encode-inputs,acim-tile,"
    "acim-assign-adc{semantics=proven},acim-skip-idle-planes"
)


@dataclass
class Run:
    """Summary of a report, the layers in it, and the bytes of the outputs."""

    summary: dict[str, float]
    layers: list[dict[str, float]]
    outputs: bytes

    @property
    def converting(self) -> float:
        energy: dict[str, float] = self.summary["energy_by_component"]  # type: ignore[assignment]
        return energy["array"] + energy["adc"] + energy["shift_add"]


class Splitter:
    """Compiles the network with the passes above and acim-split-precision, and runs it on its images."""

    def __init__(self, cli: Cli, tools: Tools, digits: Path) -> None:
        self.cli, self.tools = cli, tools
        self.images, self.labels = (digits.with_name(f"digits_{kind}.npy") for kind in ("images", "labels"))
        cli.succeed("calibrate", digits, "--inputs", self.images, "-o", "calibrated.mlirbc")

    def run(self, split: str | None, *options: str) -> Run:
        directory = self.cli.directory
        passes = DECISIONS if split is None else f"{DECISIONS},acim-split-precision{{{split}}}"
        pipeline = f"--pass-pipeline=builtin.module({passes},acim-lower-to-program,acim-verify-program)"
        command = [self.tools.own("acim-opt"), directory / "calibrated.mlirbc", pipeline, "-o", directory / "p.mlir"]
        self.tools.run(command, doing="split")
        files = ("--inputs", self.images, "--labels", self.labels, "--report", "r.json", "--outputs", "y.npy")
        self.cli.succeed("run", "p.mlir", *files, *options)
        report = json.loads((directory / "r.json").read_text())
        return Run(report["summary"], report["layers"], (directory / "y.npy").read_bytes())


@pytest.fixture
def splitter(cli: Cli, tools: Tools, digits: Path) -> Splitter:
    return Splitter(cli, tools, digits)


@pytest.mark.parametrize("granularity", ["output", "unit"])
def test_where_all_is_refined_nothing_changes(splitter: Splitter, granularity: str) -> None:
    plain = splitter.run("low-bits=2 share=1 nested=false granularity=" + granularity)
    assert plain.outputs == splitter.run(None).outputs
    assert plain.summary["gated_conversions"] == 0
    assert plain.summary["refined_outputs"] == plain.summary["gated_outputs"] > 0
    # Segments of one cell are the digits of the layer as it was.
    assert plain.summary["conversions"] == splitter.run(None).summary["conversions"]


@pytest.mark.slow
@pytest.mark.parametrize("granularity", ["output", "unit"])
def test_engines_and_threads_agree(splitter: Splitter, granularity: str) -> None:
    split = f"low-bits=4 share=0.3 granularity={granularity}"
    runs = [
        splitter.run(split, *options)
        for options in (("--engine", "algebraic"), ("--engine", "bit-plane"), ("--threads", "1"), ("--threads", "3"))
    ]
    for run in runs[1:]:
        assert run.outputs == runs[0].outputs
        assert run.summary == runs[0].summary


def test_little_is_lost_where_little_is_refined(splitter: Splitter) -> None:
    plain = splitter.run(None)
    gated = splitter.run("low-bits=4 share=0.1")
    refined = gated.summary["refined_outputs"] / gated.summary["gated_outputs"]
    assert refined == pytest.approx(0.1, abs=0.05)
    assert gated.summary["top1"] >= plain.summary["top1"] - 0.03
    assert gated.converting < 0.75 * plain.converting
    assert gated.summary["latency_s"] > plain.summary["latency_s"]
    high = splitter.run("low-bits=4 share=0")
    assert high.summary["gated_outputs"] == 0
    assert high.converting < gated.converting
    assert high.summary["latency_s"] == plain.summary["latency_s"]


@pytest.mark.slow
def test_operation_units_that_do_not_matter_are_left_out(splitter: Splitter) -> None:
    plain, pruned = splitter.run(None), splitter.run("low-bits=0 share=0.9")
    assert splitter.run("low-bits=0").outputs == plain.outputs
    assert pruned.summary["conversions"] < plain.summary["conversions"]
    assert pruned.summary["top1"] >= plain.summary["top1"] - 0.05
