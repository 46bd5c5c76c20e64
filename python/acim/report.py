"""What a run says: the report that acim-run wrote, as typed values, and the summary a terminal shows of it."""

from __future__ import annotations

import math
from collections import defaultdict
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from acim.configuration import describe
from acim.errors import AcimError
from acim.outputs import check_inputs
from acim.reference import Explanation, Reference, layer_table, run_table

SCHEMA = 1
COMPONENTS = ("array", "adc", "shift_add", "dac", "buffer", "interconnect", "digital", "control", "leakage")
_HEADINGS = {"shift_add": "shift\nadd", "interconnect": "inter\nconnect"}
_PREFIXES = {-18: "a", -15: "f", -12: "p", -9: "n", -6: "µ", -3: "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T"}


class Summary(BaseModel):
    """Energy, latency and counts are of one inference, averaged over the run; see docs/Report.md."""

    model_config = ConfigDict(extra="allow")
    inferences: int
    labelled: int = 0
    top1: float | None = None
    topk: float | None = None
    k: int | None = None
    energy_j: float
    energy_by_component: dict[str, float]
    latency_s: float
    area_m2: float
    macs: float
    conversions: float
    cell_events: float
    converted_planes: float
    clipped_conversions: float = 0
    idle_conversions: float = 0
    empty_conversions: float = 0
    skipped_conversions: float = 0
    gated_conversions: float = 0
    gated_outputs: float = 0
    refined_outputs: float = 0
    bounded_bits: float = 0
    utilisation: float = 0

    @property
    def converting_j(self) -> float:
        """Joules of what reads bit lines: array, converters and shift-add."""
        return sum(self.energy_by_component.get(part, 0.0) for part in ("array", "adc", "shift_add"))


class LedgerRow(BaseModel):
    model_config = ConfigDict(extra="allow")
    layer: str
    component: str
    action: str
    count: float
    unit_value_j: float
    total_j: float
    provenance: str = ""


class Report(BaseModel):
    model_config = ConfigDict(extra="allow")
    version: int = Field(alias="schema")
    summary: Summary
    reference: Reference | None = None
    explanation: Explanation | None = None
    ledger: list[LedgerRow]
    layers: list[dict[str, Any]] = Field(default_factory=list)
    configuration: dict[str, Any] = Field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Report:
        check_inputs([path])
        try:
            report = cls.model_validate_json(path.read_text())
        except (ValidationError, UnicodeDecodeError) as error:
            text = describe(error) if isinstance(error, ValidationError) else str(error)
            raise AcimError(f"{path} is not a report of acim-run: {text}") from error
        if report.version > SCHEMA:
            raise AcimError(f"{path} has schema {report.version}, newer than {SCHEMA}, the newest this acim reads")
        return report

    def energy_by_layer(self) -> dict[str, dict[str, float]]:
        """Joules of an inference by layer and component, in the order of the ledger."""
        table: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for row in self.ledger:
            table[row.layer][row.component] += row.total_j
        return table


def quantity(value: float, unit: str) -> str:
    """Three digits and a prefix: 12.3 µJ."""
    value = float(f"{value:.3g}")
    if value == 0:
        return f"0 {unit}"
    exponent = min(max(math.floor(math.log10(abs(value)) / 3) * 3, -18), 12)
    return f"{value / 10.0**exponent:.3g} {_PREFIXES[exponent]}{unit}"


def amount(value: float, things: str) -> str:
    """Three digits, a prefix that stands alone, and what is counted: 12.5 M MACs."""
    return f"{quantity(value, '').strip()} {things}"


def print_summary(report: Report, console: Console) -> None:
    console.print(Group(*_parts(report)))


def _parts(report: Report) -> list[RenderableType]:
    parts: list[RenderableType] = [energy_table(report), Text()]
    parts += [Text(line) for line in (_made_by(report), *_figures(report))]
    if report.summary.top1 is not None:
        parts.append(_accuracy(report))
    if report.reference:
        parts.append(Text(report.reference.summary()))
    if report.reference and report.explanation:
        parts += [Text(), layer_table(report.reference, report.explanation), Text(), run_table(report.explanation)]
    return parts


