"""The lossy pipeline on the network that ships: free at a price of 0, and a good trade at others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli

SUBTOTAL = ("array", "adc", "shift_add")


def run(cli: Cli, digits: Path, name: str, *options: object) -> tuple[float, float, bytes]:
    """Share of right answers, microjoules of array, converters and shift-add, and the outputs' bytes."""
    images, labels = (digits.with_name(f"digits_{kind}.npy") for kind in ("images", "labels"))
    files = ("--inputs", images, "--labels", labels, "--report", f"{name}.json", "--outputs", f"{name}.npy")
    cli.succeed("run", digits, *files, "--calibration", images, *options)
    summary = json.loads((cli.directory / f"{name}.json").read_text())["summary"]
    energy = 1e6 * sum(summary["energy_by_component"][part] for part in SUBTOTAL)
    return summary["top1"], energy, (cli.directory / f"{name}.npy").read_bytes()


def test_a_price_of_nothing_changes_nothing(cli: Cli, digits: Path) -> None:
    plain = run(cli, digits, "plain")
    lossy = run(cli, digits, "lossy", "--pipeline", "lossy")
    assert lossy[2] == plain[2]
    assert lossy[1] < plain[1]


@pytest.mark.slow
@pytest.mark.parametrize("prices", [(0.02, 0, 0), (0, 0.02, 0), (0, 0, 0.02), (0.02, 0.02, 0.02)])
def test_energy_falls_faster_than_accuracy(cli: Cli, digits: Path, prices: tuple[float, float, float]) -> None:
    exact = run(cli, digits, "exact", "--pipeline", "exact")
    names = ("lambda", "skip-lambda", "clip-lambda")
    settings = [word for name, price in zip(names, prices) for word in ("--set", f"{name}={price}")]
    lossy = run(cli, digits, "lossy", "--pipeline", "lossy", *settings)
    assert lossy[1] < 0.9 * exact[1]
    assert lossy[0] >= exact[0] - 0.02


def test_a_model_that_nobody_calibrated_is_refused(cli: Cli, digits: Path) -> None:
    said = cli.fail("compile", digits, "--pipeline", "lossy", "--set", "lambda=0.1", "-o", "p.acim")
    assert "expected statistics of real inputs; run acim calibrate" in said
