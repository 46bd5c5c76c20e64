#!/usr/bin/env python3
"""What accuracy buys on real networks: the tables of docs/Lossy.md.

    ./acim build && .venv/bin/python test/Benchmark/lossy_tables.py [MODEL ...] [--table NAME]

Models come from ACIM_DATA (default ../shared/data); held_out.py says which inputs have which use. All tables take three
quarters of an hour on two cores.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import held_out
from exact_tables import DATA, QUIET, REAL_NETWORKS, RESNETS, STEPPED, heading, row, subtotal
from networks import Network

from acim.calibration import CalibrationOptions, calibrate_model
from acim.compiler import compile_model
from acim.configuration import CompileOptions
from acim.importer import import_to_file
from acim.report import Report
from acim.runner import RunOptions, run_program
from acim.tools import Tools


@dataclass
class Case:
    """A calibrated network."""

    network: Network
    directory: Path
    hardware: str = "chen_rram128"
    tools: Tools = field(default_factory=Tools.from_environment)

    def prepare(self) -> None:
        held_out.save(self.directory, self.network)
        import_to_file(self.tools, DATA / self.network.file, self.directory / "m.mlir")
        wanted = CalibrationOptions([self.directory / "calibrate.npy"], self.hardware, samples=2048, sensitivity=True)
        calibrate_model(self.tools, self.directory / "m.mlir", self.directory / "calibrated.mlirbc", wanted, QUIET)
        self.compile(CompileOptions(pipeline="plain", hardware=self.hardware), "plain.acim")

    def compile(self, options: CompileOptions, program: str = "p.acim") -> float:
        """Seconds that it took."""
        start = time.monotonic()
        compile_model(self.tools, self.directory / "calibrated.mlirbc", self.directory / program, options)
        return time.monotonic() - start

    def run(self, program: str = "p.acim", use: str = "test") -> Report:
        chosen = RunOptions(
            [self.directory / f"{use}.npy"],
            labels=self.directory / f"{use}_labels.npy",
            reference=self.directory / "plain.acim" if program != "plain.acim" else None,
        )
        return run_program(self.tools, self.directory / program, chosen, QUIET)

    def passes(self, *passes: str) -> Report:
        """Of the calibrated module after passes of one's own."""
        program = ",".join([*passes, "acim-verify-mapping", "acim-lower-to-program", "acim-verify-program"])
        self.compile(CompileOptions(pipeline=f"builtin.module({program})"))
        return self.run()

    def lossy(self, **prices: object) -> Report:
        options = {key.replace("_", "-"): str(value) for key, value in prices.items()}
        self.compile(CompileOptions(pipeline="lossy", hardware=self.hardware, options=options))
        return self.run()


def top1(report: Report) -> str:
    return f"{report.summary.top1 or 0.0:.2%}"


def points(report: Report) -> str:
    """Change of accuracy against the reference."""
    assert report.reference
    return f"{100 * ((report.summary.top1 or 0.0) - (report.reference.top1 or 0.0)):+.2f}"


def error(report: Report) -> str:
    assert report.reference
    return f"{report.reference.logit_nmse:.2g}"


def digit_planes(encoding: str, semantics: str = "semantics=proven") -> list[str]:
    """Passes that decide everything about a layer, with plain inputs."""
    return [f"acim-encode-weights{{{encoding}}}", "acim-encode-inputs{encoding=binary}", "acim-tile",
            f"acim-assign-adc{{{semantics}}}"]  # fmt: skip


def one_bit_cells(directory: Path) -> str:
    """The preset isaac32 with cells of one bit, as HamQ's arrays have: what events are counted on."""
    text = json.loads(Path(__file__).parents[2].joinpath("lib/Hardware/presets/isaac32.json").read_text())
    text["array"]["cell_bits"] = 1
    text["array"]["cell_energy_by_level"] = text["array"]["cell_energy_by_level"][:2]
    text["mapping"] = {"weight_encoding": "twos-complement", "readout": "single", "correction": "digital"}
    (directory / "one_bit.json").write_text(json.dumps(text))
    return str(directory / "one_bit.json")


