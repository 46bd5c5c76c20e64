//===- AlgebraicEngine.cpp - One integer product for exact layers -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where every conversion reads its sum exactly, the layer is y = base + W x with
// W recomposed from the digits of all blocks. Where conversions are left out, it is a
// sum of such products, each of the columns that are converted in the same planes
// with what these planes of x stand for. Products are summed in 32 bits over
// as many rows as cannot overflow, weights too wide for that are cut in limbs.
//
//===----------------------------------------------------------------------===//

#include "AlgebraicEngine.h"
#include "AlgebraicKernels.h"
#include "InputStage.h"
#include "acim/Mapping/Recompose.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <cstdlib>

using namespace mlir::acim;

namespace {

/// One limb of the weights over rows that 32-bit sums can take.
struct Piece {
  unsigned shift;
  size_t firstRow, numRows;
  std::vector<int16_t> weights; ///< in the kernel's order
};

/// The largest magnitude times the largest input, summed over `rows` rows, fits 32 bits.
size_t rowsWithoutOverflow(int64_t maxWeight, int64_t maxInput) {
  return static_cast<size_t>(INT32_MAX / std::max<int64_t>(1, maxWeight * maxInput)) & ~size_t(1);
}

/// Cuts weights in limbs of 16 bits, or of 8 where those would overflow at once: weight = sum limb
/// << shift.
class LimbSplitter {
public:
  LimbSplitter(std::vector<int64_t> weights, int64_t maxInput)
      : rest(std::move(weights)), maxInput(maxInput) {}

  bool done() const { return maxMagnitude() == 0; }

  /// Takes the next limb off; says how many rows its products may be summed over.
  std::vector<int16_t> next(size_t &rows) {
    const int64_t largest = maxMagnitude();
    rows = largest <= INT16_MAX ? rowsWithoutOverflow(largest, maxInput) : 0;
    if (rows >= minRows)
      return takeAll();
    rows = rowsWithoutOverflow(limbHalf, maxInput);
    return takeLowLimb();
  }

  static constexpr unsigned limbBits = 8;

private:
  static constexpr size_t minRows = 32; // fewer and two limbs are cheaper
  static constexpr int64_t limbHalf = int64_t(1) << (limbBits - 1);

  int64_t maxMagnitude() const {
    int64_t largest = 0;
    for (int64_t weight : rest)
      largest = std::max<int64_t>(largest, std::abs(weight));
    return largest;
  }

  std::vector<int16_t> takeAll() {
    std::vector<int16_t> limb(rest.begin(), rest.end());
    llvm::fill(rest, 0);
    return limb;
  }

  std::vector<int16_t> takeLowLimb() {
    std::vector<int16_t> limb(rest.size());
    for (size_t k = 0; k < rest.size(); ++k) {
      limb[k] = static_cast<int16_t>(((rest[k] + limbHalf) & (2 * limbHalf - 1)) - limbHalf);
      rest[k] = (rest[k] - limb[k]) / (2 * limbHalf);
    }
    return limb;
  }

  std::vector<int64_t> rest;
  int64_t maxInput;
};

/// outputs += W x for weights of a plan's shape.
class ExactProduct {
public:
  /// Inputs are at most `maxInput` in magnitude.
  ExactProduct(const MvmPlan &plan, std::vector<int64_t> weights, int64_t maxInput);

  void add(llvm::ArrayRef<int16_t> inputs, size_t positions, int64_t *outputs) const;

private:
  /// Few outputs leave most lanes of a panel empty.
  bool byRows() const { return plan.outputs <= 2; }

  void addPieces(llvm::ArrayRef<int16_t> limb, unsigned shift, size_t maxRows);
  void packPanels(llvm::ArrayRef<int16_t> limb, Piece &piece) const;
  void packRows(llvm::ArrayRef<int16_t> limb, Piece &piece) const;

  void multiply(const int16_t *inputs, size_t positions, int64_t *outputs) const;
  void multiplyPanels(const Piece &piece, const int16_t *inputs, size_t positions,
                      int64_t *outputs) const;
  void multiplyRows(const Piece &piece, const int16_t *inputs, size_t positions,
                    int64_t *outputs) const;

