"""The search of `acim tune` on made-up networks, whose figures are formulas of the prices."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from acim.tuning.goal import Figures, Goal, Trial, make_goal
from acim.tuning.search import settings
from acim.tuning.settings import EXACT, KNOBS, PLAIN, Setting, priced

MIDDLE = priced([0] * len(KNOBS))
Network = Callable[[Setting], Figures]


def figures(energy: float, error: float, latency: float = 1e-3) -> Figures:
    return Figures(
        energy_j=energy,
        subtotal_j=energy / 2,
        latency_s=latency,
        area_m2=1e-6,
        logit_nmse=error,
        agreement=1 - min(error, 1),
    )


def network(setting: Setting, tolerance: float = 1) -> Figures:
    """Savings flatten and errors grow with the prices, the second knob's `tolerance` times slower."""
    if not setting.prices:
        return figures(10 if setting == PLAIN else 5, 0)
    saved = sum(price / (price + 0.1) for price in setting.prices) / len(setting.prices)
    errors = [price**1.5 for price in setting.prices]
    return figures(
        5 - 4 * saved,
        (errors[0] + sum(errors[1:]) / tolerance) / 3,
        1e-3 * (1 - saved / 2),
    )


def run(goal: Goal, of: Network = network, count: int = 24) -> list[Trial]:
    trials: list[Trial] = []
    search = settings(goal)
    setting = next(search)
    while True:
        trials.append(Trial(setting, of(setting)))
        if len(trials) == count:
            return trials
        try:
            setting = search.send(trials[-1])
        except StopIteration:
            return trials


def test_starts_with_what_others_are_compared_with() -> None:
    trials = run(make_goal("total"), count=3)
    assert [trial.setting for trial in trials[:2]] == [EXACT, PLAIN]
    assert trials[2].setting == MIDDLE


def test_tries_nothing_twice_and_the_same_again() -> None:
    for goal in (make_goal("total"), make_goal("subtotal", energy_target=2)):
        trials = run(goal)
        assert len({trial.setting for trial in trials}) == len(trials) <= 24
        assert run(goal) == trials


@pytest.mark.parametrize("limit", [1e-4, 1e-3, 1e-2, 0.1, 10])
def test_comes_close_to_the_limit(limit: float) -> None:
    goal = make_goal("total", max_logit_error=limit)
    best = goal.best(run(goal))
    assert best and best.figures.logit_nmse <= limit
    assert best.figures.logit_nmse > 0.8 * limit or max(best.setting.prices) > 3


@pytest.mark.parametrize("target", [1.5, 3.0, 4.5])
def test_comes_close_to_a_target_of_energy(target: float) -> None:
    goal = make_goal("total", energy_target=target)
    best = goal.best(run(goal))
    assert best and best.figures.energy_j <= target
    assert best.figures.energy_j > 0.95 * target


@pytest.mark.parametrize("tolerance", [0.05, 1, 20])
def test_finds_the_shares_of_a_network(tolerance: float) -> None:
    """As good, nearly, as the best of all pairs of prices."""
    goal = make_goal("total", max_logit_error=1e-2)
    best = goal.best(run(goal, lambda setting: network(setting, tolerance)))
    prices = [2 ** (step / 3) / 1000 for step in range(30)]
    every = [
        Trial(setting, network(setting, tolerance))
        for setting in (Setting("lossy", choice) for choice in product(prices, repeat=len(KNOBS)))
    ]
    ideal = goal.best(every)
    assert best and ideal
    assert best.figures.energy_j < 1.08 * ideal.figures.energy_j


def test_names() -> None:
    assert (EXACT.name, PLAIN.name) == ("exact", "plain")
    assert Setting("lossy", (0.03, 0.0459)).name == "lambda=0.03 skip-lambda=0.0459"


def test_an_unlucky_trial_is_no_wall() -> None:
    """Errors of single settings scatter: a cheaper one may meet the limit that the middle one breaks."""

    def unlucky(setting: Setting) -> Figures:
        found = network(setting)
        return found.model_copy(update={"logit_nmse": 0.02}) if setting == MIDDLE else found

    goal = make_goal("total", max_logit_error=1e-2)
    best, usual = goal.best(run(goal, unlucky)), goal.best(run(goal))
    assert best and usual and best.figures.energy_j == pytest.approx(usual.figures.energy_j, rel=0.05)


def test_exact_is_what_remains_where_no_error_may_be_made() -> None:
    goal = make_goal("total", max_logit_error=0)
    trials = run(goal)
    best = goal.best(trials)
    assert best and best.setting == EXACT


def test_nearest_of_impossible_limits() -> None:
    goal = make_goal("total", max_logit_error=1e-2, max_latency=1e-4)
    trials = run(goal)
    assert goal.best(trials) is None
    assert goal.nearest(trials).figures.latency_s < 1e-3


def test_limits_and_objectives() -> None:
    assert [str(limit) for limit in make_goal("total", max_accuracy_drop=0.3).limits] == [
        "--max-accuracy-drop 0.3 points",
        "--max-logit-error 0.01",
    ]
    assert [str(limit) for limit in make_goal("total", energy_target=7e-6).limits] == ["--energy-target 7 µJ"]
    cheap, frugal = (
        figures(4, 1e-3),
        figures(5, 1e-3).model_copy(update={"subtotal_j": 1}),
    )
    trials = [Trial(Setting("a"), cheap), Trial(Setting("b"), frugal)]
    for objective, expected in (("total", "a"), ("subtotal", "b")):
        best = make_goal(objective).best(trials)
        assert best and best.setting.pipeline == expected


def test_front() -> None:
    """What nothing beats, and the chosen one, which a trial that loses too much accuracy beats."""
    made = {"a": (5, 0), "b": (4, 2e-3), "c": (4.5, 3e-3), "d": (3, 4e-3), "e": (3.5, 5e-3)}
    trials = {name: Trial(Setting(name), figures(*numbers)) for name, numbers in made.items()}
    goal = make_goal("total")
    assert [trial.setting.pipeline for trial in goal.front(list(trials.values()))] == ["d", "b", "a"]
    for name in ("b", "d"):
        lossy = trials[name].figures.model_copy(update={"agreement": 0.9})
        trials[name] = Trial(Setting(name), lossy)
    goal = make_goal("total", max_accuracy_drop=1)
    assert goal.best(trials.values()) == trials["e"]
    assert [trial.setting.pipeline for trial in goal.front(list(trials.values()))] == ["d", "e", "b", "a"]


def test_accuracy_drop() -> None:
    assert figures(1, 0.25).accuracy_drop == 25
    labelled = figures(1, 0.25).model_copy(update={"top1": 0.9, "exact_top1": 0.91})
    assert labelled.accuracy_drop == 1, "and not a little more, as the difference of these two is"


def test_ends_with_the_best_in_two_precisions() -> None:
    goal = make_goal("total", max_logit_error=1e-2)
    *trials, first, second = run(goal, count=200)
    best = goal.best(trials)
    assert best and not any(trial.setting.split for trial in trials)
    codes, *others = best.setting.prices
    assert first.setting == Setting("lossy", (codes, *others), codes)
    assert second.setting.split == codes and second.setting.prices[1:] == tuple(others)
    assert second.setting.prices[0] == pytest.approx(codes / 3, rel=1e-2)
    assert second.setting.options["split-lambda"] == f"{codes:g}"
