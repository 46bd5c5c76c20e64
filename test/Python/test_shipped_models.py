"""The networks of test/Models: their files belong together, and their expected outputs are what upstream MLIR computes."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
MODELS = ROOT / "test" / "Models"
ORACLE = (
    Path(os.environ.get("ACIM_DATA", ROOT / "../shared/data")).parent
    / "tools/tosa_oracle.py"
)
MLIR_OPT = Path(os.environ.get("LLVM_PREFIX", "/usr/lib/llvm-22")) / "bin/mlir-opt"
NETWORKS = sorted(MODELS.glob("*/*.mlir"))
DTYPES = {"i8": np.int8, "i16": np.int16}

every_network = pytest.mark.parametrize("network", NETWORKS, ids=lambda path: path.stem)


def array(network: Path, kind: str) -> np.ndarray:
    return np.load(network.with_name(f"{network.stem}_{kind}.npy"))


def inputs(network: Path) -> np.ndarray:
    return array(network, "images" if network.stem == "digits" else "inputs")


def tensor_types(network: Path) -> list[tuple[tuple[int, ...], type]]:
    """Shape and numpy type of the argument and of the result of the only function."""
    signature = re.search(
        r"func\.func @main\((.*)\{$", network.read_text(), re.MULTILINE
    )
    assert signature, f"{network} has no @main"
    bodies = [body.split("x") for body in re.findall(r"tensor<([^>]*)>", signature[1])]
    return [(tuple(map(int, dims)), DTYPES[name]) for *dims, name in bodies]


def test_all_networks_are_there():
    expected = [
        "digits",
        "dilated1d",
        "int16",
        "lstm",
        "residual_grouped",
        "unet",
        "vit",
    ]
    assert [path.stem for path in NETWORKS] == expected


@every_network
def test_arrays_fit_the_signature(network):
    (taken, taken_type), (given, given_type) = tensor_types(network)
    assert (
        inputs(network).shape[1:] == taken[1:] and inputs(network).dtype == taken_type
    )
    assert (
        array(network, "expected").shape[1:] == given[1:]
        and array(network, "expected").dtype == given_type
    )
    assert len(inputs(network)) == len(array(network, "expected"))


@every_network
def test_outputs_tell_inputs_apart(network):
    """A network whose outputs hardly depend on its inputs would hide wrong results."""
    outputs = array(network, "expected").reshape(len(inputs(network)), -1)
    assert len(np.unique(outputs, axis=0)) >= 0.9 * len(outputs)
    assert outputs.std(axis=0).mean() >= 10


def test_digits_reach_the_documented_accuracy():
    network = MODELS / "digits/digits.mlir"
    labels = array(network, "labels")
    assert labels.dtype == np.uint8 and set(labels) == set(range(10))
    assert int((array(network, "expected").argmax(axis=1) == labels).sum()) == 356
    assert "356 of 360" in (ROOT / "docs/Models.md").read_text()


def test_digits_are_images_that_were_not_trained_on():
    sklearn = pytest.importorskip(
        "sklearn.datasets", reason="scikit-learn is not installed"
    )
    codes = inputs(MODELS / "digits/digits.mlir")[..., 0].astype(int) + 128
    pixels = np.rint(codes * 16 / 255).astype(int).reshape(len(codes), -1)
    data = sklearn.load_digits()
    copies = [np.flatnonzero((data.data == image).all(axis=1)) for image in pixels]
    assert [len(found) for found in copies] == [1] * len(pixels)
    found = np.concatenate(copies)
    assert len(set(found)) == len(found)
    assert (data.target[found] == array(MODELS / "digits/digits.mlir", "labels")).all()


@every_network
@pytest.mark.skipif(not MLIR_OPT.exists(), reason=f"{MLIR_OPT} is not installed")
def test_network_is_valid_tosa(network):
    pipeline = (
        "builtin.module(tosa-attach-target{profiles=pro_int extensions=doubleround,int16 level=none},"
        "tosa-validate{strict-op-spec-alignment})"
    )
    done = subprocess.run(
        [MLIR_OPT, network, f"--pass-pipeline={pipeline}", "-o", os.devnull],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[:2000]


@every_network
@pytest.mark.skipif(
    not ORACLE.exists() or not MLIR_OPT.exists(),
    reason=f"{ORACLE} or {MLIR_OPT} is absent",
)
def test_expected_outputs_are_the_oracles(network):
    spec = importlib.util.spec_from_file_location("tosa_oracle", ORACLE)
    oracle = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(oracle)
    (outputs,) = oracle.Oracle(network)(inputs(network))
    np.testing.assert_array_equal(outputs, array(network, "expected"))