  const MvmPlan &plan;
  size_t inputsPerPosition, outputsPerPosition;
  std::vector<Piece> pieces;
};

ExactProduct::ExactProduct(const MvmPlan &plan, std::vector<int64_t> weights, int64_t maxInput)
    : plan(plan), inputsPerPosition(plan.groups * plan.rows),
      outputsPerPosition(plan.groups * plan.outputs) {
  LimbSplitter splitter(std::move(weights), maxInput);
  for (unsigned shift = 0; !splitter.done(); shift += LimbSplitter::limbBits) {
    size_t maxRows = 0;
    std::vector<int16_t> limb = splitter.next(maxRows);
    addPieces(limb, shift, maxRows);
  }
}

void ExactProduct::addPieces(llvm::ArrayRef<int16_t> limb, unsigned shift, size_t maxRows) {
  const auto rows = static_cast<size_t>(plan.rows);
  for (size_t first = 0; first < rows; first += maxRows) {
    Piece &piece = pieces.emplace_back();
    piece.shift = shift;
    piece.firstRow = first;
    piece.numRows = std::min(maxRows, rows - first);
    byRows() ? packRows(limb, piece) : packPanels(limb, piece);
  }
}

/// groups x panels x row pairs x panelOutputs x 2.
void ExactProduct::packPanels(llvm::ArrayRef<int16_t> limb, Piece &piece) const {
  constexpr size_t width = kernels::panelOutputs;
  const size_t pairs = llvm::divideCeil(piece.numRows, 2);
  const size_t panels = llvm::divideCeil(plan.outputs, width);
  piece.weights.assign(plan.groups * panels * pairs * width * 2, 0);
  for (size_t q = 0; q < static_cast<size_t>(plan.groups); ++q)
    for (size_t o = 0; o < static_cast<size_t>(plan.outputs); ++o)
      for (size_t j = 0; j < piece.numRows; ++j) {
        const size_t panel = q * panels + o / width;
        piece.weights[((panel * pairs + j / 2) * width + o % width) * 2 + j % 2] =
            limb[(q * plan.outputs + o) * plan.rows + piece.firstRow + j];
      }
}

/// groups x outputs x padded rows.
void ExactProduct::packRows(llvm::ArrayRef<int16_t> limb, Piece &piece) const {
  const size_t padded = llvm::alignTo(piece.numRows, kernels::rowLanes);
  piece.weights.assign(outputsPerPosition * padded, 0);
  for (size_t o = 0; o < outputsPerPosition; ++o)
    llvm::copy(limb.slice(o * plan.rows + piece.firstRow, piece.numRows),
               piece.weights.begin() + o * padded);
}

void ExactProduct::add(llvm::ArrayRef<int16_t> inputs, size_t positions, int64_t *outputs) const {
  // Kernels read a little beyond the rows they multiply, so the last positions are copied to where
  // that is allowed.
  const size_t tail = std::min(positions, kernels::rowLanes / inputsPerPosition + 1);
  const size_t head = positions - tail;
  multiply(inputs.data(), head, outputs);
  std::vector<int16_t> padded(tail * inputsPerPosition + kernels::rowLanes);
  llvm::copy(inputs.slice(head * inputsPerPosition, tail * inputsPerPosition), padded.begin());
  multiply(padded.data(), tail, outputs + head * outputsPerPosition);
}

void ExactProduct::multiply(const int16_t *inputs, size_t positions, int64_t *outputs) const {
  for (const Piece &piece : pieces)
    byRows() ? multiplyRows(piece, inputs, positions, outputs)
             : multiplyPanels(piece, inputs, positions, outputs);
}

void ExactProduct::multiplyPanels(const Piece &piece, const int16_t *inputs, size_t positions,
                                  int64_t *outputs) const {
  constexpr size_t width = kernels::panelOutputs;
  const size_t pairs = llvm::divideCeil(piece.numRows, 2);
  const int16_t *weights = piece.weights.data();
  for (size_t q = 0; q < static_cast<size_t>(plan.groups); ++q) {
    for (size_t o = 0; o < static_cast<size_t>(plan.outputs); o += width) {
      kernels::multiplyPanel({weights, pairs, inputs + q * plan.rows + piece.firstRow,
                              inputsPerPosition, outputs + q * plan.outputs + o, outputsPerPosition,
                              std::min<size_t>(width, plan.outputs - o), piece.shift, positions});
      weights += pairs * width * 2;
    }
  }
}

void ExactProduct::multiplyRows(const Piece &piece, const int16_t *inputs, size_t positions,
                                int64_t *outputs) const {
  kernels::multiplyRows({piece.weights.data(), static_cast<size_t>(plan.groups),
                         static_cast<size_t>(plan.rows),
                         llvm::alignTo(piece.numRows, kernels::rowLanes),
                         static_cast<size_t>(plan.outputs), inputs + piece.firstRow,
                         inputsPerPosition, outputs, outputsPerPosition, piece.shift, positions});
}

/// A product with what some planes of the inputs stand for.
struct MaskedProduct {
  ExactProduct product;
  std::vector<int16_t> values; ///< of each raw input; empty for the raw inputs themselves
};

class AlgebraicEngine : public Engine {
public:
  explicit AlgebraicEngine(const MvmPlan &plan);

  EngineKind kind() const override { return EngineKind::Algebraic; }
  void run(llvm::ArrayRef<int16_t> inputs, int64_t positions,
           llvm::MutableArrayRef<int64_t> outputs, MvmCounts &counts) const override;

private:
  void addPart(PartialProduct part);
  void addToBase(llvm::ArrayRef<int64_t> weights, int64_t input);
  void addMasked(const MaskedProduct &part, llvm::ArrayRef<int16_t> inputs, size_t positions,
                 int64_t *outputs) const;

