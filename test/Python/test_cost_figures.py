"""Whole networks against figures that were computed independently of acim.

Converters, shift-adds and arrays on chen_rram128, microjoules an inference, from the integer weights and activations
of the same models: plain sign-magnitude weights, binary inputs and 10-bit conversions, and every exact choice on top.
"""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT, Cli
from exact_tables import PROVEN, STEPPED, STEPS, Case, subtotal
from networks import REAL_NETWORKS

from acim.report import Report
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


# What every exact choice leaves, one after the other, of ic_resnet8, resnet20 and kws_dscnn.
EXACT_STEPS = {
    "plain: sign-magnitude, binary, 10 bits": (26.59, 75.04, 11.00),
    "per-column range bits": (17.14, 49.44, 6.48),
    "minimum-cost digits": (16.25, 46.90, 6.11),
    "idle planes skipped": (12.84, 41.76, 3.90),
    "encodings of each layer by energy": (12.84, 41.73, 3.52),
    "X1: columns weighed": (12.74, 41.43, 3.52),
    "X2: rows ordered": (12.13, 36.42, 3.52),
    "X3: bits bounded by driven rows": (11.40, 33.84, 3.24),
}
BITS_FOR_ROWS = (23.22, 67.85, 8.80)
# How many times less than plain the exact pipeline must need, and with bounded conversions.
LEAST_GAIN = ((2.1, 2.0, 3.0), (2.3, 2.2, 3.3))


@pytest.fixture(scope="module", params=STEPPED)
def case(request: pytest.FixtureRequest, tools: Tools, data: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """A calibrated network; whatever it is run with must give the outputs of the first run."""
    network = next(network for network in REAL_NETWORKS if network.name == request.param)
    case = Case(network, tools, tmp_path_factory.mktemp(network.name))
    case.prepare()
    return case


@pytest.mark.slow
def test_exact_choices_save_what_they_are_known_to(case: Case) -> None:
    found = {name: subtotal(case.run(options)) for name, options in STEPS if name in EXACT_STEPS}
    column = STEPPED.index(case.network.name)
    assert found == pytest.approx({name: row[column] for name, row in EXACT_STEPS.items()}, rel=0.03)


@pytest.mark.slow
def test_the_exact_pipeline_saves_enough(case: Case) -> None:
    bounded = {"pipeline": "exact", "options": {"bound-conversions": "true", "stack-planes": "false"}}
    plain, *reports = (subtotal(case.run(options)) for options in ({}, {"pipeline": "exact"}, bounded))
    for least, report in zip(LEAST_GAIN, reports, strict=True):
        assert plain / report >= least[STEPPED.index(case.network.name)]


def bits_for_rows(rows: int) -> int:
    """Of the rows' number, a cell of 2 bits and a sign, each rounded up: never fewer than what cells can sum to."""
    return math.ceil(math.log2(rows)) + 2 + 1


def joules_of_conversion(bits: int) -> float:
    adc = json.loads((ROOT / "lib/Hardware/presets/chen_rram128.json").read_text())["adc"]
    law, rate = adc["energy"]["law"], adc["sample_rate"]
    assert (law["linear"]["unit"], law["exponential"]["unit"], rate["unit"]) == ("mW", "mW", "GS/s")
    watts = 1e-3 * (law["linear"]["value"] * bits / 8 + law["exponential"]["value"] * 2.0 ** (bits - 8))
    return watts / (1e9 * rate["value"])


def joules_of_rounded_bits(report: Report) -> float:
    """The plain program's conversions, each with the bits for its row group."""
    total = 0.0
    for layer in report.layers:
        if layer["conversions"]:
            full, rest = divmod(layer["rows"], 128)
            sizes = [128] * full + [rest] * (rest > 0)
            mean = sum(joules_of_conversion(bits_for_rows(size)) for size in sizes) / len(sizes)
            total += layer["conversions"] * mean
    return total


@pytest.mark.slow
def test_bits_for_the_rows_are_the_independent_figure(case: Case) -> None:
    """`sufficient` takes the fewest bits that hold any cells of so many rows, which for 9 or 40 rows is one bit less."""
    plain, sufficient = case.run({}), case.run({"adc_semantics": "sufficient"})
    energies = plain.summary.energy_by_component
    rounded = 1e6 * (joules_of_rounded_bits(plain) + energies["array"] + energies["shift_add"])
    assert rounded == pytest.approx(BITS_FOR_ROWS[STEPPED.index(case.network.name)], rel=0.01)
    assert subtotal(sufficient) <= rounded * (1 + 1e-3)
    assert subtotal(case.run(PROVEN)) < subtotal(sufficient)
