"""Where two runs differ: energy by component and by layer, latency, area and work, side by side with their ratios."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from acim import runner
from acim.errors import AcimError
from acim.programs import MADE_UP_INFERENCES, input_types, make_up_inputs
from acim.report import COMPONENTS, Report, amount, quantity
from acim.tools import Tools


@dataclass(frozen=True)
class Runs:
    """Two programs on the same inputs: their reports, and what else there is to say, line by line."""

    first: Report
    second: Report
    remarks: list[str]


def run_both(tools: Tools, programs: tuple[Path, Path], inputs: Sequence[Path], console: Console) -> Runs:
    """Run two programs on `inputs`, or on made-up numbers if there are none."""
    with tempfile.TemporaryDirectory(prefix="acim-compare-") as directory:
        scratch = Path(directory)
        remarks = []
        if not inputs:
            inputs = _made_up(tools, programs, scratch)
            remarks.append(f"inputs       {MADE_UP_INFERENCES} made up at random, as none were given with --inputs")
        reports = []
        for name, program in zip(("first", "second"), programs, strict=True):
            (scratch / name).mkdir()
            options = runner.RunOptions(inputs, outputs=scratch / name / "outputs.npy")
            reports.append(runner.run_program(tools, program, options, console))
        remarks.append(f"outputs      {difference(_arrays(scratch / 'first'), _arrays(scratch / 'second'))}")
    return Runs(reports[0], reports[1], remarks)


def _made_up(tools: Tools, programs: tuple[Path, Path], scratch: Path) -> list[Path]:
    types = [input_types(tools, program, scratch) for program in programs]
    if types[0] != types[1]:
        takes = [
            f"{program} takes {', '.join(map(str, taken))}" for program, taken in zip(programs, types, strict=True)
        ]
        raise AcimError(" but ".join(takes), hint="compare programs of the same model")
    return make_up_inputs(types[0], scratch)


def _arrays(directory: Path) -> dict[str, npt.NDArray[Any]]:
    return {path.name: np.load(path) for path in sorted(directory.iterdir())}


def difference(first: dict[str, npt.NDArray[Any]], second: dict[str, npt.NDArray[Any]]) -> str:
    shapes = [[array.shape for array in arrays.values()] for arrays in (first, second)]
    if shapes[0] != shapes[1]:
        return f"have different shapes, {shapes[0]} and {shapes[1]}"
    total = sum(array.size for array in first.values())
    unequal = {name: _unequal(a, second[name]) for name, a in first.items()}
    count = sum(int(mask.sum()) for mask in unequal.values())
    if not count:
        return f"equal, all {amount(total, 'numbers')}"
    largest = max(
        np.abs(first[name][mask].astype(np.float64) - second[name][mask].astype(np.float64)).max(initial=0)
        for name, mask in unequal.items()
    )
    return f"different in {count} of {total} numbers, by up to {largest:.6g}"


def _unequal(a: npt.NDArray[Any], b: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Where the arrays differ; a NaN equals a NaN."""
    different: npt.NDArray[np.bool_] = a != b
    return different & ~(np.isnan(a) & np.isnan(b)) if a.dtype.kind == "f" else different


def print_comparison(
    first: Report, second: Report, names: tuple[str, str], console: Console, remarks: Sequence[str] = ()
) -> None:
    """Ratios are the first run over the second: above 1, the second is cheaper."""
    lines = [Text(), *(Text(remark) for remark in remarks)] if remarks else []
    console.print(Group(*_parts(first, second, names), *lines))


def _parts(first: Report, second: Report, names: tuple[str, str]) -> list[RenderableType]:
    figures, layers = _table("an inference", names), _table("energy by layer", names)
    for label, unit, a, b in _figures(first, second):
        _add(figures, label, a, b, unit)
    for layer, a, b in _layers(first, second):
        _add(layers, layer, a, b, "J")
    return [figures, Text(), layers, *_accuracies(first, second)]


def _table(title: str, names: tuple[str, str]) -> Table:
    table = Table(title, *names, "ratio", box=None, header_style="bold", pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    return table


def _add(table: Table, label: str, a: float, b: float, unit: str) -> None:
    """One row; a unit of "" is a count. What both runs lack is left out."""
    if not a and not b:
        return
    table.add_row(label, _shown(a, unit), _shown(b, unit), f"{a / b:.2f}" if b else "-")


def _shown(value: float, unit: str) -> str:
    if unit == "m²":
        return f"{value * 1e6:.3g} mm²"
    return quantity(value, unit) if unit else amount(value, "").strip()


def _figures(first: Report, second: Report) -> list[tuple[str, str, float, float]]:
    a, b = first.summary, second.summary
    components = [
        (f"  {name}", "J", a.energy_by_component.get(name, 0.0), b.energy_by_component.get(name, 0.0))
        for name in COMPONENTS
    ]
    return [
        ("energy", "J", a.energy_j, b.energy_j),
        *components,
        ("latency", "s", a.latency_s, b.latency_s),
        ("area", "m²", a.area_m2, b.area_m2),
        ("conversions", "", a.conversions, b.conversions),
        ("cell events", "", a.cell_events, b.cell_events),
    ]


def _layers(first: Report, second: Report) -> list[tuple[str, float, float]]:
    """Joules of every layer of either run, in the order of the first, then what only the second has."""
    totals = [
        {layer: sum(parts.values()) for layer, parts in report.energy_by_layer().items()} for report in (first, second)
    ]
    order = list(dict.fromkeys([*totals[0], *totals[1]]))
    return [(layer, totals[0].get(layer, 0.0), totals[1].get(layer, 0.0)) for layer in order]


def _accuracies(first: Report, second: Report) -> list[RenderableType]:
    a, b = first.summary.top1, second.summary.top1
    if a is None or b is None:
        return []
    return [Text(), Text(f"accuracy     top-1 {a:.2%} and {b:.2%}, {100 * (b - a):+.2f} points", style="bold")]
