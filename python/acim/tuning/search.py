"""Which setting to try next: a generator that yields settings and is sent what each came to.

The prices are one currency, so the front is nearly a line: a common price finds the place where the limits bind, and
moves of single prices and exchanges between two then find the shares of this network. Nothing is random.
"""

from __future__ import annotations

from collections.abc import Generator

from acim.tuning.goal import Figures, Goal, Trial
from acim.tuning.settings import EXACT, KNOBS, PLAIN, Setting, priced

Steps = Generator[Setting, Trial, None]
Position = tuple[int, ...]  # of each knob, in eighths of an octave from its price at the start

_RUNG = 8  # an octave
_SHOWN_RUNGS = (0, 1, -1, 2, -2)  # tried whatever the limits, so that the front can be seen around them
_LAST_RUNG = 6  # and the first is its negative
_MOVES = (6, 3)
_SMOOTH = ("energy_j", "subtotal_j", "latency_s", "logit_nmse")  # figures of which small changes multiply
_SPLIT_SHARES = (1, 1 / 3)  # of the price of codes that codes keep in two precisions
_TOGETHER: Position = (1,) * len(KNOBS)


def settings(goal: Goal) -> Steps:
    """All settings worth a trial, those first that matter most."""
    yield EXACT
    yield PLAIN
    search = _Search(goal)
    yield from search.climb()
    yield from search.halve()
    yield from search.refine()
    yield from search.split()


def _rung(rung: int) -> Position:
    return (rung * _RUNG,) * len(KNOBS)


def _moved(position: Position, direction: Position, by: int) -> Position:
    return tuple(place + by * way for place, way in zip(position, direction, strict=True))


class _Search:
    def __init__(self, goal: Goal) -> None:
        self.goal = goal
        self.trials: dict[Position, Trial] = {}
        self.onward = -1 if goal.wants_accuracy else 1  # where prices go as scores get better

    def climb(self) -> Steps:
        """The rungs in the middle, then further ones until a limit breaks, or until one holds."""
        for rung in _SHOWN_RUNGS:
            yield from self._try(_rung(rung))
        last, first = (max(_SHOWN_RUNGS), min(_SHOWN_RUNGS))[:: self.onward]
        while self._holds(_rung(last)) and abs(last) < _LAST_RUNG:
            last += self.onward
            yield from self._try(_rung(last))
        while not any(map(self._holds, self.trials)) and abs(first) < _LAST_RUNG:
            first -= self.onward
            yield from self._try(_rung(first))

    def halve(self) -> Steps:
        """Close in on the common price at which a limit breaks, from the last rung that holds."""
        good = max(filter(self._holds, self.trials), key=lambda rung: self.onward * rung[0], default=None)
        step = _RUNG // 2
        while good is not None and step > 0:
            middle = _moved(good, _TOGETHER, self.onward * step)
            yield from self._try(middle)
            good = middle if self._holds(middle) else good
            step //= 2

    def refine(self) -> Steps:
        """Move the prices of the best trial one by one and against each other, by less and less."""
        directions = _directions()
        for move in _MOVES:
            while found := (yield from self._improve(directions, self.onward * move)):
                directions.remove(found)  # what helped may help again
                directions.insert(0, found)

    def split(self) -> Steps:
        """The best trial in two precisions."""
        best = self._best()
        for share in _SPLIT_SHARES if best is not None else ():
            yield self.trials[best].setting.in_two_precisions(share)

    def _improve(self, directions: list[Position], by: int) -> Generator[Setting, Trial, Position | None]:
        """The first direction in which a better trial lies."""
        best = self._best()
        if best is None:
            return None
        for direction in directions:
            position = _moved(best, direction, by)
            if position in self.trials or self._is_hopeless(position, best) or not self._promises(best, direction, by):
                continue
            yield from self._try(position)
            if self._best() != best:
                return direction
        return None

    def _try(self, position: Position) -> Steps:
        if position not in self.trials:
            self.trials[position] = yield priced(position)

    def _holds(self, position: Position) -> bool:
        return self.goal.may_go_on(self.trials[position].figures)

    def _best(self) -> Position | None:
        best = self.goal.best(self.trials.values())
        return next((position for position, trial in self.trials.items() if trial is best), None)

    def _is_hopeless(self, position: Position, best: Position) -> bool:
        """Whether it goes at least as far as a trial that went too far, unless the best does, too."""
        return any(
            self._is_beyond(position, other) and not self._is_beyond(best, other)
            for other in self.trials
            if not self._holds(other)
        )

    def _promises(self, best: Position, direction: Position, by: int) -> bool:
        """Whether an exchange may be better than the best, going by the two moves onward that it is made of."""
        forth, back = (
            self.trials.get(_moved(best, tuple(max(way, 0) for way in ways), by))
            for ways in (direction, [-way for way in direction])
        )
        if min(direction) >= 0 or forth is None or back is None:
            return True
        start = self.trials[best].figures
        expected = _exchanged(start, forth.figures, back.figures)
        return not self.goal.excess(expected) and self.goal.score(expected) < self.goal.score(start)

    def _is_beyond(self, position: Position, other: Position) -> bool:
        return all(self.onward * (a - b) >= 0 for a, b in zip(position, other, strict=True))


def _exchanged(start: Figures, forth: Figures, back: Figures) -> Figures:
    """What a move that led to `forth` comes to together with the opposite of one that led to `back`."""
    expected = {
        name: getattr(start, name) * getattr(forth, name) / getattr(back, name)
        for name in _SMOOTH
        if getattr(back, name)
    }
    return start.model_copy(update=expected)


def _directions() -> list[Position]:
    """One price onward; then one onward and another back, along the limit."""
    knobs = range(len(KNOBS))
    single = [tuple(int(k == i) for k in knobs) for i in knobs]
    exchanges = [tuple((k == i) - (k == j) for k in knobs) for i in knobs for j in knobs if i != j]
    return single + exchanges
