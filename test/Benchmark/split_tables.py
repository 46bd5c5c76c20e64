#!/usr/bin/env python3
"""What two precisions cost and save on a real network: the table of docs/Lossy.md.

    ./acim build && .venv/bin/python test/Benchmark/split_tables.py [MODEL ...]

Models come from ACIM_DATA (default ../shared/data). Statistics are those of 256 training images; figures are of the
first 2,000 test images.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from exact_tables import DATA, QUIET, REAL_NETWORKS, split_inputs, subtotal

from acim.calibration import CalibrationOptions, calibrate_model
from acim.importer import import_to_file
from acim.report import Report
from acim.runner import RunOptions, run_program
from acim.tools import Tools

DECISIONS = (
    "acim-attach-hardware,acim-encode-weights{encoding=sce},acim-encode-inputs,acim-tile,"
    "acim-assign-adc{semantics=proven},acim-skip-idle-planes"
)
SPLITS = {
    "(4,4), all refined": "low-bits=4",
    "(4,4), high digits only": "low-bits=4 share=0",
    "(4,4), high digits only, not nested": "low-bits=4 share=0 nested=false",
    "(4,4), 10 % refined": "low-bits=4 share=0.1",
    "(2,6), high digits only": "low-bits=6 share=0",
    "(2,6), 10 % refined": "low-bits=6 share=0.1",
    "(2,6), 10 % refined, not nested": "low-bits=6 share=0.1 nested=false",
    "(2,6), 10 % refined, by operation unit": "low-bits=6 share=0.1 granularity=unit",
    "(2,6), 30 % refined": "low-bits=6 share=0.3",
    "(2,6), 50 % refined": "low-bits=6 share=0.5",
    "(8,0), 90 % of the operation units": "low-bits=0 share=0.9",
}
IMAGES = 2000


def run(tools: Tools, directory: Path, split: str | None) -> Report:
    passes = DECISIONS if split is None else f"{DECISIONS},acim-split-precision{{{split}}}"
    pipeline = f"--pass-pipeline=builtin.module({passes},acim-lower-to-program,acim-verify-program)"
    command = [tools.own("acim-opt"), directory / "calibrated.mlirbc", pipeline, "-o", directory / "p.mlir"]
    tools.run(command, doing="split")
    chosen = RunOptions([directory / "x.npy"], labels=directory / "labels.npy")
    return run_program(tools, directory / "p.mlir", chosen, QUIET)


def main() -> None:
    tools = Tools.from_environment()
    print("| model | high and low bits | refined | top-1 | points | uJ | times less | total energy | latency |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for network in REAL_NETWORKS:
        if network.name not in (sys.argv[1:] or ["resnet20_int8"]):
            continue
        assert network.labels
        with tempfile.TemporaryDirectory(prefix="acim-split-") as name:
            directory = Path(name)
            np.save(directory / "x.npy", network.inputs(DATA)[:IMAGES])
            np.save(directory / "labels.npy", network.labels(DATA)[:IMAGES])
            np.save(directory / "c.npy", split_inputs(network)[1])
            import_to_file(tools, DATA / network.file, directory / "m.mlir")
            wanted = CalibrationOptions([directory / "c.npy"], samples=2048, sensitivity=True)
            calibrate_model(tools, directory / "m.mlir", directory / "calibrated.mlirbc", wanted, QUIET)
            plain = run(tools, directory, None)
            for setting, split in {"one precision": None, **SPLITS}.items():
                report = run(tools, directory, split) if split else plain
                after, before = report.summary, plain.summary
                refined = f"{after.refined_outputs / after.gated_outputs:.1%}" if after.gated_outputs else ""
                print(
                    f"| `{network.name}` | {setting} | {refined} | {after.top1 or 0:.2%} | "
                    f"{100 * ((after.top1 or 0) - (before.top1 or 0)):+.2f} | {subtotal(report):.2f} | "
                    f"{subtotal(plain) / subtotal(report):.2f} | {before.energy_j / after.energy_j:.2f} | "
                    f"{after.latency_s / before.latency_s:.2f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
