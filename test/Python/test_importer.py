"""What `acim import` makes of a model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from networks import REAL_NETWORKS, convolution

from acim import tosa
from acim.errors import AcimError
from acim.importer import import_model
from acim.operators import OperatorReport
from acim.tools import Tools


def imported(tools: Tools, directory: Path, text: str, **options: int):  # type: ignore[no-untyped-def]
    (directory / "model.mlir").write_text(text)
    return import_model(tools, directory / "model.mlir", **options)


def test_batch_is_pinned_to_one_by_default(tools: Tools, tmp_path: Path) -> None:
    text = imported(tools, tmp_path, convolution("?")).text
    assert "func.func @main(%arg0: tensor<1x4x4x2xi8>) -> tensor<1x4x4x3xi8>" in text
    assert "?" not in text and "tensor.cast" not in text and "tosa.cast" not in text


def test_batch_is_pinned_as_asked(tools: Tools, tmp_path: Path) -> None:
    result = imported(tools, tmp_path, convolution("?"), batch=3)
    assert "tensor<3x4x4x3xi32>" in result.text
    assert result.signature.inputs == (tosa.TensorType((3, 4, 4, 2), "i8"),)


def test_static_model_is_left_alone(tools: Tools, tmp_path: Path) -> None:
    text = imported(tools, tmp_path, convolution()).text
    assert text.count("func.func") == 1
    assert text.count("tosa.conv2d") == 1 and text.count("tosa.rescale") == 1


def test_import_of_an_import_changes_nothing(tools: Tools, tmp_path: Path) -> None:
    once = imported(tools, tmp_path, convolution("?"), batch=2).text
    assert imported(tools, tmp_path, once).text == once


def test_batch_in_a_merged_dimension_is_computed(tools: Tools, tmp_path: Path) -> None:
    """A leading `?` that is not the batch but a multiple of it gets its own size."""
    text = imported(
        tools,
        tmp_path,
        """func.func @main(%x: tensor<?x4x2xi8>) -> tensor<?x4x2xi8> {
             %flat = tosa.const_shape {values = dense<[-1, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
             %back = tosa.const_shape {values = dense<[-1, 4, 2]> : tensor<3xindex>} : () -> !tosa.shape<3>
             %0 = tosa.reshape %x, %flat : (tensor<?x4x2xi8>, !tosa.shape<2>) -> tensor<?x2xi8>
             %1 = tosa.clamp %0 {max_val = 9 : i8, min_val = 0 : i8} : (tensor<?x2xi8>) -> tensor<?x2xi8>
             %2 = tosa.reshape %1, %back : (tensor<?x2xi8>, !tosa.shape<3>) -> tensor<?x4x2xi8>
             return %2 : tensor<?x4x2xi8>
           }""",
        batch=3,
    ).text
    assert "tosa.clamp" in text and "tensor<12x2xi8>" in text
    assert "-1" not in text


def test_unsigned_types_become_a_mark(tools: Tools, tmp_path: Path) -> None:
    text = imported(
        tools,
        tmp_path,
        """func.func @main(%x: tensor<1x4xui8>) -> tensor<1x4xui8> {
             %m = "tosa.const"() <{values = dense<1073741824> : tensor<1xi32>}> : () -> tensor<1xi32>
             %s = "tosa.const"() <{values = dense<30> : tensor<1xi8>}> : () -> tensor<1xi8>
             %z = "tosa.const"() <{values = dense<128> : tensor<1xui8>}> : () -> tensor<1xui8>
             %0 = tosa.rescale %x, %m, %s, %z, %z {input_unsigned = true, output_unsigned = true, per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<1x4xui8>, tensor<1xi32>, tensor<1xi8>, tensor<1xui8>, tensor<1xui8>) -> tensor<1x4xui8>
             return %0 : tensor<1x4xui8>
           }""",
    ).text
    assert "@main(%arg0: tensor<1x4xi8> {acim.unsigned}) -> (tensor<1x4xi8> {acim.unsigned})" in text
    assert "ui8" not in text.replace("input_unsigned", "").replace("output_unsigned", "")


def test_reshape_of_constant_weights_is_folded(tools: Tools, tmp_path: Path) -> None:
    text = convolution().replace(
        '%w = "tosa.const"() <{values = dense<3> : tensor<3x1x1x2xi8>}> : () -> tensor<3x1x1x2xi8>',
        """%flat = "tosa.const"() <{values = dense<[[1, 2], [3, 4], [5, 6]]> : tensor<3x2xi8>}> : () -> tensor<3x2xi8>
           %shape = tosa.const_shape {values = dense<[3, 1, 1, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
           %w = tosa.reshape %flat, %shape : (tensor<3x2xi8>, !tosa.shape<4>) -> tensor<3x1x1x2xi8>""",
    )
    result = imported(tools, tmp_path, text)
    assert "tosa.reshape" not in result.text
    assert {op.name: op.where for op in result.operators.operators}["tosa.conv2d"] == "crossbar"


def test_rounding_is_kept(tools: Tools, tmp_path: Path) -> None:
    for rounding in ("SINGLE_ROUND", "DOUBLE_ROUND"):
        text = imported(tools, tmp_path, convolution().replace("DOUBLE_ROUND", rounding)).text
        assert f"rounding_mode = {rounding}" in text


def test_bytecode_is_read(tools: Tools, tmp_path: Path) -> None:
    (tmp_path / "model.mlir").write_text(convolution("?"))
    bytecode = tmp_path / "model.mlirbc"
    tools.run([tools.llvm("mlir-opt"), "--emit-bytecode", tmp_path / "model.mlir", "-o", bytecode], doing="write")
    assert "tensor<1x4x4x3xi8>" in import_model(tools, bytecode).text


def test_several_inputs_and_outputs(tools: Tools, tmp_path: Path) -> None:
    result = imported(
        tools,
        tmp_path,
        """func.func @main(%x: tensor<?x4xi32>, %y: tensor<1x4xi32>) -> (tensor<?x4xi32>, tensor<1x4xi32>) {
             %0 = tosa.add %x, %y : (tensor<?x4xi32>, tensor<1x4xi32>) -> tensor<?x4xi32>
             return %0, %y : tensor<?x4xi32>, tensor<1x4xi32>
           }""",
        batch=2,
    )
    assert "(tensor<2x4xi32>, tensor<1x4xi32>)" in result.text


def test_signature_is_read_from_the_generic_form(tools: Tools) -> None:
    text = "func.func @f(%x: tensor<?x2xui8>, %y: tensor<f32>) -> tensor<2x?xi48> { return %y : tensor<f32> }"
    signature = tosa._function(
        '"func.func"() <{function_type = (tensor<?x2xui8>, tensor<f32>) -> tensor<2x?xi48>, sym_name = "f"}> ({'
    )
    assert text.startswith(f"func.func @{signature.name}")
    assert list(map(str, signature.inputs)) == ["tensor<?x2xui8>", "tensor<f32>"]
    assert list(map(str, signature.outputs)) == ["tensor<2x?xi48>"]
    assert signature.dynamic and signature.unsigned


def test_fixed_batch_is_not_changed(tools: Tools, tmp_path: Path) -> None:
    with pytest.raises(AcimError, match=r"batch is fixed to 1; --batch 4 cannot change it"):
        imported(tools, tmp_path, convolution(), batch=4)


def test_refusal_names_operator_count_and_place() -> None:
    report = OperatorReport.model_validate(
        {"operators": [{"name": "tfl.lstm", "count": 2, "where": "unsupported", "locations": ["m/lstm:0:0", "b"]}]}
    )
    with pytest.raises(AcimError, match=r"model\.tflite.*\n  tfl\.lstm: 2 times, first at m/lstm$"):
        report.require_supported(Path("model.tflite"))


@pytest.mark.parametrize("network", REAL_NETWORKS, ids=lambda network: network.name)
def test_real_model(tools: Tools, data: Path, network) -> None:  # type: ignore[no-untyped-def]
    result = import_model(tools, data / network.file)
    assert result.objections == []
    assert not result.signature.dynamic
    assert not re.search(r"tensor<(\d+x)*\?", result.text)
    assert ("acim.unsigned" in result.text) == result.signature.unsigned == ("224" in network.name)
    places = {operator.name: operator.where for operator in result.operators.operators}
    assert places["tosa.conv2d"] == "crossbar" and "unsupported" not in places.values()
