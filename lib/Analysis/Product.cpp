//===- Product.cpp - The matrix product of a layer -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Analysis/Product.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Mapping/Recompose.h"
#include "acim/Support/ProductDigest.h"

using namespace mlir;
using namespace mlir::acim;

std::string Product::digest() const { return productDigest(groups, outputs, rows, weights, bias); }

SumRange Product::range(int64_t output, SumRange inputs) const {
  SumRange range{bias[output], bias[output]};
  for (int64_t w : ArrayRef(weights).slice(output * rows, rows)) {
    range.lo += w * (w < 0 ? inputs.hi : inputs.lo);
    range.hi += w * (w < 0 ? inputs.lo : inputs.hi);
  }
  return range;
}

FailureOr<Product> acim::productOf(WeightsOp weights) {
  FailureOr<LayerValues> layer = valuesOf(weights);
  if (failed(layer))
    return failure();
  return Product{weights.getGroups(), weights.getOutputs(), weights.getRows(),
                 std::move(layer->values), std::move(layer->bias)};
}

Product acim::productOf(const MvmPlan &plan) {
  Recomposition product = recompose(plan);
  return {plan.groups, plan.outputs, plan.rows, std::move(product.weights),
          std::move(product.base)};
}
