"""What a user can choose when compiling and running, as typed and checked values."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from acim.errors import AcimError

DEFAULT_HARDWARE = "chen_rram128"
DEFAULT_PIPELINE = "plain"

WeightEncoding = Literal[
    "auto", "twos_complement", "offset", "flip", "sign_magnitude", "sce", "naf", "min_cost", "centred"
]
InputEncoding = Literal["auto", "binary", "twos_complement", "sign_magnitude", "csd"]
AdcSemantics = Literal["unit_step", "full_range", "sufficient", "proven"]
AdcGranularity = Literal["layer", "crossbar", "column"]


class CompileOptions(BaseModel):
    """Everything that decides how a model is compiled; a preset is this as a JSON file.

    What is None is left to the hardware description. `options` goes to the pipeline as it is, so a pipeline's newest
    option needs no change here.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    hardware: str = Field(DEFAULT_HARDWARE, description="name of a hardware preset, or a JSON file")
    pipeline: str = Field(DEFAULT_PIPELINE, description="name of a pipeline, a pass pipeline, or a file that holds one")
    weight_encoding: WeightEncoding | None = None
    input_encoding: InputEncoding | None = None
    dac_bits: int | None = Field(None, ge=1, le=4)
    readout: Literal["single", "difference", "separate"] | None = None
    correction: Literal["digital", "reference_column"] | None = None
    adc_semantics: AdcSemantics | None = None
    adc_granularity: AdcGranularity | None = None
    adc_bits: int | None = Field(None, ge=1, le=32)
    ou_rows: int | None = Field(None, ge=1)
    ou_columns: int | None = Field(None, ge=1)
    options: dict[str, str] = Field(default_factory=dict, description="further pipeline options")

    def pipeline_options(self) -> dict[str, str]:
        """The options as the pipeline spells them, without the hardware."""
        named = self.model_dump(exclude={"hardware", "pipeline", "options"}, exclude_none=True)
        return {**{key.replace("_", "-"): str(value) for key, value in named.items()}, **self.options}


PRESETS = {
    "plain": "one setting for all",
    "exact": "each layer's cheapest of what gives the same outputs",
    "plain_isaac32": "plain on isaac32",
}


def load_preset(name_or_file: str) -> CompileOptions:
    """A preset by the name of one that ships, or by its file."""
    path = Path(name_or_file)
    if name_or_file in PRESETS:
        text = (resources.files("acim") / "presets" / f"{name_or_file}.json").read_text()
    elif path.is_file():
        text = path.read_text()
    else:
        raise AcimError(f"no preset '{name_or_file}': it is neither a file nor one of {', '.join(PRESETS)}")
    return parse_options(text, name_or_file)


def parse_options(text: str, source: str) -> CompileOptions:
    try:
        return CompileOptions.model_validate_json(text)
    except ValidationError as error:
        raise AcimError(f"{source}: {describe(error)}") from error


def parse_settings(settings: Sequence[str]) -> dict[str, str]:
    """What was said with --set KEY=VALUE."""
    pairs = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals or not key:
            raise AcimError(f"--set {setting}: expected KEY=VALUE")
        pairs[key.strip()] = value
    return pairs


def override(base: CompileOptions, **chosen: object) -> CompileOptions:
    """`base` with every choice that is not None, checked again."""
    values = base.model_dump() | {key: value for key, value in chosen.items() if value not in (None, {})}
    try:
        return CompileOptions.model_validate(values)
    except ValidationError as error:
        raise AcimError(describe(error)) from error


def describe(error: ValidationError) -> str:
    """A pydantic error as one line for each field."""
    parts = []
    for problem in error.errors():
        where = ".".join(str(part) for part in problem["loc"]) or "the file"
        parts.append(f"{where}: {problem['msg']}")
    return "; ".join(parts)
