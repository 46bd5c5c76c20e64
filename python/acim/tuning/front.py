"""The trade between energy and accuracy that the trials found: `pareto.json`, and as a table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.table import Table

from acim.outputs import write_text
from acim.report import quantity
from acim.tuning.goal import Figures, Goal, Trial
from acim.tuning.settings import EXACT, KNOBS, PLAIN, SPLIT, Setting

FRONT = "pareto.json"
SCHEMA = 1
_HEADINGS = ("array, adc,\nshift-add", "plain\n/ this", "total\nenergy", "plain\n/ this", "latency", "logit\nNMSE")


def write_front(directory: Path, goal: Goal, trials: Sequence[Trial]) -> None:
    best = goal.best(trials)
    plain, exact = _of(trials, PLAIN), _of(trials, EXACT)
    document = {
        "schema": SCHEMA,
        "objective": goal.objective,
        "limits": {limit.option.removeprefix("--"): limit.most for limit in goal.limits},
        "trials": len(trials),
        "chosen": best.setting.name if best else None,
        "plain": plain and _entry(plain, plain),
        "exact": exact and _entry(exact, plain),
        "front": [_entry(trial, plain) for trial in goal.front(trials)],
    }
    write_text(directory / FRONT, json.dumps(document, indent=2) + "\n")


def _of(trials: Sequence[Trial], setting: Setting) -> Trial | None:
    return next((trial for trial in trials if trial.setting == setting), None)


def _entry(trial: Trial, plain: Trial | None) -> dict[str, Any]:
    """Ratios are plain over this: above 1, this is cheaper."""
    figures = trial.figures
    entry: dict[str, Any] = {"setting": trial.setting.name, "pipeline": trial.setting.pipeline}
    entry |= {"options": trial.setting.options, **figures.model_dump(), "accuracy_drop": figures.accuracy_drop}
    if plain:
        entry["energy_ratio"] = plain.figures.energy_j / figures.energy_j
        entry["subtotal_ratio"] = plain.figures.subtotal_j / figures.subtotal_j
    return entry


def front_table(goal: Goal, trials: Sequence[Trial], chosen: Trial | None) -> Table:
    """Plain, then the front from what is dearest to what is cheapest; ratios are over plain."""
    plain = _of(trials, PLAIN)
    front = list(reversed(goal.front(trials)))
    shown = ([plain] if plain and plain not in front else []) + front
    accuracy = "agreement" if any(trial.figures.top1 is None for trial in trials) else "top-1"
    table = Table("", "pipeline", box=None, pad_edge=False, header_style="bold")
    knobs = [*(knob.option for knob in KNOBS), *([SPLIT] if any(trial.setting.split for trial in shown) else [])]
    for heading in (*(knob.replace("-", "\n") for knob in knobs), *_HEADINGS, accuracy, "points"):
        table.add_column(heading, justify="right", no_wrap=True)
    for trial in shown:
        setting, mark, style = trial.setting, *(("→", "bold") if trial is chosen else ("", ""))
        prices = [setting.options.get(knob, "") for knob in knobs]
        table.add_row(mark, setting.pipeline, *prices, *_cells(trial.figures, plain), style=style)
    return table


def _cells(figures: Figures, plain: Trial | None) -> list[str]:
    accuracy = figures.agreement if figures.top1 is None else figures.top1
    energies = [
        (figures.subtotal_j, plain and plain.figures.subtotal_j),
        (figures.energy_j, plain and plain.figures.energy_j),
    ]
    cells = []
    for energy, before in energies:
        cells += [quantity(energy, "J"), f"{before / energy:.2f}" if before else "-"]
    cells += [quantity(figures.latency_s, "s"), f"{figures.logit_nmse:.3g}", f"{accuracy:.2%}"]
    return [*cells, points(figures.accuracy_drop)]


def points(drop: float) -> str:
    """A change of accuracy; no change has no sign."""
    return f"{-drop:+.2f}" if drop else "0.00"
