"""The products of the TOSA specification in a few lines of numpy each, from its formulas and nothing else."""

from __future__ import annotations

import numpy as np

Pair = tuple[int, int]
Quad = tuple[int, int, int, int]


def _windows(x: np.ndarray, kernel: Pair, stride: Pair, pad: Quad, dilation: Pair) -> np.ndarray:
    """Batch, output row, output column, kernel row, kernel column, channel; padding is 0."""
    x = np.pad(x, ((0, 0), pad[:2], pad[2:], (0, 0)))
    reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilation)]
    view = np.lib.stride_tricks.sliding_window_view(x, reach, (1, 2))
    view = view[:, :: stride[0], :: stride[1], :, :: dilation[0], :: dilation[1]]
    return np.asarray(view.transpose(0, 1, 2, 4, 5, 3))


def conv2d(x: np.ndarray, w: np.ndarray, b: np.ndarray, stride: Pair, pad: Quad, dilation: Pair) -> np.ndarray:
    """NHWC inputs and OHWI weights, zero points subtracted."""
    return np.asarray(np.einsum("nyxijc,oijc->nyxo", _windows(x, w.shape[1:3], stride, pad, dilation), w) + b)


def depthwise_conv2d(
    x: np.ndarray, w: np.ndarray, b: np.ndarray, stride: Pair, pad: Quad, dilation: Pair
) -> np.ndarray:
    """NHWC inputs and HWCM weights, zero points subtracted; output channel c * M + m."""
    y = np.einsum("nyxijc,ijcm->nyxcm", _windows(x, w.shape[:2], stride, pad, dilation), w)
    return np.asarray(y.reshape(*y.shape[:3], -1) + b)


def transpose_conv2d(x: np.ndarray, w: np.ndarray, b: np.ndarray, stride: Pair, out_pad: Quad) -> np.ndarray:
    """Every input is added, times the kernel, to the outputs it reaches."""
    n, height, width, _ = x.shape
    outputs, kh, kw, _ = w.shape
    rows, columns = (height - 1) * stride[0] + kh, (width - 1) * stride[1] + kw
    top, bottom, left, right = out_pad
    # A canvas around every output that an input reaches and every output there is.
    canvas = np.zeros((n, rows + 2 * abs(top) + abs(bottom), columns + 2 * abs(left) + abs(right), outputs), np.int64)
    y0, x0 = abs(top) + top, abs(left) + left
    for iy, ix in np.ndindex(height, width):
        reached = np.einsum("nc,oijc->nijo", x[:, iy, ix], w)
        oy, ox = y0 + iy * stride[0], x0 + ix * stride[1]
        canvas[:, oy : oy + kh, ox : ox + kw] += reached
    oy, ox = abs(top), abs(left)
    return np.asarray(canvas[:, oy : oy + rows + top + bottom, ox : ox + columns + left + right] + b)


def rescale(x: np.ndarray, multiplier: np.ndarray, shift: np.ndarray, output_zp: int) -> np.ndarray:
    """32-bit scale with DOUBLE_ROUND to signed bytes, one multiplier a channel."""
    product, half = x * multiplier, 1 << (shift - 1)
    half = half + np.where(shift > 31, np.where(x >= 0, 1 << 30, -(1 << 30)), 0)
    return np.asarray(np.clip(((product + half) >> shift) + output_zp, -128, 127))
