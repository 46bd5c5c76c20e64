"""Where two runs differ: energy by component and by layer, latency, area and work, side by side with their ratios."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from acim.report import COMPONENTS, Report, amount, quantity


def print_comparison(first: Report, second: Report, names: tuple[str, str], console: Console) -> None:
    """Ratios are the first run over the second: above 1, the second is cheaper."""
    console.print(Group(*_parts(first, second, names)))


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
