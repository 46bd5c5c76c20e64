"""Six small networks with seeded random weights: each brings operators that the labelled models do not have.

There is no batch normalization: with weights that keep the variance of the activations, nothing is left to normalize,
and the int8 codes of every layer spread over their range.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class ResidualGrouped(nn.Module):
    """Residual blocks of grouped convolutions, the second one with stride and a projected shortcut."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, padding=1)
        self.grouped = nn.Conv2d(16, 16, 3, padding=1, groups=4)
        self.mix = nn.Conv2d(16, 16, 1)
        self.down = nn.Conv2d(16, 32, 3, stride=2, padding=1, groups=2)
        self.full = nn.Conv2d(32, 32, 3, padding=1)
        self.shortcut = nn.Conv2d(16, 32, 1, stride=2)
        self.head = nn.Linear(32, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.stem(x))
        x = F.relu(x + self.mix(F.relu(self.grouped(x))))
        x = F.relu(self.shortcut(x) + self.full(F.relu(self.down(x))))
        return self.head(x.mean(dim=(2, 3)))


class UNet(nn.Module):
    """Two scales down and up again. The first transposed convolution tiles its output; the kernels of the second overlap,
    and its last row and column are cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.outer = nn.Conv2d(2, 8, 3, padding=1)
        self.inner = nn.Conv2d(8, 16, 3, padding=1)
        self.bottom = nn.Conv2d(16, 32, 3, padding=1)
        self.up_inner = nn.ConvTranspose2d(32, 16, 2, stride=2)
        self.merge_inner = nn.Conv2d(32, 16, 3, padding=1)
        self.up_outer = nn.ConvTranspose2d(16, 8, 3, stride=2)
        self.merge_outer = nn.Conv2d(16, 8, 3, padding=1)
        self.head = nn.Conv2d(8, 3, 1)

    def forward(self, x: Tensor) -> Tensor:
        outer = F.relu(self.outer(x))
        inner = F.relu(self.inner(F.max_pool2d(outer, 2)))
        x = F.relu(self.bottom(F.max_pool2d(inner, 2)))
        x = F.relu(self.merge_inner(torch.cat([self.up_inner(x), inner], dim=1)))
        x = F.relu(self.merge_outer(torch.cat([self.up_outer(x)[:, :, :-1, :-1], outer], dim=1)))
        return self.head(x)


class TransformerBlock(nn.Module):
    """Attention and a feed-forward network, each behind a normalization and around a shortcut."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.before_attention = nn.LayerNorm(width)
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.before_feed = nn.LayerNorm(width)
        self.widen = nn.Linear(width, 2 * width)
        self.narrow = nn.Linear(2 * width, width)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.attention(self.before_attention(x))
        return x + self.narrow(F.gelu(self.widen(self.before_feed(x))))

    def attention(self, x: Tensor) -> Tensor:
        batch, tokens, width = x.shape
        parts = (self.query, self.key, self.value)
        q, k, v = (part(x).reshape(batch, tokens, self.heads, -1).transpose(1, 2) for part in parts)
        weights = torch.softmax(q @ k.transpose(-2, -1) / math.sqrt(width // self.heads), dim=-1)
        return self.out((weights @ v).transpose(1, 2).reshape(batch, tokens, width))


class VisionTransformer(nn.Module):
    """8x8 patches of a 24x24 image, two blocks, mean over the nine tokens."""

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        self.patches = nn.Conv2d(3, width, 8, stride=8)
        self.position = nn.Parameter(0.5 * torch.randn(1, 9, width))
        self.blocks = nn.ModuleList(TransformerBlock(width, heads=2) for _ in range(2))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = self.patches(x).flatten(2).transpose(1, 2) + self.position
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x).mean(dim=1))


class UnrolledLstm(nn.Module):
    """Five steps of a long short-term memory with one matrix for all four gates."""

    def __init__(self, features: int = 16, hidden: int = 48) -> None:
        super().__init__()
        self.hidden = hidden
        self.gates = nn.Linear(features + hidden, 4 * hidden)
        self.head = nn.Linear(hidden, 10)

    def forward(self, sequence: Tensor) -> Tensor:
        state = torch.zeros(sequence.shape[0], self.hidden)
        memory = torch.zeros(sequence.shape[0], self.hidden)
        for step in range(sequence.shape[1]):
            take, forget, give, new = self.gates(torch.cat([sequence[:, step], state], dim=1)).chunk(4, dim=1)
            memory = torch.sigmoid(forget) * memory + torch.sigmoid(take) * torch.tanh(new)
            state = torch.sigmoid(give) * torch.tanh(memory)
        return self.head(state)


class Dilated1d(nn.Module):
    """Residual 1-D convolutions whose dilation doubles, over a sequence of 8 features."""

    def __init__(self, width: int = 24) -> None:
        super().__init__()
        self.stem = nn.Conv1d(8, width, 3, padding=1)
        self.layers = nn.ModuleList(nn.Conv1d(width, width, 3, padding=d, dilation=d) for d in (1, 2, 4, 8))
        self.head = nn.Conv1d(width, 4, 1)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.stem(x))
        for layer in self.layers:
            x = x + F.relu(layer(x))
        return self.head(x)


class Int16Cnn(nn.Module):
    """Stride, depthwise, shortcut, pooling and dense layer for int16 activations."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, stride=2, padding=1)
        self.depthwise = nn.Conv2d(16, 16, 3, padding=1, groups=16)
        self.pointwise = nn.Conv2d(16, 16, 1)
        self.full = nn.Conv2d(16, 24, 3, padding=1)
        self.head = nn.Linear(24 * 4 * 4, 10)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.stem(x))
        x = x + F.relu(self.pointwise(F.relu(self.depthwise(x))))
        x = F.max_pool2d(F.relu(self.full(x)), 2)
        return self.head(x.flatten(1))


@dataclass(frozen=True)
class SmallNetwork:
    """A network, the shape of one of its inputs (batch dimension excluded), and the width of its activations."""

    build: Callable[[], nn.Module]
    shape: tuple[int, ...]
    activations: Literal["int8", "int16"] = "int8"


SMALL_NETWORKS = {
    "residual_grouped": SmallNetwork(ResidualGrouped, (3, 16, 16)),
    "unet": SmallNetwork(UNet, (2, 16, 16)),
    "vit": SmallNetwork(VisionTransformer, (3, 24, 24)),
    "lstm": SmallNetwork(UnrolledLstm, (5, 16)),
    "dilated1d": SmallNetwork(Dilated1d, (8, 64)),
    "int16": SmallNetwork(Int16Cnn, (3, 16, 16), "int16"),
}


def keep_variance(module: nn.Module, generator: torch.Generator) -> None:
    """Redraw the weights of every layer so that activations neither fade nor grow, biases included."""
    for layer in module.modules():
        if isinstance(layer, nn.ConvTranspose2d):
            rows = layer.in_channels * layer.kernel_size[0] * layer.kernel_size[1] / layer.stride[0] ** 2
        elif isinstance(layer, (nn.Conv1d, nn.Conv2d, nn.Linear)):
            rows = layer.weight[0].numel()
        else:
            continue
        nn.init.normal_(layer.weight, std=math.sqrt(2 / rows), generator=generator)
        nn.init.normal_(layer.bias, std=0.2, generator=generator)
