"""Train the small network on scikit-learn's handwritten digits and write it as test/Models/digits.

    python -m acim.models.train_digits [--output test/Models/digits]

Needs the extras `[torch]` and `[tflite]`, scikit-learn and the built tools; under a minute on one core. The same versions write the same bytes (see
docs/Models.md). The test images are neither trained on nor used to choose scales or settings.
"""

from __future__ import annotations

from pathlib import Path

import click
import numpy as np
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import Tensor, nn
from torch.nn import functional as F

from acim.models.fixtures import MODELS, integer_inputs, settle, write_array, write_tosa
from acim.torch import to_int8

SEED = 1
TEST_IMAGES = 360
CALIBRATION_IMAGES = 256
EPOCHS = 60
BATCH = 64
LEARNING_RATE = 3e-3


class DigitsNet(nn.Module):
    """8x8 grey image to ten logits: plain, strided, depthwise and 1x1 convolutions, two shortcuts, one dense layer."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(1, 16, 3, padding=1)
        self.wide = nn.Conv2d(16, 16, 3, padding=1)
        self.down = nn.Conv2d(16, 32, 3, stride=2, padding=1)
        self.depthwise = nn.Conv2d(32, 32, 3, padding=1, groups=32)
        self.pointwise = nn.Conv2d(32, 32, 1)
        self.deep = nn.Conv2d(32, 32, 3, padding=1)
        self.last = nn.Conv2d(32, 48, 3, stride=2, padding=1)
        self.dense = nn.Linear(48 * 2 * 2, 10)
        self.dropout = nn.Dropout(0.3)

    def forward(self, x: Tensor) -> Tensor:
        x = F.relu(self.stem(x))
        x = F.relu(x + self.wide(x))
        x = F.relu(self.down(x))
        x = F.relu(x + self.deep(F.relu(self.pointwise(F.relu(self.depthwise(x))))))
        x = F.relu(self.last(x))
        return self.dense(self.dropout(x.flatten(1)))


def split_digits() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Training images, test images, training labels, test labels; images N x 1 x 8 x 8 from 0 to 1."""
    data = load_digits()
    images = (data.images / 16).astype(np.float32)[:, None]
    labels = data.target.astype(np.uint8)
    train_images, test_images, train_labels, test_labels = train_test_split(
        images, labels, test_size=TEST_IMAGES, stratify=labels, random_state=SEED
    )
    return train_images, test_images, train_labels, test_labels


def move(images: Tensor, generator: torch.Generator) -> Tensor:
    """Shift each image by up to one pixel either way: the only augmentation."""
    padded = F.pad(images, (1, 1, 1, 1))
    offsets = torch.randint(0, 3, (len(images), 2), generator=generator)
    return torch.stack([image[:, r : r + 8, c : c + 8] for image, (r, c) in zip(padded, offsets.tolist())])


def train(images: Tensor, labels: Tensor) -> DigitsNet:
    network = DigitsNet()
    generator = torch.Generator().manual_seed(SEED)
    optimizer = torch.optim.AdamW(network.parameters(), lr=LEARNING_RATE, weight_decay=1e-2)
    steps = EPOCHS * -(-len(images) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=steps)
    for epoch in range(EPOCHS):
        total = 0.0
        for chosen in torch.randperm(len(images), generator=generator).split(BATCH):
            loss = F.cross_entropy(network(move(images[chosen], generator)), labels[chosen], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(chosen)
        if epoch % 10 == 9:
            click.echo(f"epoch {epoch + 1} of {EPOCHS}: mean loss {total / len(images):.4f}")
    return network.eval()


def accuracy(network: DigitsNet, images: np.ndarray, labels: np.ndarray) -> float:
    with torch.no_grad():
        return float((network(torch.from_numpy(images)).argmax(1).numpy() == labels).mean())


@click.command(help=__doc__.splitlines()[0])
@click.option("--output", type=click.Path(path_type=Path), default=MODELS / "digits", show_default=True)
def main(output: Path) -> None:
    settle(SEED)
    images, test_images, labels, test_labels = split_digits()
    network = train(torch.from_numpy(images), torch.from_numpy(labels.astype(np.int64)))
    click.echo(f"float accuracy on {len(test_images)} test images: {accuracy(network, test_images, test_labels):.2%}")
    tflite = to_int8(network, images[:CALIBRATION_IMAGES])
    write_tosa(tflite, output / "digits.mlir")
    write_array(output / "digits_images.npy", integer_inputs(tflite, test_images))
    write_array(output / "digits_labels.npy", test_labels)
    click.echo(f"wrote {output}")


if __name__ == "__main__":
    main()
