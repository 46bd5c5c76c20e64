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
    assert (
        f"reference    logit NMSE {reference['logit_nmse']:.2g}, {reference['agreement']:.1%} of answers agree" in said
    )


def test_a_reference_that_is_no_program_is_refused(cli: Cli, digits: Path) -> None:
    images = digits.with_name("digits_images.npy")
    assert "there is no file" in cli.fail("run", digits, "--inputs", images, "--reference", "none.acim")
    assert "found a model; compile it first" in cli.fail("run", digits, "--inputs", images, "--reference", digits)


def test_an_explanation_shows_layers_and_runs(cli: Cli, digits: Path) -> None:
    run(cli, digits, "plain", "--keep", "kept")
    said = run(cli, digits, "low", *LOW, "--reference", "kept/digits.acim", "--explain")
    rows = {words[0]: words for words in map(str.split, said[said.index("signal over noise") :].splitlines()) if words}
    explanation = json.loads((cli.directory / "low.json").read_text())["explanation"]
    for layer in explanation["layers"]:
        assert rows[layer["name"]][2] == ("-" if layer["sqnr_db"] is None else f"{layer['sqnr_db']:.1f}")
    assert rows["depthwise_conv2d_0"][1:] == ["-"] * 7
    top1 = json.loads((cli.directory / "plain.json").read_text())["summary"]["top1"]
    assert rows["nothing"][1:] == ["refitted", f"{top1:.2%}", "100.00%", "0"]
    assert cli.succeed("report", "low.json").count("signal over noise") == 1


def test_an_explanation_needs_a_reference(cli: Cli, digits: Path) -> None:
    images = digits.with_name("digits_images.npy")
    assert "name one with --reference" in cli.fail("run", digits, "--inputs", images, "--explain")
