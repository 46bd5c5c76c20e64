#!/usr/bin/env python3
"""What `acim tune` finds for real networks, measured on inputs that chose nothing: the table of docs/Tune.md.

    ./acim build && .venv/bin/python test/Benchmark/tune_tables.py [MODEL ...]

Models come from ACIM_DATA (default ../shared/data). CIFAR-10: 256 training images calibrate, the other 744 validate, the test
images give the figures. Keywords: 100 clips calibrate, 50 validate, 350 give the figures.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from exact_tables import DATA, QUIET, REAL_NETWORKS, STEPPED, Network, subtotal, training_images

from acim.report import Report
from acim.runner import RunOptions, run_program
from acim.tools import Tools
from acim.tuning.goal import make_goal
from acim.tuning.session import Session
from acim.tuning.settings import PLAIN
from acim.tuning.workbench import Material, open_workbench

TRIALS = 30
Labelled = tuple[np.ndarray, np.ndarray]


def split(network: Network) -> tuple[Labelled, Labelled, Labelled]:
    """Inputs and labels to calibrate with, to validate on, and for the figures."""
    assert network.labels
    inputs, labels = network.inputs(DATA), network.labels(DATA)
    if len(inputs) == 500:
        return _cut(inputs, labels, (0, 100, 150, 500))
    images, classes = training_images(network)
    calibration, validation = _cut(images, classes, (0, 256, len(images)))
    return calibration, validation, (inputs, labels)


def _cut(inputs: np.ndarray, labels: np.ndarray, bounds: Sequence[int]) -> tuple[Labelled, ...]:
    return tuple((inputs[start:end], labels[start:end]) for start, end in zip(bounds, bounds[1:]))


def save(directory: Path, name: str, data: Labelled) -> tuple[Path, Path]:
    paths = directory / f"{name}.npy", directory / f"{name}_labels.npy"
    for path, array in zip(paths, data):
        np.save(path, array)
    return paths


def main() -> None:
    tools = Tools.from_environment()
    print("| model | chosen | top-1 | points | uJ | times less than plain | total energy | logit NMSE |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for network in REAL_NETWORKS:
        if network.name in (sys.argv[1:] or STEPPED):
            with tempfile.TemporaryDirectory(prefix="acim-tune-") as name:
                tune(tools, network, Path(name))


def tune(tools: Tools, network: Network, directory: Path) -> None:
    calibration, validation, test = split(network)
    (x, _), (xv, yv), (xt, yt) = (
        save(directory, name, data) for name, data in (("x", calibration), ("xv", validation), ("xt", test))
    )
    drop = 0.5 if network.name.startswith("kws") else 0.3
    with open_workbench(tools, Material(DATA / network.file, [x], [xv], yv), directory / "t", QUIET) as bench:
        session = Session(bench, make_goal("total", max_accuracy_drop=drop), directory / "t")
        for _ in session.run(TRIALS):
            pass
        chosen = session.finish().setting

        def measure(program: Path) -> Report:
            options = RunOptions([xt], labels=yt, reference=directory / "t/exact.acim")
            return run_program(tools, program, options, QUIET)

        tuned = measure(directory / "t/tuned.acim")
        bench.keep(PLAIN)
        plain = measure(directory / "t/tuned.acim")
    print(row(network.name, chosen.name, tuned, plain), flush=True)


def row(model: str, chosen: str, tuned: Report, plain: Report) -> str:
    top1, before = tuned.summary.top1 or 0.0, plain.summary.top1 or 0.0
    assert tuned.reference
    return (
        f"| `{model}` | `{chosen}` | {top1:.2%} | {100 * (top1 - before):+.2f} | {subtotal(tuned):.2f} | "
        f"{subtotal(plain) / subtotal(tuned):.2f} | {plain.summary.energy_j / tuned.summary.energy_j:.2f} | "
        f"{tuned.reference.logit_nmse:.2g} |"
    )


if __name__ == "__main__":
    main()
