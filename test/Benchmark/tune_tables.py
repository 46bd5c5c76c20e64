#!/usr/bin/env python3
"""What `acim tune` finds for real networks, measured on inputs that chose nothing: the table of docs/Tune.md.

    ./acim build && .venv/bin/python test/Benchmark/tune_tables.py [MODEL ...]

Models come from ACIM_DATA (default ../shared/data); held_out.py says which inputs have which use.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import held_out
from exact_tables import DATA, QUIET, REAL_NETWORKS, STEPPED, Network, subtotal

from acim.report import Report
from acim.runner import RunOptions, run_program
from acim.tools import Tools
from acim.tuning.goal import make_goal
from acim.tuning.session import Session
from acim.tuning.settings import PLAIN
from acim.tuning.workbench import Material, open_workbench

TRIALS = 30


def main() -> None:
    tools = Tools.from_environment()
    print("| model | chosen | top-1 | points | uJ | times less than plain | total energy | logit NMSE |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for network in REAL_NETWORKS:
        if network.name in (sys.argv[1:] or STEPPED):
            with tempfile.TemporaryDirectory(prefix="acim-tune-") as name:
                tune(tools, network, Path(name))


def tune(tools: Tools, network: Network, directory: Path) -> None:
    held_out.save(directory, network)
    names = ("calibrate", "validate", "validate_labels", "test", "test_labels")
    x, xv, yv, xt, yt = (directory / f"{name}.npy" for name in names)
    drop = 0.5 if network.name.startswith("kws") else 0.3
    with open_workbench(tools, Material(DATA / network.file, [x], [xv], yv), directory / "t", QUIET) as bench:
        session = Session(bench, make_goal("subtotal", max_accuracy_drop=drop), directory / "t")
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
