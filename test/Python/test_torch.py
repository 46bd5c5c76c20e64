"""Quantizing a PyTorch module; needs the extra [torch]."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from acim.errors import AcimError
from acim.importer import import_model

torch = pytest.importorskip("torch")
pytest.importorskip("litert_torch")
pytest.importorskip("ai_edge_quantizer")

from acim.torch import to_int8  # noqa: E402


def network():  # type: ignore[no-untyped-def]
    torch.manual_seed(1)
    return torch.nn.Sequential(
        torch.nn.Conv2d(3, 4, 3, stride=2, padding=1),
        torch.nn.BatchNorm2d(4),
        torch.nn.ReLU(),
        torch.nn.Conv2d(4, 4, 3, padding=1, groups=4),
        torch.nn.Flatten(),
        torch.nn.Linear(4 * 8 * 8, 5),
    )


def images(count: int = 8) -> np.ndarray:
    return np.random.default_rng(3).standard_normal((count, 3, 16, 16)).astype(np.float32)


@pytest.mark.parametrize(("activations", "element"), [("int8", "i8"), ("int16", "i16")])
def test_module_comes_through_import(tools, tmp_path: Path, activations, element) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "m.tflite").write_bytes(to_int8(network(), images(), activations=activations))
    result = import_model(tools, tmp_path / "m.tflite")
    assert str(result.signature.inputs[0]) == f"tensor<1x16x16x3x{element}>"
    assert str(result.signature.outputs[0]) == f"tensor<1x5x{element}>"
    places = {operator.name: operator.where for operator in result.operators.operators}
    assert places["tosa.conv2d"] == places["tosa.depthwise_conv2d"] == "crossbar"


def test_same_calibration_gives_the_same_bytes() -> None:
    assert to_int8(network(), images()) == to_int8(network(), images())


def test_iterable_of_samples_is_the_same_as_an_array() -> None:
    samples = (torch.from_numpy(images()[i : i + 1]) for i in range(8))
    assert to_int8(network(), samples) == to_int8(network(), images())


def test_module_keeps_its_mode() -> None:
    module = network().train()
    to_int8(module, images(2))
    assert module.training


def test_bad_calibration() -> None:
    with pytest.raises(AcimError, match="calibration holds no samples"):
        to_int8(network(), [])
    with pytest.raises(AcimError, match="sample 0 holds a value that is not finite"):
        to_int8(network(), images(1) * np.nan)
    with pytest.raises(AcimError, match="sample 1 has shapes"):
        to_int8(network(), [images(1), images(1)[:, :, :8]])
    with pytest.raises(AcimError, match="activations must be 'int8' or 'int16', found 'int4'"):
        to_int8(network(), images(), activations="int4")  # type: ignore[arg-type]
