#!/usr/bin/env python3
"""What the exact choices save on real networks: the tables of docs/Exact.md.

    ./acim build && .venv/bin/python test/Benchmark/exact_tables.py [MODEL ...] [--table NAME]

Models come from ACIM_DATA (default ../shared/data). Every program is checked to give the outputs of the plain one.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
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
QUIET = Console(quiet=True)
RESNETS = ("ic_resnet8_int8", "resnet20_int8")
STEPPED = (*RESNETS, "kws_dscnn_int8")

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
    ("`exact` with X3, too", {"pipeline": "exact", "options": {"bound-conversions": "true"}}),
]

IDLE = {"options": {"skip-idle": "true"}}
SINGLE = {**PROVEN, **IDLE, "hardware": "isaac32", "correction": "digital"}
ENCODINGS: list[tuple[str, Options]] = [
    *(
        (f"`{name}`", {**PROVEN, **IDLE, "weight_encoding": name})
        for name in ("sign_magnitude", "sce", "naf", "min_cost", "centred")
    ),
    *(
        (f"`min_cost`, inputs `{name}`", {**CHEAPEST, **IDLE, "input_encoding": name})
        for name in ("twos_complement", "sign_magnitude", "csd")
    ),
    *((f"`isaac32`: `{name}`", {**SINGLE, "weight_encoding": name}) for name in ("twos_complement", "offset", "flip")),
]
SHARINGS = ("layer", "crossbar", "column")


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
        module, chosen = self.directory / "calibrated.mlirbc", CompileOptions(**options)  # type: ignore[arg-type]
        compile_model(self.tools, module, program, chosen)
        report = run_program(self.tools, program, RunOptions([self.directory / "x.npy"], outputs=outputs), QUIET)
        found = np.load(outputs)
        if self.expected is None:
            self.expected = found
        different = np.count_nonzero(found != self.expected)
        assert different == 0, f"{self.network.name}: {different} outputs differ from the plain program's"
        return report


def training_images(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """The images of CIFAR-10 that are no test images, as the network takes them, and their classes."""
    with gzip.open(DATA / "cifar10/train_00000_00999.bin.gz") as file:
        records = np.frombuffer(file.read(), np.uint8).reshape(-1, 3073)
    images = records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)
    as_inputs = shift_cifar if network.name.startswith("ic") else normalise_cifar
    return as_inputs(images), records[:, 0].astype(np.int64)


def split_inputs(network: Network) -> tuple[np.ndarray, np.ndarray]:
    """Inputs for figures, and others to calibrate with where there are any."""
    inputs = network.inputs(DATA)
    if network.name in RESNETS:
        return inputs[:64], training_images(network)[0][:256]
    if len(inputs) == 500:
        return inputs[:400], inputs[400:]
    count = min(64, max(network.count, 4))
    return inputs[:count], inputs[-count:]


def subtotal(report: Report) -> float:
    """Microjoules of array, converters and shift-add."""
    return 1e6 * report.summary.converting_j


def resolutions(report: Report) -> dict[int, float]:
    """Conversions an inference by their bits."""
    found: dict[int, float] = {}
    for row in report.ledger:
        if match := re.fullmatch(r"convert_(\d+)_bit", row.action):
            found[int(match[1])] = found.get(int(match[1]), 0.0) + row.count
    return {bits: count for bits, count in found.items() if count}


def mean_bits(report: Report) -> float:
    found = resolutions(report)
    return sum(bits * count for bits, count in found.items()) / sum(found.values())


def adc(report: Report) -> float:
    return 1e6 * report.summary.energy_by_component["adc"]


def row(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


def heading(*cells: str) -> None:
    print()
    row(*cells)
    row(*("---" for _ in cells))


def by_model(
    first: str,
    choices: list[tuple[str, Options]],
    models: Iterator[Case],
    cell: Callable[[Report, Report], str],
) -> None:
    """A line for each choice, a column for each model; cells are of a choice's report and of the first choice's."""
    columns: dict[str, list[str]] = {}
    for case in models:
        reports = [case.run(options) for _, options in choices]
        columns[f"`{case.network.name}`"] = [cell(report, reports[0]) for report in reports]
    heading(first, *columns)
    for index, (name, _) in enumerate(choices):
        row(name, *(cells[index] for cells in columns.values()))


def print_steps(models: Iterator[Case]) -> None:
    def cell(report: Report, plain: Report) -> str:
        total = plain.summary.energy_j / report.summary.energy_j
        return f"{subtotal(report):.2f} ({subtotal(plain) / subtotal(report):.2f}; {total:.2f})"

    by_model("cumulative: uJ (times less than plain; total energy)", STEPS, models, cell)


def changed_hardware(directory: str, part: str, **values: object) -> Options:
    """chen_rram128 with another converter or driver."""
    hardware = json.loads((ROOT / "lib/Hardware/presets/chen_rram128.json").read_text())
    hardware[part] |= values
    file = Path(directory, "_".join(map(str, [part, *values.values()])) + ".json")
    file.write_text(json.dumps(hardware))
    return {"hardware": str(file)}


def print_encodings(models: Iterator[Case]) -> None:
    with tempfile.TemporaryDirectory(prefix="acim-tables-") as directory:
        drivers = {**CHEAPEST, **IDLE, **changed_hardware(directory, "dac", bits=2)}
        by_model(
            "proven, idle planes skipped: uJ (of all components)",
            [*ENCODINGS, ("`min_cost`, drivers of 2 bits", drivers)],
            models,
            lambda report, _: f"{subtotal(report):.2f} ({1e6 * report.summary.energy_j:.2f})",
        )


def print_ranges(models: Iterator[Case]) -> None:
    with tempfile.TemporaryDirectory(prefix="acim-tables-") as directory:
        zeros: list[tuple[str, Options]] = [
            ("programmable zero", {}),
            ("fixed zero", changed_hardware(directory, "adc", programmable_zero=False)),
        ]
        choices: list[tuple[str, Options]] = [
            ("10 bits", {}),
            ("`sufficient`", {"adc_semantics": "sufficient"}),
            *((f"`proven`, one range a {scope}", {**PROVEN, "adc_granularity": scope}) for scope in SHARINGS),
            *(
                (f"`proven`, `{name}`, {text}", {**PROVEN, **zero, "weight_encoding": name})
                for name in ("sign_magnitude", "sce")
                for text, zero in zeros
            ),
        ]
        by_model(
            "most bits, their mean, converters in uJ",
            choices,
            models,
            lambda report, _: f"{max(resolutions(report))}, {mean_bits(report):.2f}, {adc(report):.2f}",
        )


def print_bits(models: Iterator[Case]) -> None:
    heading("model", "most bits, raw", "`sce`", "mean bits, raw", "`sce`", "converters, plain, uJ", "times less, raw",
            "`sce`", "idle")  # fmt: skip
    for case in models:
        plain, raw = case.run({}), case.run(PROVEN)
        compressed = case.run({**PROVEN, "weight_encoding": "sce"})
        skipped = case.run({**CHEAPEST, **IDLE})
        shares = [layer["idle_planes"] for layer in skipped.layers if layer["kind"] != "digital"]
        row(
            f"`{case.network.name}`",
            *(str(max(resolutions(report))) for report in (raw, compressed)),
            *(f"{mean_bits(report):.2f}" for report in (raw, compressed)),
            f"{adc(plain):.2f}",
            *(f"{adc(plain) / adc(report):.2f}" for report in (raw, compressed)),
            f"{min(shares):.1%} to {max(shares):.1%}, mean {np.mean(shares):.1%}",
        )


def print_events(models: Iterator[Case]) -> None:
    heading("model", "events, `sce`", "`min_cost`", "`sce`, `csd`", "layers where `sce` meets fewer than `min_cost`",
            "plain, uJ", "exact, uJ", "times less", "total energy")  # fmt: skip
    for case in models:
        plain = case.run({})
        compressed, signed, cheapest = (
            case.run({**PROVEN, **chosen})
            for chosen in (
                {"weight_encoding": "sce"},
                {"weight_encoding": "sce", "input_encoding": "csd"},
                {"weight_encoding": "min_cost"},
            )
        )
        pairs = zip(cheapest.layers, compressed.layers, strict=True)
        worse = [a["name"] for a, b in pairs if a["cell_events"] > b["cell_events"]]
        every = case.run({"pipeline": "exact"})
        row(
            f"`{case.network.name}`",
            *(f"{each.summary.cell_events / plain.summary.cell_events:.3f}" for each in (compressed, cheapest, signed)),
            ", ".join(worse) or "none",
            f"{subtotal(plain):.2f}",
            f"{subtotal(every):.2f}",
            f"{subtotal(plain) / subtotal(every):.2f}",
            f"{plain.summary.energy_j / every.summary.energy_j:.2f}",
        )


TABLES = {
    "steps": print_steps,
    "encodings": print_encodings,
    "ranges": print_ranges,
    "bits": print_bits,
    "events": print_events,
}
OF_ALL_MODELS = ("bits", "events")


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
    parser.add_argument("models", nargs="*", help="names; default: all for bits and events, else three")
    parser.add_argument("--table", choices=TABLES, action="append", help="which table; default: all")
    chosen = parser.parse_args()
    for table in chosen.table or TABLES:
        TABLES[table](cases(chosen.models or ([] if table in OF_ALL_MODELS else list(STEPPED))))


if __name__ == "__main__":
    main()
