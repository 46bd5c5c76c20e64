"""Inputs of the three networks with labels, cut so that nothing is chosen by what gives the figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from exact_tables import DATA, RESNETS, training_images
from networks import Network

Labelled = tuple[np.ndarray, np.ndarray]
CALIBRATE, VALIDATE, TEST = "calibrate", "validate", "test"


def uses(network: Network) -> dict[str, Labelled]:
    """Inputs and labels to calibrate with, to validate on, and for figures.

    CIFAR-10: 256 training images, 744 others, 5,000 test images. Keywords: clips 0 to 99, 100 to 149, 150 to 499.
    """
    assert network.labels
    inputs, labels = network.inputs(DATA), network.labels(DATA)
    if network.name in RESNETS:
        images, classes = training_images(network)
        training = {CALIBRATE: (images[:256], classes[:256]), VALIDATE: (images[256:], classes[256:])}
        return training | {TEST: (inputs, labels)}
    bounds = {CALIBRATE: (0, 100), VALIDATE: (100, 150), TEST: (150, 500)}
    return {use: (inputs[start:end], labels[start:end]) for use, (start, end) in bounds.items()}


def save(directory: Path, network: Network) -> None:
    """Arrays USE.npy and USE_labels.npy."""
    for use, arrays in uses(network).items():
        for name, array in zip((use, f"{use}_labels"), arrays):
            np.save(directory / f"{name}.npy", array)
