//===- GroupedConvolutionPatterns.cpp - Grouped convolutions, put together again ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// TOSA has no grouped convolution: importers write a slice of the channels and a conv2d for every
// group. Convolutions of one geometry that read neighbouring channels of one tensor are one layer
// with groups, whose small matrices share crossbars; each of them gets its outputs back as a slice
// of the layer's.
//
//===----------------------------------------------------------------------===//

#include "ConvolutionConstants.h"

#include "mlir/Dialect/Tosa/Utils/ConversionUtils.h"
#include "mlir/IR/Remarks.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include <map>

using namespace mlir;
using namespace mlir::acim;

namespace {

/// The part of `root` that a convolution reads; its size is the convolution's input type.
struct InputRegion {
  Value root;
  SmallVector<int64_t> start;
};

/// A convolution that could be one group of several.
struct Sibling {
  tosa::Conv2DOp op;
  InputRegion region;
  MappedLayer layer;

  int64_t firstChannel() const { return region.start[3]; }
};

} // namespace

static Value sliceOf(OpBuilder &builder, Location loc, Value value, ArrayRef<int64_t> start,
                     ArrayRef<int64_t> size) {
  auto type = cast<RankedTensorType>(value.getType()).clone(size);
  if (type == value.getType())
    return value;
  ImplicitLocOpBuilder implicit(loc, builder);
  Value startShape = tosa::getTosaConstShape(implicit, start),
        sizeShape = tosa::getTosaConstShape(implicit, size);
  return tosa::SliceOp::create(builder, loc, type, value, startShape, sizeShape);
}

static InputRegion regionOf(Value value) {
  InputRegion region{value, SmallVector<int64_t>(4, 0)};
  while (auto slice = region.root.getDefiningOp<tosa::SliceOp>()) {
    SmallVector<int64_t> start;
    if (!isa<RankedTensorType>(slice.getInput1().getType()) ||
        !tosa::getConstShapeValues(slice.getStart().getDefiningOp(), start))
      break;
    for (auto [sum, step] : llvm::zip(region.start, start))
      sum += step;
    region.root = slice.getInput1();
  }
  return region;
}

/// True when `b` reads the channels that follow those of `a` and does the same with them.
static bool follows(const Sibling &a, const Sibling &b) {
  tosa::Conv2DOp x = a.op, y = b.op;
  int64_t channels = cast<ShapedType>(x.getInput().getType()).getDimSize(3);
  return b.firstChannel() == a.firstChannel() + channels &&
         ArrayRef(a.region.start).drop_back() == ArrayRef(b.region.start).drop_back() &&
         x->getBlock() == y->getBlock() && x.getInput().getType() == y.getInput().getType() &&
         x.getWeight().getType() == y.getWeight().getType() && x.getType() == y.getType() &&
         x.getStride() == y.getStride() && x.getPad() == y.getPad() &&
         x.getDilation() == y.getDilation() && a.layer.inputZeroPoint == b.layer.inputZeroPoint;
}

/// One layer of as many groups as there are siblings.
static MappedLayer mergedLayer(ArrayRef<Sibling> siblings) {
  MappedLayer merged = siblings.front().layer;
  merged.groups = siblings.size();
  merged.weights.clear();
  merged.bias.clear();
  for (const Sibling &sibling : siblings) {
    const MappedLayer &layer = sibling.layer;
    llvm::append_range(merged.weights, layer.weights);
    for (int64_t o = 0; o < layer.outputs; ++o)
      merged.bias.push_back(layer.bias[layer.bias.size() == 1 ? 0 : o]);
  }
  return merged;
}