def events_table(networks: Sequence[Network]) -> None:
    """HamQ's own metric: ones of two's complement words times ones of inputs."""
    heading("model", "`lambda`", "events", "fewer", "top-1", "points", "logit NMSE", "seconds")
    for network in networks:
        with tempfile.TemporaryDirectory(prefix="acim-lossy-") as name:
            directory = Path(name)
            case = Case(network, directory, one_bit_cells(directory))
            case.prepare()
            before = case.run("plain.acim")
            plain = before.summary.cell_events
            row(f"`{network.name}`", "0", f"{plain:.4g}", "", top1(before), "", "", "")
            for price in ("0.01", "0.03", "0.1"):
                quantize = f"acim-requantize-hamming{{price=hamq lambda={price}}}"
                lowered = ["acim-lower-to-program", "acim-verify-program"]
                passes = ",".join([*digit_planes("encoding=twos_complement"), quantize, *lowered])
                seconds = case.compile(CompileOptions(pipeline=f"builtin.module({passes})"))
                report = case.run()
                fewer = 1 - report.summary.cell_events / plain
                row(f"`{network.name}`", price, f"{report.summary.cell_events:.4g}", f"{fewer:.1%}", top1(report),
                    points(report), error(report), f"{seconds:.1f}")  # fmt: skip


def rounding_table(cases: Sequence[Case]) -> None:
    heading("model", "`method`", "`lambda`", "uJ", "logit NMSE", "points")
    for case in cases:
        for method in ("nearest", "compensated"):
            for price in ("0.01", "0.03", "0.1"):
                report = case.lossy(**{"lambda": price, "method": method})
                cells = (f"{subtotal(report):.2f}", error(report), points(report))
                row(f"`{case.network.name}`", f"`{method}`", price, *cells)


def skipped_share(report: Report) -> str:
    """Of the conversions that a layer without zero detection would perform."""
    summary = report.summary
    return f"{summary.skipped_conversions / (summary.conversions + summary.skipped_conversions):.1%}"


def skips_table(cases: Sequence[Case]) -> None:
    heading("left out", "raw digits, threshold", "raw + affine", "SCE", "SCE + affine", "SCE + affine, variance order")
    for case in cases:
        raw, sce = (digit_planes(f"encoding={name}", "semantics=unit_step") for name in ("sign_magnitude", "sce"))
        for threshold in (4, 5, 6, 7):
            cells = []
            for planes in (raw, sce):
                for compensate in ("", " compensate=true"):
                    report = case.passes(*planes, f"acim-skip-conversions{{threshold={threshold}{compensate}}}")
                    cells.append(f"{top1(report)} ({error(report)})")
            share = report.summary.skipped_conversions / (
                report.summary.conversions + report.summary.skipped_conversions
            )
            report = case.passes(*sce, f"acim-choose-skips{{share={share:.6f}}}")
            cells.append(f"{top1(report)} ({error(report)}), {skipped_share(report)} left out")
            row(f"{share:.1%} (T={threshold})", *cells)


def clips_table(cases: Sequence[Case]) -> None:
    heading("model", "converters", "raw digits, unit steps", "SCE, unit steps", "SCE, chosen windows")
    for case in cases:
        for bits in (6, 5):
            cells = []
            for encoding in ("sign_magnitude", "sce"):
                report = case.passes(*digit_planes(f"encoding={encoding}", f"semantics=unit_step bits={bits}"))
                share = report.summary.clipped_conversions / report.summary.conversions
                cells.append(f"{points(report)} ({error(report)}), {share:.3%} clipped")
            report = case.passes(*digit_planes("encoding=sce"), f"acim-clip-conversions{{bits={bits}}}")
            cells.append(f"{points(report)} ({error(report)})")
            row(f"`{case.network.name}`", f"{bits} bits", *cells)


