"""What recoded weights and inputs save in the arrays: cell events, level units times driven rows, on all real models."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from networks import REAL_NETWORKS, Network
from rich.console import Console

from acim.compiler import compile_model
from acim.configuration import CompileOptions
from acim.importer import import_to_file
from acim.report import Report
from acim.runner import RunOptions, run_program
from acim.tools import Tools


@pytest.mark.slow
@pytest.mark.parametrize("network", REAL_NETWORKS, ids=lambda network: network.name)
def test_recoding_saves_events(tools: Tools, data: Path, tmp_path: Path, network: Network) -> None:
    module, program = tmp_path / "model.mlir", tmp_path / "model.acim"
    import_to_file(tools, data / network.file, module)
    np.save(tmp_path / "x.npy", network.inputs(data)[: min(network.count, 8)])

    def run(**encodings: str) -> Report:
        options = CompileOptions(adc_semantics="proven", options={"skip-idle": "true"}, **encodings)  # type: ignore[arg-type]
        compile_model(tools, module, program, options)
        return run_program(tools, program, RunOptions([tmp_path / "x.npy"]), Console(quiet=True))

    plain, segmented, cheapest = (run(weight_encoding=name) for name in ("sign_magnitude", "sce", "min_cost"))
    both = run(weight_encoding="sce", input_encoding="csd")
    pairs = zip(cheapest.layers, segmented.layers, strict=True)
    dearer = {a["name"]: (a["cell_events"], b["cell_events"]) for a, b in pairs if a["cell_events"] > b["cell_events"]}
    events = plain.summary.cell_events
    ratios = [report.summary.cell_events / events for report in (segmented, cheapest, both)]
    print(f"\n{network.name}: sce {ratios[0]:.3f}, min_cost {ratios[1]:.3f}, sce and csd {ratios[2]:.3f}, {dearer}")
    assert both.summary.cell_events <= 0.70 * events
    assert not dearer
