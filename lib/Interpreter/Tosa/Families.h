//===- Families.h - Preparation of the TOSA operators, by family --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_INTERPRETER_TOSA_FAMILIES_H
#define ACIM_LIB_INTERPRETER_TOSA_FAMILIES_H

#include "OpContext.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"

namespace mlir::acim {

using Prepared = llvm::Expected<PreparedTosaOp>;

// DataLayout.cpp
Prepared prepare(tosa::ConstOp op, const OpContext &context);
Prepared prepare(tosa::ConstShapeOp op, const OpContext &context);
Prepared prepare(tosa::IdentityOp op, const OpContext &context);
Prepared prepare(tosa::ReshapeOp op, const OpContext &context);
Prepared prepare(tosa::ConcatOp op, const OpContext &context);
Prepared prepare(tosa::PadOp op, const OpContext &context);
Prepared prepare(tosa::ReverseOp op, const OpContext &context);
Prepared prepare(tosa::SliceOp op, const OpContext &context);
Prepared prepare(tosa::TileOp op, const OpContext &context);
Prepared prepare(tosa::TransposeOp op, const OpContext &context);

// GatherScatter.cpp
Prepared prepare(tosa::GatherOp op, const OpContext &context);
Prepared prepare(tosa::ScatterOp op, const OpContext &context);

// ElementwiseArithmetic.cpp
Prepared prepare(tosa::AddOp op, const OpContext &context);
Prepared prepare(tosa::SubOp op, const OpContext &context);
Prepared prepare(tosa::MulOp op, const OpContext &context);
Prepared prepare(tosa::IntDivOp op, const OpContext &context);
Prepared prepare(tosa::MaximumOp op, const OpContext &context);
Prepared prepare(tosa::MinimumOp op, const OpContext &context);
Prepared prepare(tosa::PowOp op, const OpContext &context);

// ElementwiseLogic.cpp
Prepared prepare(tosa::BitwiseAndOp op, const OpContext &context);
Prepared prepare(tosa::BitwiseOrOp op, const OpContext &context);
Prepared prepare(tosa::BitwiseXorOp op, const OpContext &context);
Prepared prepare(tosa::LogicalAndOp op, const OpContext &context);
Prepared prepare(tosa::LogicalOrOp op, const OpContext &context);
Prepared prepare(tosa::LogicalXorOp op, const OpContext &context);
Prepared prepare(tosa::LogicalLeftShiftOp op, const OpContext &context);
Prepared prepare(tosa::LogicalRightShiftOp op, const OpContext &context);
Prepared prepare(tosa::ArithmeticRightShiftOp op, const OpContext &context);
Prepared prepare(tosa::EqualOp op, const OpContext &context);
Prepared prepare(tosa::GreaterOp op, const OpContext &context);
Prepared prepare(tosa::GreaterEqualOp op, const OpContext &context);
Prepared prepare(tosa::SelectOp op, const OpContext &context);

// ElementwiseUnary.cpp
Prepared prepare(tosa::AbsOp op, const OpContext &context);
Prepared prepare(tosa::NegateOp op, const OpContext &context);
Prepared prepare(tosa::BitwiseNotOp op, const OpContext &context);
Prepared prepare(tosa::LogicalNotOp op, const OpContext &context);
Prepared prepare(tosa::ClzOp op, const OpContext &context);
Prepared prepare(tosa::ClampOp op, const OpContext &context);
Prepared prepare(tosa::FloorOp op, const OpContext &context);
Prepared prepare(tosa::CeilOp op, const OpContext &context);
Prepared prepare(tosa::ExpOp op, const OpContext &context);
Prepared prepare(tosa::LogOp op, const OpContext &context);
Prepared prepare(tosa::ReciprocalOp op, const OpContext &context);
Prepared prepare(tosa::RsqrtOp op, const OpContext &context);
Prepared prepare(tosa::SinOp op, const OpContext &context);
Prepared prepare(tosa::CosOp op, const OpContext &context);
Prepared prepare(tosa::TanhOp op, const OpContext &context);
Prepared prepare(tosa::SigmoidOp op, const OpContext &context);
Prepared prepare(tosa::ErfOp op, const OpContext &context);

// TypeConversion.cpp
Prepared prepare(tosa::CastOp op, const OpContext &context);
Prepared prepare(tosa::TableOp op, const OpContext &context);

// Rescale.cpp
Prepared prepare(tosa::RescaleOp op, const OpContext &context);

// Reduction.cpp
Prepared prepare(tosa::ReduceSumOp op, const OpContext &context);
Prepared prepare(tosa::ReduceProductOp op, const OpContext &context);
Prepared prepare(tosa::ReduceMaxOp op, const OpContext &context);
Prepared prepare(tosa::ReduceMinOp op, const OpContext &context);
Prepared prepare(tosa::ReduceAllOp op, const OpContext &context);
Prepared prepare(tosa::ReduceAnyOp op, const OpContext &context);
Prepared prepare(tosa::ArgMaxOp op, const OpContext &context);

// Convolution.cpp
Prepared prepare(tosa::Conv2DOp op, const OpContext &context);
Prepared prepare(tosa::Conv3DOp op, const OpContext &context);
Prepared prepare(tosa::DepthwiseConv2DOp op, const OpContext &context);
Prepared prepare(tosa::TransposeConv2DOp op, const OpContext &context);
Prepared prepare(tosa::MatMulOp op, const OpContext &context);

// Pooling.cpp
Prepared prepare(tosa::MaxPool2dOp op, const OpContext &context);
Prepared prepare(tosa::AvgPool2dOp op, const OpContext &context);

// Resize.cpp
Prepared prepare(tosa::ResizeOp op, const OpContext &context);

} // namespace mlir::acim

#endif // ACIM_LIB_INTERPRETER_TOSA_FAMILIES_H
