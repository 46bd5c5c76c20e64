"""What the scripts of this folder share: repeatable arithmetic, and a network written down as a test model.

A model is a TOSA text NAME.mlir and an array of inputs in the network's own integer domain, channels last.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import torch

from acim.importer import import_to_file
from acim.tools import Tools

__all__ = ["MODELS", "integer_inputs", "settle", "write_array", "write_tosa"]

MODELS = Path(__file__).resolve().parents[3] / "test" / "Models"


def settle(seed: int) -> None:
    """Make everything that follows a function of the seed: one thread, one order of every sum."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)


def integer_inputs(tflite: bytes, samples: np.ndarray) -> np.ndarray:
    """Float samples in the module's layout as the integers that the quantized network takes, one sample a row."""
    from ai_edge_litert.interpreter import Interpreter

    (details,) = Interpreter(model_content=tflite).get_input_details()
    scale, zero_point = details["quantization"]
    if samples.ndim == 4:
        samples = samples.transpose(0, 2, 3, 1)
    limits = np.iinfo(details["dtype"])
    codes = np.rint(samples.astype(np.float64) / scale) + zero_point
    result: np.ndarray = np.clip(codes, limits.min, limits.max).astype(details["dtype"])
    return result


def write_tosa(tflite: bytes, path: Path) -> None:
    """The quantized network as TOSA text, the way `acim import` writes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / f"{path.stem}.tflite"
        source.write_bytes(tflite)
        import_to_file(Tools.from_environment(), source, path)


def write_array(path: Path, array: np.ndarray) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, np.ascontiguousarray(array))
