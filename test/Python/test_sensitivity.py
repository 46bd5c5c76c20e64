"""`acim calibrate --sensitivity`: what errors of a channel do to the logits, beside what numpy makes of them."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from conftest import Cli
from networks import REAL_NETWORKS

pytestmark = pytest.mark.usefixtures("tools")
RESNET8 = next(network for network in REAL_NETWORKS if network.name == "ic_resnet8_int8")

ROWS, HIDDEN, LOGITS, INPUTS = 6, 5, 3, 40
NETWORK = """
func.func @main(%x: tensor<1x1x1x{rows}xi8>) -> tensor<1x1x1x{logits}xi32> {{
  %w1 = "tosa.const"() <{{values = dense<{w1}> : tensor<{hidden}x1x1x{rows}xi8>}}> : () -> tensor<{hidden}x1x1x{rows}xi8>
  %b1 = "tosa.const"() <{{values = dense<{b1}> : tensor<{hidden}xi32>}}> : () -> tensor<{hidden}xi32>
  %w2 = "tosa.const"() <{{values = dense<{w2}> : tensor<{logits}x1x1x{hidden}xi8>}}> : () -> tensor<{logits}x1x1x{hidden}xi8>
  %b2 = "tosa.const"() <{{values = dense<0> : tensor<1xi32>}}> : () -> tensor<1xi32>
  %z = "tosa.const"() <{{values = dense<0> : tensor<1xi8>}}> : () -> tensor<1xi8>
  %z32 = "tosa.const"() <{{values = dense<0> : tensor<1xi32>}}> : () -> tensor<1xi32>
  %m = "tosa.const"() <{{values = dense<1073741824> : tensor<1xi32>}}> : () -> tensor<1xi32>
  %s = "tosa.const"() <{{values = dense<36> : tensor<1xi8>}}> : () -> tensor<1xi8>
  %0 = tosa.conv2d %x, %w1, %b1, %z, %z {{acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>}} : (tensor<1x1x1x{rows}xi8>, tensor<{hidden}x1x1x{rows}xi8>, tensor<{hidden}xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x{hidden}xi32>
  %1 = tosa.rescale %0, %m, %s, %z32, %z {{input_unsigned = false, output_unsigned = false, per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = true}} : (tensor<1x1x1x{hidden}xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<1x1x1x{hidden}xi8>
  %2 = tosa.clamp %1 {{min_val = 0 : i8, max_val = 127 : i8}} : (tensor<1x1x1x{hidden}xi8>) -> tensor<1x1x1x{hidden}xi8>
  %3 = tosa.conv2d %2, %w2, %b2, %z, %z {{acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>}} : (tensor<1x1x1x{hidden}xi8>, tensor<{logits}x1x1x{hidden}xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x{logits}xi32>
  return %3 : tensor<1x1x1x{logits}xi32>
}}
"""


def table(text: str, layer: str, name: str) -> np.ndarray:
    """A table of 64-bit floats of a layer's statistics."""
    attribute = re.search(rf"acim\.weights @{layer} .*statistics (#acim\.statistics<.*>)", text)
    assert attribute
    found = re.search(rf"{name} = dense_resource<(\w+)> : tensor<([\dx]+)xf64>", attribute[1])
    assert found, f"@{layer} has no {name}"
    blob = re.search(rf'\b{found[1]}: "0x([0-9A-F]*)"', text)
    assert blob
    return np.frombuffer(bytes.fromhex(blob[1])[4:]).reshape([int(dim) for dim in found[2].split("x")])


class Network:
    """Two products, the first of them scaled by 1/64, rounded and rectified."""

    def __init__(self, cli: Cli) -> None:
        rng = np.random.default_rng(5)
        self.cli = cli
        self.w1 = rng.integers(-127, 128, (HIDDEN, ROWS))
        self.w2 = rng.integers(-127, 128, (LOGITS, HIDDEN))
        self.b1 = rng.integers(-500, 500, HIDDEN)
        self.x = rng.integers(-60, 60, (INPUTS, 1, 1, ROWS), dtype=np.int8)
        np.save(cli.directory / "x.npy", self.x)

    def write(self, name: str, change: int = 0, channel: int = 0) -> str:
        """The network; `change` is added to the bias of a hidden channel."""
        bias = self.b1 + change * (np.arange(HIDDEN) == channel)
        values = {"w1": self.w1[:, None, None].tolist(), "w2": self.w2[:, None, None].tolist(), "b1": bias.tolist()}
        text = NETWORK.format(rows=ROWS, hidden=HIDDEN, logits=LOGITS, **values)
        (self.cli.directory / name).write_text(text)
        return name

    def logits(self, change: int = 0, channel: int = 0) -> np.ndarray:
        """What acim computes with that change."""
        self.cli.succeed("run", self.write("n.mlir", change, channel), "--inputs", "x.npy", "--outputs", "y.npy")
        return np.load(self.cli.directory / "y.npy").reshape(INPUTS, LOGITS).astype(np.float64)

    def hidden(self) -> np.ndarray:
        return self.x.reshape(INPUTS, ROWS).astype(np.float64) @ self.w1.T + self.b1


@pytest.mark.slow
def test_sensitivity_is_a_finite_difference(cli: Cli) -> None:
    """On every input one of the two signs is measured, so that the mean lies between the better and the worse one."""
    network = Network(cli)
    model = network.write("m.mlir")
    chosen = ["--sensitivity", "--perturbations", INPUTS]
    cli.succeed("calibrate", model, "--inputs", "x.npy", *chosen, "-o", "c.mlir")
    text = (cli.directory / "c.mlir").read_text()
    layers = re.findall(r"acim\.weights @(\w+)", text)
    assert len(layers) == 2
    logits, hidden = network.logits(), network.hidden()
    moments = np.stack([hidden.mean(axis=0), hidden.var(axis=0)], axis=-1)
    np.testing.assert_allclose(table(text, layers[0], "outputs")[0], moments, rtol=1e-12)
    energy = logits.var(axis=0).sum()
    measured = table(text, layers[0], "sensitivity")[0]
    for channel in range(HIDDEN):
        change = max(round(hidden.std(axis=0)[channel] / 2), 64)
        effects = [((network.logits(sign * change, channel) - logits) ** 2).sum(axis=1) for sign in (1, -1)]
        low, high = (bound(effects, axis=0).mean() / change**2 / energy for bound in (np.min, np.max))
        assert low * (1 - 1e-9) <= measured[channel] <= high * (1 + 1e-9)
        # Without rounding and rectifier.
        linear = (network.w2[:, channel] ** 2).sum() / 64**2 / energy
        assert 0.05 * linear < measured[channel] < 1.2 * linear
    np.testing.assert_allclose(table(text, layers[1], "sensitivity"), [[1 / energy] * LOGITS], rtol=1e-12)


@pytest.mark.slow
def test_sensitivity_of_digits(cli: Cli, digits: Path) -> None:
    np.save(cli.directory / "x.npy", np.load(digits.with_name("digits_images.npy"))[:48])
    for threads, perturbations in ((1, 4), (2, 4), (5, 4), (2, 2)):
        chosen = ["--sensitivity", "--perturbations", perturbations, "--threads", threads]
        cli.succeed("calibrate", digits, "--inputs", "x.npy", *chosen, "-o", f"{threads}.{perturbations}.mlir")
    text, *others = ((cli.directory / f"{name}.mlir").read_text() for name in ("1.4", "2.4", "5.4", "2.2"))
    assert text == others[0] == others[1]
    layers = re.findall(r"acim\.weights @(\w+)", text)
    for layer in layers:
        sensitivity, again = (table(written, layer, "sensitivity") for written in (text, others[2]))
        variances = table(text, layer, "outputs")[..., 1]
        # Errors as large as a layer's outputs: about as large as the logits, in total.
        assert 0.05 < (sensitivity * variances).sum() < 20
        assert 0.3 < sensitivity.sum() / again.sum() < 3


def test_sensitivity_is_asked_for(cli: Cli, digits: Path) -> None:
    np.save(cli.directory / "x.npy", np.load(digits.with_name("digits_images.npy"))[:3])
    cli.succeed("calibrate", digits, "--inputs", "x.npy", "-o", "c.mlir")
    text = (cli.directory / "c.mlir").read_text()
    assert "outputs = " in text and "sensitivity = " not in text


def test_sensitivity_needs_logits_that_differ(cli: Cli) -> None:
    network = Network(cli)
    np.save(cli.directory / "x.npy", network.x[:1])
    done = cli("calibrate", network.write("m.mlir"), "--inputs", "x.npy", "--sensitivity", "-o", "c.mlir")
    assert done.returncode == 1 and "m.mlir" in done.stderr
    assert "expected inputs whose logits differ, found 1 with the same; give more inputs" in done.stderr
    assert not (cli.directory / "c.mlir").exists()


@pytest.mark.slow
def test_sensitivity_of_resnet8(cli: Cli, data: Path) -> None:
    np.save(cli.directory / "x.npy", RESNET8.inputs(data)[:32])
    model = data / RESNET8.file
    for threads in (1, 3):
        chosen = ["--sensitivity", "--perturbations", 2, "--threads", threads]
        cli.succeed("calibrate", model, "--inputs", "x.npy", *chosen, "-o", f"{threads}.mlirbc")
    assert (cli.directory / "1.mlirbc").read_bytes() == (cli.directory / "3.mlirbc").read_bytes()
