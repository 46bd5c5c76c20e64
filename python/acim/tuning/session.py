"""One run of `acim tune`: trials in the order of the search, and after each the best so far in the directory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from acim.errors import AcimError
from acim.tuning.front import write_front
from acim.tuning.goal import Goal, Trial
from acim.tuning.search import settings
from acim.tuning.settings import Setting
from acim.tuning.workbench import Workbench


@dataclass
class Session:
    bench: Workbench
    goal: Goal
    directory: Path
    trials: list[Trial] = field(default_factory=list)
    reused: int = 0

    def run(self, count: int) -> Iterator[Trial]:
        """At most `count` trials, each as soon as it is measured."""
        search = settings(self.goal)
        setting = next(search)
        while True:
            trial = self._try(setting)
            yield trial
            if len(self.trials) == count:
                return
            try:
                setting = search.send(trial)
            except StopIteration:
                return

    def _try(self, setting: Setting) -> Trial:
        known = self.bench.measured(setting)
        trial = Trial(setting, known or self.bench.measure(setting))
        self.trials.append(trial)
        if known:
            self.reused += 1
        else:
            self._publish()
        return trial

    def finish(self) -> Trial:
        """The chosen trial, whose program, pipeline and report the directory holds now."""
        best = self._publish()
        if best is None:
            self.bench.discard()
            raise self._impossible()
        self.bench.report(best.setting)
        return best

    def _publish(self) -> Trial | None:
        best = self.goal.best(self.trials)
        if best:
            self.bench.keep(best.setting)
        write_front(self.directory, self.goal, self.trials)
        return best

    def _impossible(self) -> AcimError:
        nearest = self.goal.nearest(self.trials)
        found = ", ".join(
            f"{limit.shown(limit.figure(nearest.figures))} for {limit}"
            for limit in self.goal.limits
            if limit.excess(nearest.figures)
        )
        return AcimError(
            f"none of {len(self.trials)} trials meets {' and '.join(map(str, self.goal.limits))}: "
            f"the nearest, {nearest.setting.name}, has {found}",
            hint=f"{self.directory / 'pareto.json'} has what can be had; allow more, or more --trials",
        )
