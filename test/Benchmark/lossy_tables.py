#!/usr/bin/env python3
"""What accuracy buys on real networks: the table of docs/Lossy.md.

    ./acim build && .venv/bin/python test/Benchmark/lossy_tables.py [MODEL ...]

Models come from ACIM_DATA (default ../shared/data). Statistics are those of 256 training images, of the last 100 clips for
keywords; figures are of 5,000 test images, of the first 400 clips. The prices are the same for all models.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from exact_tables import DATA, QUIET, REAL_NETWORKS, STEPPED, split_inputs, subtotal

from acim.calibration import CalibrationOptions, calibrate_model
from acim.compiler import compile_model
from acim.configuration import CompileOptions
from acim.importer import import_to_file
from acim.report import Report
from acim.runner import RunOptions, run_program
from acim.tools import Tools

PRICES = ((0.0, 0.0), (0.02, 0.0), (0.05, 0.0), (0.01, 0.02), (0.03, 0.05), (0.05, 0.05))


def run(tools: Tools, directory: Path, options: CompileOptions) -> Report:
    compile_model(tools, directory / "calibrated.mlirbc", directory / "p.acim", options)
    chosen = RunOptions([directory / "x.npy"], labels=directory / "labels.npy")
    return run_program(tools, directory / "p.acim", chosen, QUIET)


def main() -> None:
    tools = Tools.from_environment()
    print("| model | `lambda`, `skip-lambda` | top-1 | points | uJ | times less than plain | total energy |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for network in REAL_NETWORKS:
        if network.name not in (sys.argv[1:] or STEPPED):
            continue
        assert network.labels
        with tempfile.TemporaryDirectory(prefix="acim-lossy-") as name:
            directory = Path(name)
            labels = network.labels(DATA)
            count = 400 if len(labels) == 500 else len(labels)
            np.save(directory / "x.npy", network.inputs(DATA)[:count])
            np.save(directory / "labels.npy", labels[:count])
            np.save(directory / "c.npy", split_inputs(network)[1])
            import_to_file(tools, DATA / network.file, directory / "m.mlir")
            wanted = CalibrationOptions([directory / "c.npy"], samples=2048, sensitivity=True)
            calibrate_model(tools, directory / "m.mlir", directory / "calibrated.mlirbc", wanted, QUIET)
            plain = run(tools, directory, CompileOptions())
            for codes, skips in PRICES:
                prices = {"lambda": str(codes), "skip-lambda": str(skips)}
                report = run(tools, directory, CompileOptions(pipeline="lossy", options=prices))
                top1, before = report.summary.top1 or 0.0, plain.summary.top1 or 0.0
                print(
                    f"| `{network.name}` | {codes}, {skips} | {top1:.2%} | {100 * (top1 - before):+.2f} | {subtotal(report):.2f} | "
                    f"{subtotal(plain) / subtotal(report):.2f} | {plain.summary.energy_j / report.summary.energy_j:.2f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
