"""Whole networks against figures that were computed independently of acim.

Converters, shift-adds and arrays of plain sign-magnitude weights, binary inputs and 10-bit conversions on
chen_rram128, microjoules an inference, from the integer weights and activations of the same models.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from conftest import Cli
from acim.tools import Tools

SUBTOTAL = ("array", "adc", "shift_add")


def cifar(data: Path) -> np.ndarray:
    """The first 64 test images, HWC."""
    with gzip.open(data / "cifar10/test_00000_04999.bin.gz") as file:
        records = np.frombuffer(file.read(64 * 3073), np.uint8).reshape(-1, 3073)
    return records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1)


def for_resnet8(data: Path) -> np.ndarray:
    return (cifar(data).astype(np.int16) - 128).astype(np.int8)


def for_resnet20(data: Path) -> np.ndarray:
    normal = (cifar(data) / 255 - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    return np.clip(np.round(normal / 0.017192956060171127) - 14, -128, 127).astype(np.int8)


def for_keywords(data: Path) -> np.ndarray:
    with gzip.open(data / "mlperf-tiny-eval/kws01/even_mfcc.i8.gz") as file:
        return np.frombuffer(file.read(400 * 490), np.int8).reshape(-1, 49, 10, 1)


MODELS = [
    ("mlperf-tiny/ic_resnet8_int8.tflite", for_resnet8, 26.59),
    ("cifar10-weights/resnet20_int8.tflite", for_resnet20, 75.04),
    ("mlperf-tiny/kws_dscnn_int8.tflite", for_keywords, 11.00),
]


@pytest.mark.slow
@pytest.mark.parametrize(("model", "inputs", "microjoules"), MODELS, ids=lambda value: str(value).split("/")[-1][:20])
def test_subtotal_is_the_independent_figure(
    model: str, inputs, microjoules: float, tools: Tools, data: Path, cli: Cli
) -> None:
    np.save(cli.directory / "inputs.npy", inputs(data))
    cli.succeed("run", data / model, "--hardware", "chen_rram128", "--inputs", "inputs.npy", "--report", "report.json")
    report = json.loads((cli.directory / "report.json").read_text())
    energies = report["summary"]["energy_by_component"]
    assert sum(energies[name] for name in SUBTOTAL) * 1e6 == pytest.approx(microjoules, rel=1e-3)
    total = 0.0
    for row in report["ledger"]:
        assert row["total_j"] == row["count"] * row["unit_value_j"]
        total += row["total_j"]
    assert report["summary"]["energy_j"] == total
