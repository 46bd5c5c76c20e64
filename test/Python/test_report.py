"""The summary of a report: the figures in it and how they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.console import Console

from acim.errors import AcimError
from acim.reference import Reference
from acim.report import Report, print_summary, quantity


def example() -> Report:
    def row(layer: str, component: str, count: float, value: float) -> dict[str, object]:
        total = count * value
        return {"layer": layer, "component": component, "action": "act", "count": count, "unit_value_j": value,
                "total_j": total, "provenance": "here"}  # fmt: skip

    ledger = [row("conv", "adc", 10, 1e-9), row("conv", "array", 10, 2e-9), row("dense", "adc", 20, 1e-9)]
    summary = {"inferences": 2, "labelled": 2, "top1": 0.975, "topk": 1.0, "k": 5, "energy_j": 50e-9, "energy_by_component": {"adc": 30e-9, "array": 20e-9},
               "latency_s": 2.5e-6, "area_m2": 3.2e-6, "macs": 1000, "conversions": 30, "cell_events": 5000,
               "converted_planes": 8, "clipped_conversions": 3, "utilisation": 0.5}  # fmt: skip
    layers = [
        {"name": "conv", "engine": "bit-plane"},
        {"name": "dense", "engine": "algebraic"},
        {"name": "x", "engine": ""},
    ]
    configuration = {"hardware": {"name": "my_chip"}}
    return Report.model_validate(
        {"schema": 1, "summary": summary, "ledger": ledger, "layers": layers, "configuration": configuration}
    )


def shown(report: Report) -> str:
    console = Console(width=120, record=True)
    print_summary(report, console)
    return console.export_text()


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 J"), (1.5e-9, "1.5 nJ"), (12.34e-6, "12.3 µJ"), (0.9999e-3, "1 mJ"), (2e-21, "0.002 aJ"), (5e7, "50 MJ")],
)
def test_quantity(value: float, text: str) -> None:
    assert quantity(value, "J") == text


def test_energy_by_layer_adds_up() -> None:
    by_layer = example().energy_by_layer()
    assert by_layer["conv"]["array"] == pytest.approx(20e-9)
    assert by_layer["dense"]["adc"] == pytest.approx(20e-9)
    assert sum(sum(row.values()) for row in by_layer.values()) == pytest.approx(50e-9)


def test_summary_shows_accuracy_and_totals() -> None:
    text = shown(example())
    assert "accuracy     top-1 97.50%, top-5 100.00% of 2 inputs" in text
    assert "energy of one inference, nJ" in text
    assert ["total", "20.0", "30.0", "50.0"] in [line.split() for line in text.splitlines()]
    assert "energy       50 nJ an inference" in text
    assert "1 k MACs, 30 conversions, 5 k cell events an inference" in text
    assert "hardware     my_chip, computed by the algebraic and bit-plane engines" in text
    assert "10.00% of the conversions were clipped" in text
    assert "3.2 mm², 50.0% of the cells" in text
    assert "dac" not in text, "components without energy are left out"


def test_summary_without_labels_says_nothing_of_accuracy() -> None:
    report = example()
    report.summary.top1 = None
    assert "accuracy" not in shown(report)


def test_summary_says_what_was_left_out_and_why() -> None:
    report = example()
    assert "left out" not in shown(report)
    report.summary.idle_conversions, report.summary.empty_conversions, report.summary.bounded_bits = 20, 10, 45
    assert (
        "left out     33.3% of conversions as nothing was driven, 16.7% of conversions as no cells are read, 1.50 bits of each"
        in shown(report)
    )
    report.summary.skipped_conversions = 20
    assert "12.5% of conversions as no cells are read, 25.0% of conversions as they count little" in " ".join(
        shown(report).split()
    )
    assert "refined" not in shown(report)
    report.summary.gated_conversions, report.summary.gated_outputs, report.summary.refined_outputs = 20, 40, 6
    assert "20.0% of conversions as they refine nothing that matters" in " ".join(shown(report).split())
    assert "refined      15.00% of the outputs of layers in two precisions" in shown(report)


def test_files_that_are_no_report(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    for text, message in (
        ("hello", "r.json is not a report of acim-run"),
        ("{}", "summary: Field required"),
        (example().model_copy(update={"version": 9}).model_dump_json(by_alias=True), "schema 9, newer than 1"),
    ):
        path.write_text(text)
        with pytest.raises(AcimError, match=message):
            Report.load(path)


def test_summary_says_how_a_reference_differs() -> None:
    report = example()
    assert "reference" not in shown(report)
    report.reference = Reference(path="r.acim", agreement=0.987, top1=None, logit_nmse=0.0012, layers=[])
    assert "reference    logit NMSE 0.0012, 98.7% of answers agree" in shown(report)
    report.reference.logit_nmse = None
    assert "reference    98.7% of answers agree" in shown(report)
