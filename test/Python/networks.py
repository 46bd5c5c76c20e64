"""Small TOSA modules for tests, and the real models with their inputs, labels and known accuracies."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

CONVOLUTION = """
func.func @main(%x: tensor<{batch}x4x4x2x{element}>) -> tensor<{batch}x4x4x3x{element}> {{
  %w = "tosa.const"() <{{values = dense<3> : tensor<3x1x1x2xi8>}}> : () -> tensor<3x1x1x2xi8>
  %b = "tosa.const"() <{{values = dense<[1, 2, 3]> : tensor<3xi32>}}> : () -> tensor<3xi32>
  %z = "tosa.const"() <{{values = dense<0> : tensor<1xi8>}}> : () -> tensor<1xi8>
  %z32 = "tosa.const"() <{{values = dense<0> : tensor<1xi32>}}> : () -> tensor<1xi32>
  %m = "tosa.const"() <{{values = dense<1073741824> : tensor<1xi32>}}> : () -> tensor<1xi32>
  %s = "tosa.const"() <{{values = dense<33> : tensor<1xi8>}}> : () -> tensor<1xi8>
  %0 = tosa.conv2d %x, %w, %b, %z, %z {{acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>}} : (tensor<{batch}x4x4x2xi8>, tensor<3x1x1x2xi8>, tensor<3xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<{batch}x4x4x3xi32>
  %1 = tosa.rescale %0, %m, %s, %z32, %z {{input_unsigned = false, output_unsigned = false, per_channel = false, rounding_mode = DOUBLE_ROUND, scale32 = true}} : (tensor<{batch}x4x4x3xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<{batch}x4x4x3xi8>
  return %1 : tensor<{batch}x4x4x3xi8>
}}
"""


def convolution(batch: str = "1") -> str:
    """One 1x1 convolution with 6 weights, int8 in and out."""
    return CONVOLUTION.format(batch=batch, element="i8")


@dataclass(frozen=True)
class Network:
    """A real model and what goes into it. `count` inputs are compared with the oracle."""

    file: str
    inputs: Callable[[Path], np.ndarray]
    labels: Callable[[Path], np.ndarray] | None = None
    correct: int | None = None
    count: int = 32

    @property
    def name(self) -> str:
        return Path(self.file).stem


def _gunzip(path: Path) -> bytes:
    with gzip.open(path) as file:
        return file.read()


def _cifar(data: Path) -> tuple[np.ndarray, np.ndarray]:
    """Images as N x 32 x 32 x 3 bytes, and their classes."""
    records = np.frombuffer(_gunzip(data / "cifar10/test_00000_04999.bin.gz"), np.uint8).reshape(-1, 3073)
    return records[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), records[:, 0].astype(np.int64)


def shift_cifar(images: np.ndarray) -> np.ndarray:
    """Images as inputs of the models that take pixels."""
    return (images.astype(np.int16) - 128).astype(np.int8)


def normalise_cifar(images: np.ndarray) -> np.ndarray:
    """Images as inputs of resnet20."""
    mean, std = np.array([0.485, 0.456, 0.406]), np.array([0.229, 0.224, 0.225])
    normal = (images / 255 - mean) / std
    return np.clip(np.round(normal / 0.017192956060171127) - 14, -128, 127).astype(np.int8)


def _cifar_shifted(data: Path) -> np.ndarray:
    return shift_cifar(_cifar(data)[0])


def _cifar_normalised(data: Path) -> np.ndarray:
    return normalise_cifar(_cifar(data)[0])


def _cifar_labels(data: Path) -> np.ndarray:
    return _cifar(data)[1]


def _keywords(data: Path) -> np.ndarray:
    raw = _gunzip(data / "mlperf-tiny-eval/kws01/even_mfcc.i8.gz")
    return np.frombuffer(raw, np.int8).reshape(-1, 49, 10, 1)


def _keyword_labels(data: Path) -> np.ndarray:
    text = (data / "mlperf-tiny-eval/kws01/even_y_labels.csv").read_text()
    return np.array([int(row[2]) for row in csv.reader(io.StringIO(text)) if row], np.int64)


def _mfcc(values: int) -> Callable[[Path], np.ndarray]:
    def load(data: Path) -> np.ndarray:
        raw = _gunzip(data / f"kws-arm/even_mfcc{values}.f32.gz")
        return np.frombuffer(raw, np.float32).reshape(-1, values)

    return load


def _mfcc_labels(data: Path) -> np.ndarray:
    return np.fromfile(data / "kws-arm/even_labels.u8", np.uint8).astype(np.int64)


def _mnist(data: Path) -> np.ndarray:
    raw = np.frombuffer(_gunzip(data / "mnist/t10k-images-idx3-ubyte.gz"), np.uint8, offset=16)
    return (raw.reshape(-1, 28, 28, 1) / np.float32(255)).astype(np.float32)


def _mnist_labels(data: Path) -> np.ndarray:
    return np.frombuffer(_gunzip(data / "mnist/t10k-labels-idx1-ubyte.gz"), np.uint8, offset=8).astype(np.int64)


def _spectrograms(data: Path) -> np.ndarray:
    specs = np.load(data / "mlperf-tiny/sww_calibration_samples.npz")["specs"]
    return np.clip(np.round(specs / 0.003701042616739869) - 128, -128, 127).astype(np.int8)


def _photographs(data: Path) -> np.ndarray:
    """Four 224 x 224 pieces of a photograph, among them the whole of it made small."""
    raw = _gunzip(data / "imagenet-models/grace_hopper.bmp.gz")
    start = int.from_bytes(raw[10:14], "little")
    width, height = (int.from_bytes(raw[at : at + 4], "little") for at in (18, 22))
    pixels = np.frombuffer(raw, np.uint8, height * width * 3, start).reshape(height, width, 3)[::-1, :, ::-1]
    rows, columns = np.arange(224) * height // 224, np.arange(224) * width // 224
    corners = [pixels[y : y + 224, x : x + 224] for y, x in ((0, 0), (100, 150), (376, 288))]
    return np.stack([pixels[rows][:, columns], *corners])


def _random_bytes(*shape: int) -> Callable[[Path], np.ndarray]:
    def make(_: Path) -> np.ndarray:
        return np.random.default_rng(22).integers(-128, 128, (32, *shape), dtype=np.int8)

    return make


REAL_NETWORKS = [
    Network("mlperf-tiny/ic_resnet8_int8.tflite", _cifar_shifted, _cifar_labels, correct=4343),
    Network("cifar10-weights/resnet20_int8.tflite", _cifar_normalised, _cifar_labels, correct=4571),
    Network("mlperf-tiny/kws_dscnn_int8.tflite", _keywords, _keyword_labels, correct=452),
    Network("mnist/lenet300-100_ptq_int8.tflite", _mnist, _mnist_labels, correct=9815),
    Network("kws-arm/dnn_s_int8.tflite", _mfcc(250), _mfcc_labels, correct=377),
    Network("kws-arm/dnn_m_int8.tflite", _mfcc(250), _mfcc_labels, correct=400),
    Network("kws-arm/cnn_s_int8.tflite", _mfcc(490), _mfcc_labels, correct=424),
    Network("kws-arm/ds_cnn_s_int8.tflite", _mfcc(490), _mfcc_labels, correct=432),
    Network("mlperf-tiny/vww_mobilenetv1_025_96_int8.tflite", _random_bytes(96, 96, 3)),
    Network("mlperf-tiny/ad_autoencoder_int8.tflite", _random_bytes(640)),
    Network("mlperf-tiny/sww_int8.tflite", _spectrograms),
    Network("imagenet-models/mobilenet_v1_0.25_224_quant_u8.tflite", _photographs, count=4),
    Network("imagenet-models/mobilenet_v2_1.0_224_quant_u8.tflite", _photographs, count=4),
    Network("imagenet-models/tf2_mobilenet_v2_1.0_224_ptq.tflite", _photographs, count=4),
]
