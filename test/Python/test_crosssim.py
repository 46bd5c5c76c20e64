"""Saturating matrix products against another simulator: the recorded cases of `crosssim` in the shared data."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import ROOT

pytestmark = pytest.mark.slow

DATA = Path(os.environ.get("ACIM_DATA", ROOT / "../shared/data")).resolve() / "crosssim"
CASES = sorted(DATA.glob("*.npz"))
INPUT_PLANES = 8


@pytest.fixture(scope="session")
def driver() -> Path:
    path = Path(os.environ.get("ACIM_BIN", ROOT / "build/release/bin")) / "acim-mvm-test"
    if not path.exists():
        pytest.skip(f"there is no {path}: ./acim build")
    return path


class Case:
    """One recorded product and its converter."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as arrays:
            self.weights, self.inputs, self.expected = arrays["W"], arrays["X"].T, arrays["Y"].T
            self.setting: dict[str, Any] = json.loads(str(arrays["setting"]))

    def run(self, driver: Path, scheme: str, adc_lo: int, adc_bits: int) -> dict[str, tuple[int, np.ndarray]]:
        """Each engine's clipped conversions and results."""
        outputs, rows = self.weights.shape
        sizes = [self.setting["cell_bits"], self.setting["row_groups"][0], adc_lo, adc_bits, rows, outputs]
        words = [scheme, *sizes, len(self.inputs), *self.weights.ravel(), *self.inputs.ravel()]
        done = subprocess.run([driver], input=" ".join(map(str, words)), capture_output=True, text=True, check=True)
        results = {}
        for line in done.stdout.splitlines():
            engine, clipped, *values = line.split()
            results[engine] = int(clipped), np.array(values, np.int64).reshape(self.expected.shape)
        return results

    @property
    def conversions(self) -> int:
        """Conversions of all columns that hold weights."""
        columns = self.expected.size * self.setting["planes"]
        arrays = 2 if self.setting["scheme"] == "diff_separate" else 1
        return columns * arrays * len(self.setting["row_groups"]) * INPUT_PLANES


def test_data_are_there() -> None:
    if not DATA.is_dir():
        pytest.skip(f"no directory {DATA}; set ACIM_DATA")
    assert len(CASES) == 39


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_results_equal(path: Path, driver: Path) -> None:
    case = Case(path)
    results = case.run(driver, case.setting["scheme"], case.setting["adc_lo"], case.setting["adc_bits"])
    assert {"scalar", "bit-plane"} <= results.keys()
    for engine, (_, found) in results.items():
        np.testing.assert_array_equal(found, case.expected, err_msg=engine)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_clipped_fractions_equal(path: Path, driver: Path) -> None:
    case = Case(path)
    # The recorded fraction leaves the reference column out; without it the columns are those of the digital correction.
    scheme = case.setting["scheme"].replace("offset_refcol", "offset_digital")
    results = case.run(driver, scheme, case.setting["adc_lo"], case.setting["adc_bits"])
    for engine, (clipped, _) in results.items():
        assert round(clipped / case.conversions, 6) == case.setting["clipped_fraction_of_conversions"], engine


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_range_matters(path: Path, driver: Path) -> None:
    """Where conversions saturate, a range moved by one count gives other results."""
    case = Case(path)
    if case.setting["clipped_fraction_of_conversions"] < 0.01:
        return
    results = case.run(driver, case.setting["scheme"], case.setting["adc_lo"] + 1, case.setting["adc_bits"])
    for engine, (_, found) in results.items():
        assert (found != case.expected).any(), engine
