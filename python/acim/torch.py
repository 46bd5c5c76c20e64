"""From a PyTorch module to an int8 `.tflite` that `acim import` reads.

The way is torch.export -> LiteRT -> static quantization with calibration data; no TensorFlow. It needs the extra
`[torch]`, and nothing else of acim imports this module.

    import acim.torch
    data = acim.torch.to_int8(network.eval(), calibration_images)     # images as the network takes them, N x C x H x W
    Path("network.tflite").write_bytes(data)
"""

from __future__ import annotations

import contextlib
import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np

from acim.errors import AcimError

if TYPE_CHECKING:
    import torch

    Sample: TypeAlias = np.ndarray | torch.Tensor | Sequence[np.ndarray | torch.Tensor]

__all__ = ["to_int8"]

_INSTALL = "pip install 'acim[torch]' (from a checkout: pip install -e 'python[torch]')"
_IMAGE_RANK = 4


def to_int8(
    module: torch.nn.Module,
    calibration: np.ndarray | torch.Tensor | Iterable[Sample],
    *,
    activations: Literal["int8", "int16"] = "int8",
) -> bytes:
    """Quantize a float PyTorch module to int8 weights and int8 (or int16) activations; returns a `.tflite`.

    `calibration` shows what real inputs look like and fixes every scale: 100 to 500 samples of the training data are
    usual. It is either one array whose first dimension counts samples (each becomes a batch of one), or an iterable of
    inputs with their batch dimension, tuples of them for a module of several inputs. The shape of the first sample
    is the shape the network is compiled for.

    Inputs and outputs of rank 4 are channels-last (N x H x W x C) in the result, as TOSA wants them; `calibration`
    keeps the module's own layout.
    """
    if activations not in ("int8", "int16"):
        raise AcimError(f"activations must be 'int8' or 'int16', found {activations!r}")
    samples = _samples(calibration)
    layout = _Layout(module, samples[0])
    float_model = _convert(module, layout, samples[0])
    return _quantize(float_model, [layout.feed(sample) for sample in samples], activations)


class _Layout:
    """Which inputs and outputs of a module are images, and so change places of their channels."""

    def __init__(self, module: torch.nn.Module, sample: tuple[torch.Tensor, ...]) -> None:
        import torch

        training = module.training
        module.eval()
        with torch.no_grad():
            result = module(*sample)
        module.train(training)
        results = result if isinstance(result, (list, tuple)) else [result]
        self.inputs = [i for i, tensor in enumerate(sample) if tensor.ndim == _IMAGE_RANK]
        self.outputs = [i for i, tensor in enumerate(results) if tensor.ndim == _IMAGE_RANK]

    def channels_last(self, sample: tuple[torch.Tensor, ...]) -> tuple[torch.Tensor, ...]:
        return tuple(t.permute(0, 2, 3, 1).contiguous() if i in self.inputs else t for i, t in enumerate(sample))

    def feed(self, sample: tuple[torch.Tensor, ...]) -> dict[str, np.ndarray]:
        """The sample as the quantizer wants it: LiteRT names the arguments of a module args_0, args_1, ..."""
        return {f"args_{i}": t.numpy() for i, t in enumerate(self.channels_last(sample))}


def _samples(calibration: Any) -> list[tuple[torch.Tensor, ...]]:
    """One tuple of tensors, batch dimension included, for every calibration sample."""
    torch = _import_torch()
    if isinstance(calibration, (np.ndarray, torch.Tensor)):
        calibration = [calibration[i : i + 1] for i in range(len(calibration))]
    samples = [
        tuple(torch.as_tensor(part) for part in (sample if isinstance(sample, (list, tuple)) else [sample]))
        for sample in calibration
    ]
    if not samples:
        raise AcimError("calibration holds no samples: the scales of an int8 network come from them")
    for number, sample in enumerate(samples):
        expected, found = [t.shape for t in samples[0]], [t.shape for t in sample]
        if found != expected:
            raise AcimError(f"calibration sample {number} has shapes {found}, sample 0 has {expected}")
        if not all(torch.isfinite(t).all() for t in sample if t.is_floating_point()):
            raise AcimError(f"calibration sample {number} holds a value that is not finite")
    return samples


def _import_torch() -> Any:
    try:
        import ai_edge_quantizer  # noqa: F401  (checked here, before minutes of work)
        import litert_torch  # noqa: F401
        import torch
    except ImportError as error:
        raise AcimError(f"to_int8 needs the extra [torch]: {error}", hint=_INSTALL) from error
    return torch


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep the converters' chatter (steps, deprecations, progress bars) out of the caller's output."""
    with warnings.catch_warnings(), open(os.devnull, "w") as nowhere:
        warnings.simplefilter("ignore")
        with contextlib.redirect_stdout(nowhere), contextlib.redirect_stderr(nowhere):
            yield


def _convert(module: torch.nn.Module, layout: _Layout, sample: tuple[torch.Tensor, ...]) -> bytes:
    """The module as a float `.tflite`, in memory."""
    import litert_torch

    training = module.training
    wrapped = litert_torch.to_channel_last_io(module, args=layout.inputs, outputs=layout.outputs).eval()
    with _quiet():
        try:
            return bytes(litert_torch.convert(wrapped, layout.channels_last(sample)).model_content())
        except Exception as error:
            raise AcimError(
                f"torch.export or LiteRT could not convert {type(module).__name__}: {error}",
                hint="fold Conv1d + BatchNorm pairs first; transposed convolutions must not crop their output",
            ) from error
        finally:
            module.train(training)


def _quantize(float_model: bytes, feeds: list[dict[str, np.ndarray]], activations: str) -> bytes:
    from ai_edge_quantizer import quantizer, recipe

    chosen = recipe.static_wi8_ai8() if activations == "int8" else recipe.static_wi8_ai16()
    job = quantizer.Quantizer(bytearray(float_model))
    job.load_quantization_recipe(chosen)
    with _quiet():
        ranges = job.calibrate({"serving_default": feeds}, num_threads=1)
        result = job.quantize(ranges, enable_progress_bar=False, enable_progress_report=False)
    if result.quantized_model is None:
        raise AcimError("the quantizer returned no model")
    return bytes(result.quantized_model)
