"""Every combination of exact choices computes the same bits, on whole networks and in both engines.

A selection in which any two choices meet; all 576 combinations for each network with ACIM_ALL_COMBINATIONS=1:

    ACIM_ALL_COMBINATIONS=1 .venv/bin/python -m pytest -s test/Python/test_exact_choices.py
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from conftest import ROOT, judge
from networks import REAL_NETWORKS

from acim.compiler import pipeline_argument
from acim.configuration import CompileOptions
from acim.importer import import_to_file
from acim.tools import Tools

WEIGHTS = ["twos_complement", "offset", "flip", "sign_magnitude", "sce", "naf", "min_cost", "centred"]
INPUTS = ["binary", "twos_complement", "sign_magnitude", "csd"]
ROWS = [8, 9, 16, 64, 128, 256]
GRANULARITIES = ["layer", "crossbar", "column"]
CHOICES = [WEIGHTS, INPUTS, ROWS, GRANULARITIES]
ENGINES = ["algebraic", "bit-plane"]
NETWORKS = ["digits", "ic_resnet8_int8", "kws_dscnn_int8"]

Combination = tuple[str, str, int, str]


def selection(network: int) -> list[Combination]:
    """Every pair of encodings, with units and granularities that take turns."""
    return [
        (weights, inputs, ROWS[(w + i + 2 * network) % len(ROWS)], GRANULARITIES[(w + 2 * i + network) % 3])
        for (w, weights), (i, inputs) in product(enumerate(WEIGHTS), enumerate(INPUTS))
    ]


def chosen(network: str) -> list[Combination]:
    if os.environ.get("ACIM_ALL_COMBINATIONS") == "1":
        return list(product(WEIGHTS, INPUTS, ROWS, GRANULARITIES))
    return selection(NETWORKS.index(network))


def test_any_two_choices_meet_in_the_selection() -> None:
    selected = [combination for network in range(len(NETWORKS)) for combination in selection(network)]
    for a, b in combinations(range(len(CHOICES)), 2):
        assert {(c[a], c[b]) for c in selected} == set(product(CHOICES[a], CHOICES[b]))


def wide_arrays(target: Path) -> Path:
    """The preset's hardware with arrays of 256 x 256 and converters for the sums of so many rows."""
    hardware = json.loads((ROOT / "lib/Hardware/presets/chen_rram128.json").read_text())
    sizes = ("rows", "columns", "max_active_rows", "max_active_columns")
    hardware["array"] |= dict.fromkeys(sizes, 256)
    hardware["adc"]["resolution_bits"] = 12
    target.write_text(json.dumps(hardware))
    return target


@dataclass
class Comparison:
    """Programs of one module against what its outputs must be."""

    tools: Tools
    directory: Path
    inputs: np.ndarray
    expected: np.ndarray

    def __post_init__(self) -> None:
        np.save(self.directory / "x.npy", self.inputs)
        self.wide = wide_arrays(self.directory / "wide.json")

    def options(self, combination: Combination) -> CompileOptions:
        weights, inputs, rows, granularity = combination
        return CompileOptions(
            hardware=str(self.wide) if rows > 128 else "chen_rram128",
            weight_encoding=weights,  # type: ignore[arg-type]
            input_encoding=inputs,  # type: ignore[arg-type]
            adc_semantics="proven",
            adc_granularity=granularity,  # type: ignore[arg-type]
            adc_bits=12,
            ou_rows=rows,
        )

    def differences(self, combination: Combination) -> int:
        """How many numbers differ, in either engine."""
        stem = self.directory / "-".join(map(str, combination))
        program, found, count = stem.with_suffix(".mlirbc"), stem.with_suffix(".npy"), 0
        compiler = [
            self.tools.own("acim-opt"),
            self.directory / "model.mlir",
            pipeline_argument(self.options(combination)),
        ]
        self.tools.run([*compiler, "--emit-bytecode", "-o", program], doing=f"compile {combination}")
        for engine in ENGINES:
            runner = [self.tools.own("acim-run"), program, "--inputs", self.directory / "x.npy", "--outputs", found]
            self.tools.run([*runner, "--engine", engine, "--threads", "1"], doing=f"run {combination}")
            count += np.count_nonzero(np.load(found).reshape(self.expected.shape) != self.expected)
        program.unlink()
        found.unlink()
        return count

    def assert_exact(self, name: str, wanted: Sequence[Combination]) -> None:
        with ThreadPoolExecutor(2) as pool:
            counts = dict(zip(wanted, pool.map(self.differences, wanted)))
        compared = len(counts) * len(ENGINES) * self.expected.size
        print(f"\n{name}: {len(counts)} combinations, {compared} numbers, {sum(counts.values())} differences")
        assert {combination: count for combination, count in counts.items() if count} == {}


@pytest.mark.slow
def test_the_shipped_network_is_exact(tools: Tools, digits: Path, tmp_path: Path) -> None:
    images, expected = (np.load(digits.with_name(f"digits_{what}.npy"))[:8] for what in ("images", "expected"))
    import_to_file(tools, digits, tmp_path / "model.mlir")
    Comparison(tools, tmp_path, images, expected).assert_exact("digits", chosen("digits"))


@pytest.mark.slow
@pytest.mark.parametrize("name", NETWORKS[1:])
def test_a_real_network_is_exact(tools: Tools, data: Path, oracle: ModuleType, tmp_path: Path, name: str) -> None:
    network = next(network for network in REAL_NETWORKS if network.name == name)
    inputs = network.inputs(data)[:2]
    expected = judge(oracle, tools, data / network.file, tmp_path)(inputs)[0]
    import_to_file(tools, data / network.file, tmp_path / "model.mlir")
    Comparison(tools, tmp_path, inputs, expected).assert_exact(name, chosen(name))