def _made_by(report: Report) -> str:
    """The hardware and the engines that computed the layers."""
    hardware = report.configuration.get("hardware", {}).get("name", "unnamed")
    engines = sorted({layer["engine"] for layer in report.layers if layer.get("engine")})
    return f"hardware     {hardware}" + (
        f", computed by the {' and '.join(engines)} engine{'s' * (len(engines) > 1)}" if engines else ""
    )


def _accuracy(report: Report) -> Text:
    summary = report.summary
    text = Text(f"accuracy     top-1 {summary.top1 or 0.0:.2%}", style="bold")
    if summary.topk is not None and summary.k is not None:
        text.append(f", top-{summary.k} {summary.topk:.2%}")
    return text.append(f" of {summary.labelled} inputs")


def _figures(report: Report) -> list[str]:
    summary = report.summary
    efficiency = f" ({quantity(2 * summary.macs / summary.energy_j, 'OP/J')})" if summary.energy_j else ""
    work = ", ".join(
        [
            amount(summary.macs, "MACs"),
            amount(summary.conversions, "conversions"),
            amount(summary.cell_events, "cell events"),
        ]
    )
    lines = [
        f"energy       {quantity(summary.energy_j, 'J')} an inference{efficiency}",
        f"latency      {quantity(summary.latency_s, 's')} an inference",
        f"area         {summary.area_m2 * 1e6:.3g} mm², {summary.utilisation:.1%} of the cells of its crossbars in use",
        f"work         {work} an inference",
    ]
    lines += _savings(summary)
    if summary.gated_outputs:
        share = summary.refined_outputs / summary.gated_outputs
        lines.append(f"refined      {share:.2%} of the outputs of layers in two precisions")
    if summary.clipped_conversions:
        share = summary.clipped_conversions / summary.conversions
        lines.append(f"saturation   {share:.2%} of the conversions were clipped by the converters' range")
    return lines


def _savings(summary: Summary) -> list[str]:
    """What was left out, and why."""
    possible = (
        summary.conversions
        + summary.idle_conversions
        + summary.empty_conversions
        + summary.skipped_conversions
        + summary.gated_conversions
    )
    reasons = []
    if summary.idle_conversions:
        reasons.append(f"{summary.idle_conversions / possible:.1%} of conversions as nothing was driven")
    if summary.empty_conversions:
        reasons.append(f"{summary.empty_conversions / possible:.1%} of conversions as no cells are read")
    if summary.skipped_conversions:
        reasons.append(f"{summary.skipped_conversions / possible:.1%} of conversions as they count little")
    if summary.gated_conversions:
        reasons.append(f"{summary.gated_conversions / possible:.1%} of conversions as they refine nothing that matters")
    if summary.bounded_bits:
        reasons.append(
            f"{summary.bounded_bits / summary.conversions:.2f} bits of each other one as few rows were driven"
        )
    return [f"left out     {', '.join(reasons)}"] if reasons else []


def energy_table(report: Report) -> Group:
    """Energy by layer and component, in one unit for the whole table; components without energy are left out."""
    by_layer = report.energy_by_layer()
    totals = {name: sum(row.get(name, 0.0) for row in by_layer.values()) for name in _component_order(report)}
    shown = [name for name, value in totals.items() if value > 0]
    largest = max(totals.values(), default=0.0)
    exponent = min(max(math.floor(math.log10(largest) / 3) * 3, -18), 0) if largest > 0 else 0
    table = Table(box=None, pad_edge=False, collapse_padding=True)
    table.add_column("layer", overflow="fold")
    for name in [*shown, "total"]:
        table.add_column(_HEADINGS.get(name, name), justify="right", no_wrap=True)
    for layer, row in [*by_layer.items(), ("total", totals)]:
        values = [row.get(name, 0.0) / 10.0**exponent for name in shown]
        style = "bold" if row is totals else ""
        table.add_row(layer, *map(_cell, [*values, sum(values)]), style=style)
    return Group(Text(f"energy of one inference, {_PREFIXES[exponent]}J", style="bold"), table)


def _component_order(report: Report) -> list[str]:
    extra = sorted({row.component for row in report.ledger} - set(COMPONENTS))
    return [*COMPONENTS, *extra]


def _cell(value: float) -> str:
    if value == 0:
        return "-"
    return (
        "<0.01" if value < 0.01 else f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"
    )
