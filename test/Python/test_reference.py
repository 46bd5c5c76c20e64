"""`acim run --reference`: what the report says of two runs, beside what numpy makes of their outputs."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from conftest import Cli

LOW = ("--adc-bits", 5)  # converters that saturate


def run(cli: Cli, digits: Path, name: str, *options: object) -> str:
    images, labels = (digits.with_name(f"digits_{kind}.npy") for kind in ("images", "labels"))
    files = ("--inputs", images, "--labels", labels, "--report", f"{name}.json", "--outputs", f"{name}.npy")
    return cli.succeed("run", digits, *files, *options)


def test_agreement_is_that_of_the_outputs(cli: Cli, digits: Path) -> None:
    run(cli, digits, "plain", "--keep", "kept")
    said = run(cli, digits, "low", *LOW, "--reference", "kept/digits.acim")
    plain, low = (np.load(cli.directory / f"{name}.npy") for name in ("plain", "low"))
    reports = [json.loads((cli.directory / f"{name}.json").read_text()) for name in ("plain", "low")]
    reference = reports[1]["reference"]
    assert "reference" not in reports[0]
    assert reference["agreement"] == (plain.argmax(axis=-1) == low.argmax(axis=-1)).mean()
    assert reference["top1"] == reports[0]["summary"]["top1"]
    mapped = [layer["name"] for layer in reports[1]["layers"] if layer["kind"] != "digital"]
    assert [layer["name"] for layer in reference["layers"]] == mapped
    # The outputs are the logits, rescaled, rounded and clamped.
    signal, error = plain.astype(np.float64), (low.astype(np.float64) - plain) ** 2
    nmse = error.sum(axis=-1).mean() / signal.var(axis=0).sum()
    assert abs(reference["logit_nmse"] / nmse - 1) < 0.25
    assert f"reference    logit NMSE {reference['logit_nmse']:.2g}, {reference['agreement']:.1%} of answers agree" in said


def test_a_reference_that_is_no_program_is_refused(cli: Cli, digits: Path) -> None:
    images = digits.with_name("digits_images.npy")
    assert "there is no file" in cli.fail("run", digits, "--inputs", images, "--reference", "none.acim")
    assert "found a model; compile it first" in cli.fail("run", digits, "--inputs", images, "--reference", digits)