  const MvmPlan &plan;
  InputStage stage;
  std::vector<int64_t> base;
  std::vector<MaskedProduct> products;
};

/// What the planes stand for of each raw input.
std::vector<int64_t> valuesOf(const InputCode &code, uint32_t planes) {
  std::vector<int64_t> factors;
  for (const InputBitPlane &plane : code.bitPlanes)
    factors.push_back((planes >> plane.drivePlane & 1) != 0
                          ? code.planeScale[plane.drivePlane] * plane.coefficient
                          : 0);
  std::vector<int64_t> values;
  for (uint32_t bits : code.table) {
    int64_t value = 0;
    for (auto [t, factor] : llvm::enumerate(factors))
      value += (bits >> t & 1) != 0 ? factor : 0;
    values.push_back(value);
  }
  return values;
}

/// The lower half of the planes.
uint32_t lowerHalf(uint32_t planes) {
  uint32_t half = 0;
  for (int left = llvm::popcount(planes) / 2; left > 0; --left)
    half |= (planes & ~half) & -(planes & ~half);
  return half;
}

AlgebraicEngine::AlgebraicEngine(const MvmPlan &plan)
    : plan(plan), stage(plan), base(plan.initial) {
  for (PartialProduct &part : partialProducts(plan))
    addPart(std::move(part));
}

void AlgebraicEngine::addToBase(llvm::ArrayRef<int64_t> weights, int64_t input) {
  for (size_t o = 0; o < base.size(); ++o)
    for (int64_t weight : weights.slice(o * plan.rows, plan.rows))
      base[o] += weight * input;
}

/// Values that need more than 16 bits come in two products of half of the planes each, those of a
/// single plane with its scale in the weights.
void AlgebraicEngine::addPart(PartialProduct part) {
  const InputCode &code = plan.input;
  if (part.planes == llvm::maskTrailingOnes<uint32_t>(code.planeScale.size())) {
    addToBase(part.weights, code.offset);
    const int64_t maxInput = std::max(std::abs(code.inputLo), std::abs(code.inputHi()));
    products.push_back({ExactProduct(plan, std::move(part.weights), maxInput), {}});
    return;
  }
  std::vector<int64_t> values = valuesOf(code, part.planes);
  auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (*most - *least > UINT16_MAX && llvm::popcount(part.planes) > 1) {
    const uint32_t lower = lowerHalf(part.planes);
    addPart({lower, part.weights});
    addPart({part.planes & ~lower, std::move(part.weights)});
    return;
  }
  if (*most - *least > UINT16_MAX) {
    const int64_t scale = std::abs(code.planeScale[llvm::countr_zero(part.planes)]);
    for (int64_t &value : values)
      value /= scale;
    for (int64_t &weight : part.weights)
      weight *= scale;
  }
  // Centred where they would not fit otherwise.
  const int64_t centre = *most > INT16_MAX || *least < INT16_MIN ? *least - INT16_MIN : 0;
  addToBase(part.weights, centre);
  const int64_t maxValue = std::max(std::abs(*least - centre), std::abs(*most - centre));
  products.push_back({ExactProduct(plan, std::move(part.weights), maxValue), {}});
  for (int64_t value : values)
    products.back().values.push_back(static_cast<int16_t>(value - centre));
}

void AlgebraicEngine::run(llvm::ArrayRef<int16_t> inputs, int64_t positions,
                          llvm::MutableArrayRef<int64_t> outputs, MvmCounts &counts) const {
  const auto count = static_cast<size_t>(positions);
  stage.count(inputs, positions, counts);
  for (size_t p = 0; p < count; ++p)
    llvm::copy(base, outputs.begin() + p * base.size());
  for (const MaskedProduct &part : products)
    if (part.values.empty())
      part.product.add(inputs, count, outputs.data());
    else
      addMasked(part, inputs, count, outputs.data());
}

void AlgebraicEngine::addMasked(const MaskedProduct &part, llvm::ArrayRef<int16_t> inputs,
                                size_t positions, int64_t *outputs) const {
  constexpr size_t chunk = 256;
  const size_t width = stage.width();
  std::vector<int16_t> values(std::min(chunk, positions) * width);
  for (size_t p = 0; p < positions; p += chunk) {
    const size_t size = std::min(chunk, positions - p);
    llvm::ArrayRef<int16_t> raw = inputs.slice(p * width, size * width);
    for (size_t k = 0; k < raw.size(); ++k)
      values[k] = part.values[raw[k] - plan.input.inputLo];
    part.product.add(llvm::ArrayRef(values).take_front(raw.size()), size,
                     outputs + p * base.size());
  }
}

} // namespace

std::unique_ptr<Engine> mlir::acim::createAlgebraicEngine(const MvmPlan &plan) {
  return std::make_unique<AlgebraicEngine>(plan);
}
