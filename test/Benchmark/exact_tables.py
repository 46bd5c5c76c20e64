#!/usr/bin/env python3
"""What the exact choices save on real networks: the tables of docs/Exact.md.

    ./acim build && .venv/bin/python test/Benchmark/exact_tables.py [MODEL ...] [--table steps|bits|events]

Models come from ACIM_DATA (default ../shared/data). Every program is checked to give the outputs of the plain one.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "python"), str(ROOT / "test/Python")]

from networks import REAL_NETWORKS, Network, normalise_cifar, shift_cifar  # noqa: E402

from acim.calibration import CalibrationOptions, calibrate_model  # noqa: E402
from acim.compiler import compile_model  # noqa: E402
from acim.configuration import CompileOptions  # noqa: E402
from acim.importer import import_to_file  # noqa: E402
from acim.report import Report  # noqa: E402
from acim.runner import RunOptions, run_program  # noqa: E402
from acim.tools import Tools  # noqa: E402

DATA = Path(os.environ.get("ACIM_DATA", ROOT.parent / "shared/data"))
SUBTOTAL = ("array", "adc", "shift_add")
QUIET = Console(quiet=True)
STEPPED = ("ic_resnet8_int8", "resnet20_int8", "kws_dscnn_int8")

Options = dict[str, object]
NO_CHOICE = {"search-unit": "false", "order-rows": "false", "weigh-columns": "false", "stack-planes": "false"}


def exact(**chosen: str) -> Options:
    """The exact pipeline with only some of the choices that come after the encodings."""
    return {"pipeline": "exact", "options": NO_CHOICE | {key.replace("_", "-"): value for key, value in chosen.items()}}


PROVEN: Options = {"adc_semantics": "proven"}
CHEAPEST: Options = {**PROVEN, "weight_encoding": "min_cost"}
STEPS: list[tuple[str, Options]] = [
    ("plain: sign-magnitude, binary, 10 bits", {}),
    ("bits for the rows really used", {"adc_semantics": "sufficient"}),
    ("per-column range bits", PROVEN),
    ("minimum-cost digits", CHEAPEST),
    ("idle planes skipped", {**CHEAPEST, "options": {"skip-idle": "true"}}),
    ("encodings of each layer by energy", exact()),
    ("X1: columns weighed", exact(weigh_columns="true")),
    ("X2: rows ordered", exact(weigh_columns="true", order_rows="true")),
    ("X3: bits bounded by driven rows", exact(weigh_columns="true", order_rows="true", bound_conversions="true")),
    ("X4 instead of X3: planes stacked", exact(weigh_columns="true", order_rows="true", stack_planes="true")),
    ("`exact` as it is", {"pipeline": "exact"}),
]


@dataclass
class Case:
    """A network, calibrated, with the inputs that its figures are for."""

    network: Network
    tools: Tools
    directory: Path
    expected: np.ndarray | None = None

    def prepare(self) -> None:
        module = self.directory / "model.mlir"
        import_to_file(self.tools, DATA / self.network.file, module)
        inputs, calibration = split_inputs(self.network)
        np.save(self.directory / "x.npy", inputs)
        np.save(self.directory / "calibration.npy", calibration)
        options = CalibrationOptions([self.directory / "calibration.npy"])
        calibrate_model(self.tools, module, self.directory / "calibrated.mlirbc", options, QUIET)

    def run(self, options: Options) -> Report:
        program, outputs = self.directory / "p.acim", self.directory / "y.npy"
        compile_model(self.tools, self.directory / "calibrated.mlirbc", program, CompileOptions(**options))  # type: ignore[arg-type]
        report = run_program(self.tools, program, RunOptions([self.directory / "x.npy"], outputs=outputs), QUIET)
        found = np.load(outputs)
        if self.expected is None:
            self.expected = found
        different = np.count_nonzero(found != self.expected)
        assert different == 0, f"{self.network.name}: {different} outputs differ from the plain program's"
        return report


def split_inputs(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """Inputs for figures, and others to calibrate with where there are any."""
    inputs = network.inputs(DATA)
    if network.name in ("ic_resnet8_int8", "resnet20_int8"):
        with gzip.open(DATA / "cifar10/train_00000_00999.bin.gz") as file:
            records = np.frombuffer(file.read(), np.uint8).reshape(-1, 3073)[:256]
        images = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
        return inputs[:64], (shift_cifar if network.name.startswith("ic") else normalise_cifar)(images)
    if len(inputs) == 500:
        return inputs[:400], inputs[400:]
    count = min(64, max(network.count, 4))
    return inputs[:count], inputs[-count:]


def subtotal(report: Report) -> float:
    """Microjoules of array, converters and shift-add."""
    return 1e6 * sum(report.summary.energy_by_component[part] for part in SUBTOTAL)


def resolutions(report: Report) -> dict[int, float]:
    """Conversions an inference by their bits."""
    found: dict[int, float] = {}
    for row in report.ledger:
        if match := re.fullmatch(r"convert_(\d+)_bit", row.action):
            found[int(match[1])] = found.get(int(match[1]), 0.0) + row.count
    return {bits: count for bits, count in found.items() if count}


def print_steps(case: Case) -> None:
    first: Report | None = None
    for name, options in STEPS:
        report = case.run(options)
        first = first or report
        ratio, total = subtotal(first) / subtotal(report), first.summary.energy_j / report.summary.energy_j
        print(f"| {name} | {subtotal(report):.2f} | {ratio:.2f} | {total:.2f} |", flush=True)


def print_bits(case: Case) -> None:
    plain, raw = case.run({}), case.run(PROVEN)
    compressed = case.run({**PROVEN, "weight_encoding": "sce"})
    skipped = case.run({**CHEAPEST, "options": {"skip-idle": "true"}})
    adc = [report.summary.energy_by_component["adc"] for report in (plain, raw, compressed)]
    means = [
        sum(bits * count for bits, count in found.items()) / sum(found.values())
        for found in map(resolutions, (raw, compressed))
    ]
    shares = [layer["idle_planes"] for layer in skipped.layers if layer["kind"] != "digital"]
    print(
        f"| {case.network.name} | {max(resolutions(raw))} | {max(resolutions(compressed))} | {means[0]:.2f} | {means[1]:.2f} | "
        f"{adc[0] * 1e6:.2f} | {adc[0] / adc[1]:.2f} | {adc[0] / adc[2]:.2f} | "
        f"{min(shares):.1%} to {max(shares):.1%}, mean {np.mean(shares):.1%} |",
        flush=True,
    )


def print_events(case: Case) -> None:
    plain = case.run({})
    compressed, signed, cheapest = (
        case.run({**PROVEN, **chosen})
        for chosen in (
            {"weight_encoding": "sce"},
            {"weight_encoding": "sce", "input_encoding": "csd"},
            {"weight_encoding": "min_cost"},
        )
    )
    worse = [a["name"] for a, b in zip(cheapest.layers, compressed.layers, strict=True) if a["cell_events"] > b["cell_events"]]
    every = case.run({"pipeline": "exact"})
    ratio = [report.summary.cell_events / plain.summary.cell_events for report in (compressed, cheapest, signed)]
    print(
        f"| {case.network.name} | {ratio[0]:.3f} | {ratio[1]:.3f} | {ratio[2]:.3f} | {', '.join(worse) or 'none'} | "
        f"{subtotal(plain):.2f} | {subtotal(every):.2f} | {subtotal(plain) / subtotal(every):.2f} | "
        f"{plain.summary.energy_j / every.summary.energy_j:.2f} |",
        flush=True,
    )


TABLES = {"steps": print_steps, "bits": print_bits, "events": print_events}


def cases(names: list[str]) -> Iterator[Case]:
    tools = Tools.from_environment()
    for network in REAL_NETWORKS:
        if names and network.name not in names:
            continue
        with tempfile.TemporaryDirectory(prefix="acim-tables-") as directory:
            case = Case(network, tools, Path(directory))
            case.prepare()
            yield case


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="*", help="names of models; default: all, for steps the three of the table")
    parser.add_argument("--table", choices=TABLES, action="append", help="which table; default: all")
    chosen = parser.parse_args()
    for table in chosen.table or TABLES:
        print(f"\n{table}")
        for case in cases(chosen.models or (list(STEPPED) if table == "steps" else [])):
            if table == "steps":
                print(f"\n| {case.network.name} | uJ | ratio | total energy |")
            TABLES[table](case)


if __name__ == "__main__":
    main()
