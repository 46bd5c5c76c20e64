"""Shared fixtures: the command as a process, the tools, and the data of real models where they are."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "python"), str(ROOT / "test/Benchmark")]

from acim.errors import AcimError
from acim.tools import OWN_TOOLS, Tools


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: whole networks and many cases; left out by `./acim test --fast`")


@pytest.fixture(scope="session")
def tools() -> Tools:
    """The tools, or a skip where the checkout is not built."""
    found = Tools.from_environment()
    try:
        for name in OWN_TOOLS:
            found.own(name)
    except AcimError as error:
        pytest.skip(f"{error}: ./acim build")
    return found


@pytest.fixture(scope="session")
def data() -> Path:
    """The directory of real models and labelled data."""
    path = Path(os.environ.get("ACIM_DATA", ROOT / "../shared/data")).resolve()
    if not path.is_dir():
        pytest.skip(f"no directory {path}; set ACIM_DATA")
    return path


@pytest.fixture(scope="session")
def oracle(data: Path) -> ModuleType:
    """The module of tosa_oracle.py, the independent judge that stands beside the data."""
    path = data.parent / "tools/tosa_oracle.py"
    if not path.exists():
        pytest.skip(f"no {path}")
    spec = importlib.util.spec_from_file_location("tosa_oracle", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judge(oracle: ModuleType, tools: Tools, model: Path, directory: Path) -> Any:
    """The oracle of a .tflite: what the converter makes of it, without our importer."""
    copy, converted = directory / "oracle.tflite", directory / "oracle.mlir"
    copy.write_bytes(model.read_bytes().replace(b"keep_stablehlo", b"Keep_stablehlo"))
    tools.run([tools.converter(), "--text", copy, "-o", converted], doing="convert")
    return oracle.Oracle(converted)


class Cli:
    """Runs `acim ...` in a directory, as a user would, without a terminal."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def __call__(self, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "acim", *map(str, arguments)],
            cwd=self.directory,
            env={**os.environ, "PYTHONPATH": str(ROOT / "python"), "COLUMNS": "200", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def succeed(self, *arguments: object, **environment: str) -> str:
        """Everything the command wrote; it must have worked."""
        done = self(*arguments, **environment)
        assert done.returncode == 0, f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout + done.stderr

    def fail(self, *arguments: object, **environment: str) -> str:
        """What the command said; it must have failed with a message, not a traceback, and left nothing behind."""
        before = sorted(self.directory.rglob("*"))
        done = self(*arguments, **environment)
        said = done.stdout + done.stderr
        assert done.returncode not in (0, None) and done.returncode > 0, said
        assert "Traceback" not in said and "killed by signal" not in said, said
        assert sorted(self.directory.rglob("*")) == before, "something was left behind"
        return " ".join(said.split())


@pytest.fixture
def cli(tmp_path: Path) -> Cli:
    return Cli(tmp_path)


@pytest.fixture
def digits() -> Path:
    """The network that ships, as TOSA text; images, labels and expected outputs lie beside it."""
    return ROOT / "test/Models/digits/digits.mlir"