SPLITS = {
    "(4,4), all refined": "low-bits=4",
    "(4,4), high digits only": "low-bits=4 share=0",
    "(4,4), high digits only, not nested": "low-bits=4 share=0 nested=false",
    "(4,4), 10 % refined": "low-bits=4 share=0.1",
    "(2,6), high digits only": "low-bits=6 share=0",
    "(2,6), 10 % refined": "low-bits=6 share=0.1",
    "(2,6), 10 % refined, by operation unit": "low-bits=6 share=0.1 granularity=unit",
    "(2,6), 30 % refined": "low-bits=6 share=0.3",
    "(8,0), 90 % of the operation units": "low-bits=0 share=0.9",
}


def split_table(cases: Sequence[Case]) -> None:
    """Against the same layers in one precision."""
    heading(
        "model", "high and low bits", "refined", "top-1", "points", "logit NMSE", "uJ", "times less", "total", "latency"
    )
    for case in cases:
        planes = [*digit_planes("encoding=sce"), "acim-skip-idle-planes"]
        whole = case.passes(*planes)
        for setting, split in {"one precision": None, **SPLITS}.items():
            report = case.passes(*planes, f"acim-split-precision{{{split}}}") if split else whole
            after, before = report.summary, whole.summary
            refined = f"{after.refined_outputs / after.gated_outputs:.1%}" if after.gated_outputs else ""
            row(f"`{case.network.name}`", setting, refined, top1(report), points(report), error(report),
                f"{subtotal(report):.2f}", f"{subtotal(whole) / subtotal(report):.2f}",
                f"{before.energy_j / after.energy_j:.2f}", f"{after.latency_s / before.latency_s:.2f}")  # fmt: skip


LADDER = (
    (0.0, 0.0, 0.0),
    (0.02, 0.0, 0.0),
    (0.02, 0.02, 0.0),
    (0.02, 0.02, 0.02),
    (0.03, 0.05, 0.01),
    (0.05, 0.05, 0.02),
)


def prices_table(cases: Sequence[Case]) -> None:
    heading("model", "`lambda`, `skip-lambda`, `clip-lambda`", "top-1", "points", "logit NMSE", "uJ",
            "times less than plain", "total energy")  # fmt: skip
    for case in cases:
        plain = case.run("plain.acim")
        for codes, skips, clips in LADDER:
            report = case.lossy(**{"lambda": codes, "skip_lambda": skips, "clip_lambda": clips})
            row(f"`{case.network.name}`", f"{codes}, {skips}, {clips}", top1(report), points(report), error(report),
                f"{subtotal(report):.2f}", f"{subtotal(plain) / subtotal(report):.2f}",
                f"{plain.summary.energy_j / report.summary.energy_j:.2f}")  # fmt: skip


TABLES = {
    "rounding": rounding_table,
    "skips": skips_table,
    "clips": clips_table,
    "split": split_table,
    "prices": prices_table,
}
OF_RESNETS = {"skips": ("resnet20_int8",), "clips": RESNETS, "split": ("resnet20_int8",)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", default=STEPPED, metavar="MODEL")
    parser.add_argument("--table", choices=["events", *TABLES], action="append")
    arguments = parser.parse_args()
    networks = [network for network in REAL_NETWORKS if network.name in arguments.models]
    for table in arguments.table or ["events", *TABLES]:
        if table == "events":
            events_table(networks)
            continue
        wanted = [network for network in networks if network.name in OF_RESNETS.get(table, STEPPED)]
        with tempfile.TemporaryDirectory(prefix="acim-lossy-") as name:
            cases = []
            for network in wanted:
                directory = Path(name) / network.name
                directory.mkdir()
                cases.append(Case(network, directory))
                cases[-1].prepare()
            TABLES[table](cases)


if __name__ == "__main__":
    main()