namespace {

/// Readers of one tensor by their first channel, in the order of the program where it is equal.
using Readers = std::multimap<int64_t, Sibling>;

/// The families of the module before anything is rewritten, each in the order of its channels.
class ConvolutionFamilies {
public:
  explicit ConvolutionFamilies(Operation *module) {
    llvm::MapVector<Value, Readers> readersOf;
    module->walk([&](tosa::Conv2DOp op) {
      if (!op.getInput().getDefiningOp<tosa::SliceOp>())
        return;
      InputRegion region = regionOf(op.getInput());
      if (FailureOr<MappedLayer> layer = layerOf(op, [](StringRef) {}); succeeded(layer))
        readersOf[region.root].emplace(region.start[3], Sibling{op, region, std::move(*layer)});
    });
    for (auto &[root, readers] : readersOf)
      split(std::move(readers));
  }

  /// The outputs of `op` as its family computes them; null when it has none.
  Value outputsOf(tosa::Conv2DOp op, PatternRewriter &rewriter) {
    auto found = members.find(op);
    if (found == members.end())
      return {};
    auto [family, group] = found->second;
    Value &product = families[family].product;
    if (!product)
      product = productOf(families[family].siblings, op, rewriter);
    else
      remark::passed(op.getLoc(), remark::RemarkOpts::name("MapToCrossbar").category("acim-map"))
          << ("mapped with @" + product.getDefiningOp<MvmOp>().getWeights()).str()
          << remark::metric("group", group);
    ArrayRef<int64_t> shape = cast<RankedTensorType>(product.getType()).getShape();
    return sliceOf(rewriter, op.getLoc(), product, {0, group, 0}, {shape[0], 1, shape[2]});
  }

private:
  struct Family {
    std::vector<Sibling> siblings;
    Value product;
  };

  /// Cuts the readers of one tensor into families of neighbours.
  void split(Readers readers) {
    while (!readers.empty()) {
      std::vector<Sibling> family;
      for (auto it = readers.begin(); it != readers.end();) {
        if (!family.empty() && !follows(family.back(), it->second)) {
          ++it;
          continue;
        }
        family.push_back(std::move(it->second));
        it = readers.erase(it);
      }
      if (family.size() < 2)
        continue;
      for (auto [group, sibling] : llvm::enumerate(family))
        members[sibling.op] = {families.size(), int64_t(group)};
      families.push_back({std::move(family), Value()});
    }
  }

  /// Stands before the first member in the program, where the tensor that all read is defined
  /// already.
  static Value productOf(ArrayRef<Sibling> siblings, tosa::Conv2DOp first,
                         PatternRewriter &rewriter) {
    InputRegion region = regionOf(first.getInput());
    region.start[3] = siblings.front().firstChannel();
    SmallVector<int64_t> size(cast<ShapedType>(first.getInput().getType()).getShape());
    size[3] *= siblings.size();
    Value input = sliceOf(rewriter, first.getLoc(), region.root, region.start, size);
    return buildMappedLayer(rewriter, first, input, geometryOf(first), mergedLayer(siblings),
                            cast<ShapedType>(first.getType()).getElementType());
  }

  llvm::DenseMap<Operation *, std::pair<size_t, int64_t>> members;
  std::vector<Family> families;
};

struct GroupedConv2DPattern : public OpRewritePattern<tosa::Conv2DOp> {
  GroupedConv2DPattern(MLIRContext *context, std::shared_ptr<ConvolutionFamilies> families)
      : OpRewritePattern(context, /*benefit=*/2), families(std::move(families)) {}

  LogicalResult matchAndRewrite(tosa::Conv2DOp op, PatternRewriter &rewriter) const override {
    Value outputs = families->outputsOf(op, rewriter);
    if (!outputs)
      return failure();
    auto type = cast<RankedTensorType>(op.getType());
    rewriter.replaceOp(op, reshapeTo(rewriter, op.getLoc(), outputs, type.getShape()));
    return success();
  }

  std::shared_ptr<ConvolutionFamilies> families;
};

} // namespace

void acim::populateGroupedConvolutionPatterns(RewritePatternSet &patterns, Operation *module) {
  patterns.add<GroupedConv2DPattern>(patterns.getContext(),
                                     std::make_shared<ConvolutionFamilies>(module));
}
