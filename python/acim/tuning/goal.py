"""What is wanted of a trial: figures, limits on them, and which of those that meet the limits is the best."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from acim.report import quantity
from acim.tuning.settings import Setting

Objective = Literal["total", "subtotal"]
# Accuracy on some hundred inputs is known to a point or so; the error of the logits is known far better, and 1e-2 cost
# no network that was measured more than its tenths of points.
DEFAULT_LOGIT_ERROR = 1e-2


class Figures(BaseModel):
    """What a setting comes to on the validation inputs; energy and latency are of one inference."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    energy_j: float
    subtotal_j: float
    latency_s: float
    area_m2: float
    logit_nmse: float
    agreement: float
    top1: float | None = None
    exact_top1: float | None = None

    @property
    def accuracy_drop(self) -> float:
        """Points of accuracy that the exact program has more; without labels, that it decides otherwise."""
        if self.top1 is None or self.exact_top1 is None:
            lost = 1 - self.agreement
        else:
            lost = self.exact_top1 - self.top1
        return round(100 * lost, 9)  # of 0.99 and 0.98, one point and not a little more

    def energy(self, objective: Objective) -> float:
        return self.energy_j if objective == "total" else self.subtotal_j


@dataclass(frozen=True)
class Trial:
    setting: Setting
    figures: Figures


@dataclass(frozen=True)
class Limit:
    """The most that a figure may be."""

    option: str
    most: float
    figure: Callable[[Figures], float]
    shown: Callable[[float], str]

    def excess(self, figures: Figures) -> float:
        """By how many times the limit the figure is beyond it; 0 where it is met."""
        return max(0.0, self.figure(figures) - self.most) / (self.most or 1.0)

    def __str__(self) -> str:
        return f"{self.option} {self.shown(self.most)}"


@dataclass(frozen=True)
class Goal:
    """The least energy within the limits, or the least logit error where energy is limited."""

    objective: Objective
    accuracy_limits: Sequence[Limit]
    cost_limits: Sequence[Limit]
    wants_accuracy: bool

    @property
    def limits(self) -> list[Limit]:
        return [*self.accuracy_limits, *self.cost_limits]

    def score(self, figures: Figures) -> float:
        """Less is better."""
        return figures.logit_nmse if self.wants_accuracy else figures.energy(self.objective)

    def may_go_on(self, figures: Figures) -> bool:
        """Whether the limits are met that break as prices move to better scores."""
        return not any(limit.excess(figures) for limit in self._opposing())

    def _opposing(self) -> Sequence[Limit]:
        return self.cost_limits if self.wants_accuracy else self.accuracy_limits

    def excess(self, figures: Figures) -> float:
        return sum(limit.excess(figures) for limit in self.limits)

    def best(self, trials: Iterable[Trial]) -> Trial | None:
        """Of the trials that meet all limits; the first of equals."""
        met = [trial for trial in trials if not self.excess(trial.figures)]
        return min(met, key=lambda trial: self.score(trial.figures), default=None)

    def nearest(self, trials: Sequence[Trial]) -> Trial:
        return min(trials, key=lambda trial: self.excess(trial.figures))

    def front(self, trials: Sequence[Trial]) -> list[Trial]:
        """The trials that no other beats in both energy and logit error, cheapest first; the best is one of them, even
        where one that beats it so misses another limit."""
        best, front, least = self.best(trials), [], math.inf
        for trial in sorted(trials, key=lambda t: (t.figures.energy(self.objective), t.figures.logit_nmse)):
            if trial is best or trial.figures.logit_nmse < least:
                front.append(trial)
            least = min(least, trial.figures.logit_nmse)
        return front


def make_goal(
    objective: Objective,
    *,
    max_accuracy_drop: float | None = None,
    max_logit_error: float | None = None,
    energy_target: float | None = None,
    max_latency: float | None = None,
) -> Goal:
    """The goal that the options of `acim tune` state; the logit error is limited unless it is what energy buys."""
    if max_logit_error is None and energy_target is None:
        max_logit_error = DEFAULT_LOGIT_ERROR

    def limit(
        option: str, most: float | None, figure: Callable[[Figures], float], shown: Callable[[float], str]
    ) -> list[Limit]:
        return [] if most is None else [Limit(option, most, figure, shown)]

    return Goal(
        objective,
        limit("--max-accuracy-drop", max_accuracy_drop, lambda f: f.accuracy_drop, lambda value: f"{value:.3g} points")
        + limit("--max-logit-error", max_logit_error, lambda f: f.logit_nmse, lambda value: f"{value:.3g}"),
        limit("--energy-target", energy_target, lambda f: f.energy(objective), lambda value: quantity(value, "J"))
        + limit("--max-latency", max_latency, lambda f: f.latency_s, lambda value: quantity(value, "s")),
        wants_accuracy=energy_target is not None,
    )
