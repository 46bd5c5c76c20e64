"""Whole networks through import, compile and run: bit for bit what an independent lowering computes, and as accurate.

The judge is tosa_oracle.py beside the data: it runs the converter's own output with upstream MLIR and clang alone.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import judge
from networks import REAL_NETWORKS, Network
from rich.console import Console

from acim.compiler import compile_model
from acim.configuration import CompileOptions
from acim.importer import import_to_file
from acim.runner import RunOptions, run_program
from acim.tools import Tools

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted((ROOT / "test/Models").glob("*/*.mlir"))
ENGINES = ("algebraic", "bit-plane")
LABELLED = [network for network in REAL_NETWORKS if network.labels]

each_real_network = pytest.mark.parametrize("network", REAL_NETWORKS, ids=lambda network: network.name)


def assert_same(found: np.ndarray, expected: np.ndarray) -> None:
    """Integers must agree in every bit, floats within two units in the last place."""
    assert found.dtype == expected.dtype
    assert found.size == expected.size
    found = found.reshape(expected.shape)
    if expected.dtype == np.float32:
        np.testing.assert_array_max_ulp(found, expected, maxulp=2)
    else:
        assert np.count_nonzero(found != expected) == 0


def build(tools: Tools, model: Path, directory: Path, hardware: str = "chen_rram128") -> Path:
    module, program = directory / f"{model.stem}.mlir", directory / f"{model.stem}.acim"
    import_to_file(tools, model, module)
    compile_model(tools, module, program, CompileOptions(hardware=hardware))
    return program


def execute(tools: Tools, program: Path, directory: Path, inputs: np.ndarray, engine: str) -> np.ndarray:
    np.save(directory / "x.npy", inputs)
    options = RunOptions([directory / "x.npy"], outputs=directory / "y.npy", engine=engine)  # type: ignore[arg-type]
    run_program(tools, program, options, Console(stderr=True))
    return np.load(directory / "y.npy")


@pytest.fixture(scope="module")
def program_of(tools: Tools, data: Path, tmp_path_factory: pytest.TempPathFactory):
    """Compiles a real network once for all tests of it."""
    programs: dict[str, Path] = {}

    def get(network: Network) -> Path:
        if network.name not in programs:
            programs[network.name] = build(tools, data / network.file, tmp_path_factory.mktemp(network.name))
        return programs[network.name]

    return get


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("model", SHIPPED, ids=lambda path: path.stem)
def test_shipped_network_is_exact(tools: Tools, tmp_path: Path, model: Path, engine: str) -> None:
    kind = "images" if model.stem == "digits" else "inputs"
    inputs = np.load(model.with_name(f"{model.stem}_{kind}.npy"))
    found = execute(tools, build(tools, model, tmp_path), tmp_path, inputs, engine)
    assert_same(found, np.load(model.with_name(f"{model.stem}_expected.npy")))


@pytest.mark.slow
@each_real_network
def test_real_network_is_exact(tools, data, oracle, program_of, tmp_path, network) -> None:  # type: ignore[no-untyped-def]
    inputs = network.inputs(data)[: network.count]
    expected = judge(oracle, tools, data / network.file, tmp_path)(inputs)[0]
    for engine in ENGINES:
        assert_same(execute(tools, program_of(network), tmp_path, inputs, engine), expected)


@pytest.mark.slow
@pytest.mark.parametrize("network", LABELLED, ids=lambda network: network.name)
def test_accuracy(tools, data, program_of, tmp_path, network) -> None:  # type: ignore[no-untyped-def]
    labels = network.labels(data)
    np.save(tmp_path / "x.npy", network.inputs(data))
    np.save(tmp_path / "labels.npy", labels)
    options = RunOptions([tmp_path / "x.npy"], labels=tmp_path / "labels.npy", engine="bit-plane")
    report = run_program(tools, program_of(network), options, Console(stderr=True))
    assert report.summary.top1 is not None
    assert round(report.summary.top1 * len(labels)) == network.correct


@pytest.mark.slow
def test_batch_of_four_is_four_of_one(tools, data, tmp_path) -> None:  # type: ignore[no-untyped-def]
    network = REAL_NETWORKS[0]
    inputs = network.inputs(data)[:8]
    outputs = []
    for batch in (1, 4):
        directory = tmp_path / str(batch)
        directory.mkdir()
        module, program = directory / "m.mlir", directory / "m.acim"
        import_to_file(tools, data / network.file, module, batch=batch)
        compile_model(tools, module, program, CompileOptions())
        outputs.append(execute(tools, program, directory, inputs, "auto"))
    assert_same(outputs[1], outputs[0])
