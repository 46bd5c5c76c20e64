"""Write the six small networks with random weights, and 32 inputs of each, as test/Models/small.

    python -m acim.models.make_small_networks [NAME ...] [--output test/Models/small]

Needs the extras `[torch]` and `[tflite]` and the built tools; a few seconds a network. The same versions write the same bytes (see
docs/Models.md). A network's seed depends on its place in the table, not on which others are made with it.
"""

from __future__ import annotations

from pathlib import Path

import click
import torch
from torch import Tensor

from acim.models.fixtures import MODELS, integer_inputs, settle, write_array, write_tosa
from acim.models.small_networks import SMALL_NETWORKS, keep_variance
from acim.torch import to_int8

SEED = 20
CALIBRATION_INPUTS = 128
TEST_INPUTS = 32


def draw_inputs(count: int, shape: tuple[int, ...], generator: torch.Generator) -> Tensor:
    """Noise around a level of its own for each sample and channel, so that averages over a sample differ too."""
    levels = torch.randn(count, shape[0], *[1] * (len(shape) - 1), generator=generator)
    return 0.7 * levels + 0.7 * torch.randn(count, *shape, generator=generator)


def make(name: str, output: Path) -> None:
    network = SMALL_NETWORKS[name]
    seed = SEED + list(SMALL_NETWORKS).index(name)
    settle(seed)
    generator = torch.Generator().manual_seed(seed)
    module = network.build().eval()
    keep_variance(module, generator)
    inputs = draw_inputs(CALIBRATION_INPUTS + TEST_INPUTS, network.shape, generator)
    tflite = to_int8(module, inputs[:CALIBRATION_INPUTS], activations=network.activations)
    write_tosa(tflite, output / f"{name}.mlir")
    write_array(output / f"{name}_inputs.npy", integer_inputs(tflite, inputs[CALIBRATION_INPUTS:].numpy()))
    click.echo(f"wrote {output / name}.mlir: {sum(p.numel() for p in module.parameters())} parameters")


@click.command(help=__doc__.splitlines()[0])
@click.argument("names", nargs=-1, type=click.Choice(list(SMALL_NETWORKS)))
@click.option("--output", type=click.Path(path_type=Path), default=MODELS / "small", show_default=True)
def main(names: tuple[str, ...], output: Path) -> None:
    for name in names or SMALL_NETWORKS:
        make(name, output)


if __name__ == "__main__":
    main()
