#!/usr/bin/env python3
"""Compile time, peak memory and speed of whole networks, one thread.

    ./acim build && .venv/bin/python test/Benchmark/whole_networks.py

Prints for each network the seconds and megabytes of `acim-opt` and `acim-translate`, and the multiply-accumulates a
second of each engine over the whole program, digital operators included. Inputs are seeded random numbers. Models come
from ACIM_DATA (default ../shared/data); without it only the network that ships is measured.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("ACIM_BIN", ROOT / "build/release/bin"))
DATA = Path(os.environ.get("ACIM_DATA", ROOT.parent / "shared/data"))
MODELS = (
    "mlperf-tiny/ic_resnet8_int8.tflite",
    "cifar10-weights/resnet20_int8.tflite",
    "imagenet-models/mobilenet_v2_1.0_224_quant_u8.tflite",
)
ROWS = {"mobilenet_v2_1.0_224_quant_u8": 8}


def timed(command: list[object]) -> tuple[float, float]:
    """Wall seconds of a command, and the peak memory in MB of the largest process so far."""
    start = time.perf_counter()
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
    return time.perf_counter() - start, peak


def inputs_of(module: Path, directory: Path, rows: int) -> Path:
    """Random inputs of the module's own type and shape."""
    text = subprocess.run(
        [BIN / "acim-translate", "--operator-report", module], check=True, capture_output=True, text=True
    ).stdout
    argument = json.loads(text)["inputs"][0]
    *shape, element = argument["type"].removeprefix("tensor<").removesuffix(">").split("x")
    kind = np.uint8 if argument["unsigned"] else np.int8
    assert element == "i8", f"a benchmark of 8-bit networks, found {element}"
    limits = np.iinfo(kind)
    values = np.random.default_rng(1).integers(limits.min, limits.max + 1, [rows, *map(int, shape[1:])]).astype(kind)
    np.save(directory / "x.npy", values)
    return directory / "x.npy"


def speed(program: Path, inputs: Path, directory: Path, engine: str) -> float:
    """Multiply-accumulates a second, without the time of loading (that of one row)."""
    rows = len(np.load(inputs))
    np.save(directory / "one.npy", np.load(inputs)[:1])
    command = [BIN / "acim-run", program, "--threads", 1, "--engine", engine, "--report", directory / "r.json"]
    one, _ = timed([*command, "--inputs", directory / "one.npy"])
    all_rows, _ = timed([*command, "--inputs", inputs])
    macs = json.loads((directory / "r.json").read_text())["summary"]["macs"]
    return macs * (rows - 1) / max(all_rows - one, 1e-9)


def measure(module: Path, directory: Path) -> None:
    lowered, program = directory / "p.mlirbc", directory / "p.acim"
    lower, _ = timed([BIN / "acim-opt", module, "--acim-plain-pipeline", "--emit-bytecode", "-o", lowered])
    write, peak = timed([BIN / "acim-translate", "--program-to-acim", lowered, "-o", program])
    inputs = inputs_of(module, directory, ROWS.get(module.stem, 128))
    figures = [f"{speed(program, inputs, directory, engine) / 1e9:6.1f}" for engine in ("bit-plane", "algebraic")]
    print(f"{module.stem:32} {lower:6.2f} {write:6.2f} {peak:6.0f} {figures[0]} {figures[1]}", flush=True)


def main() -> None:
    print(f"{'network':32} {'lower':>6} {'write':>6} {'peak':>6} {'bitpl.':>6} {'algeb.':>6}")
    print(f"{'':32} {'s':>6} {'s':>6} {'MB':>6} {'GMAC/s':>6} {'GMAC/s':>6}")
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        measure(ROOT / "test/Models/digits/digits.mlir", directory)
        for model in MODELS:
            if not (DATA / model).exists():
                print(f"skipped: no {DATA / model}")
                continue
            module = directory / f"{Path(model).stem}.mlir"
            subprocess.run(
                [sys.executable, "-m", "acim", "import", DATA / model, "-o", module],
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": str(ROOT / "python")},
            )
            measure(module, directory)


if __name__ == "__main__":
    main()
