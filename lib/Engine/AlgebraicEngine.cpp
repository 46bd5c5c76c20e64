//===- AlgebraicEngine.cpp - One integer product for exact layers -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Where every conversion reads its sum exactly, the layer is y = base + W x with
// W recomposed from the digits of all blocks. Products are summed in 32 bits over
// as many rows as cannot overflow, weights too wide for that are cut in limbs.
//
//===----------------------------------------------------------------------===//

#include "AlgebraicEngine.h"
#include "AlgebraicKernels.h"
#include "InputStage.h"
#include "acim/Mapping/Recompose.h"
#include "llvm/ADT/STLExtras.h"
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

class AlgebraicEngine : public Engine {
public:
  explicit AlgebraicEngine(const MvmPlan &plan);

  EngineKind kind() const override { return EngineKind::Algebraic; }
  void run(llvm::ArrayRef<int16_t> inputs, int64_t positions,
           llvm::MutableArrayRef<int64_t> outputs, MvmCounts &counts) const override;

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
  InputStage stage;
  size_t inputsPerPosition, outputsPerPosition;
  std::vector<int64_t> base;
  std::vector<Piece> pieces;
};

AlgebraicEngine::AlgebraicEngine(const MvmPlan &plan)
    : plan(plan), stage(plan), inputsPerPosition(plan.groups * plan.rows),
      outputsPerPosition(plan.groups * plan.outputs) {
  Recomposition recomposition = recompose(plan);
  base = std::move(recomposition.base);
  const int64_t maxInput = std::max(std::abs(plan.input.inputLo), std::abs(plan.input.inputHi()));
  LimbSplitter splitter(std::move(recomposition.weights), maxInput);
  for (unsigned shift = 0; !splitter.done(); shift += LimbSplitter::limbBits) {
    size_t maxRows = 0;
    std::vector<int16_t> limb = splitter.next(maxRows);
    addPieces(limb, shift, maxRows);
  }
}

void AlgebraicEngine::addPieces(llvm::ArrayRef<int16_t> limb, unsigned shift, size_t maxRows) {
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
void AlgebraicEngine::packPanels(llvm::ArrayRef<int16_t> limb, Piece &piece) const {
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
void AlgebraicEngine::packRows(llvm::ArrayRef<int16_t> limb, Piece &piece) const {
  const size_t padded = llvm::alignTo(piece.numRows, kernels::rowLanes);
  piece.weights.assign(outputsPerPosition * padded, 0);
  for (size_t o = 0; o < outputsPerPosition; ++o)
    llvm::copy(limb.slice(o * plan.rows + piece.firstRow, piece.numRows),
               piece.weights.begin() + o * padded);
}

void AlgebraicEngine::run(llvm::ArrayRef<int16_t> inputs, int64_t positions,
                          llvm::MutableArrayRef<int64_t> outputs, MvmCounts &counts) const {
  const auto count = static_cast<size_t>(positions);
  stage.count(inputs, positions, counts);
  for (size_t p = 0; p < count; ++p)
    llvm::copy(base, outputs.begin() + p * outputsPerPosition);

  // Kernels read a little beyond the rows they multiply, so the last positions are copied to where
  // that is allowed.
  const size_t tail = std::min(count, kernels::rowLanes / inputsPerPosition + 1);
  const size_t head = count - tail;
  multiply(inputs.data(), head, outputs.data());
  std::vector<int16_t> padded(tail * inputsPerPosition + kernels::rowLanes);
  llvm::copy(inputs.slice(head * inputsPerPosition, tail * inputsPerPosition), padded.begin());
  multiply(padded.data(), tail, outputs.data() + head * outputsPerPosition);
}

void AlgebraicEngine::multiply(const int16_t *inputs, size_t positions, int64_t *outputs) const {
  for (const Piece &piece : pieces)
    byRows() ? multiplyRows(piece, inputs, positions, outputs)
             : multiplyPanels(piece, inputs, positions, outputs);
}

void AlgebraicEngine::multiplyPanels(const Piece &piece, const int16_t *inputs, size_t positions,
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

void AlgebraicEngine::multiplyRows(const Piece &piece, const int16_t *inputs, size_t positions,
                                   int64_t *outputs) const {
  kernels::multiplyRows({piece.weights.data(), static_cast<size_t>(plan.groups),
                         static_cast<size_t>(plan.rows),
                         llvm::alignTo(piece.numRows, kernels::rowLanes),
                         static_cast<size_t>(plan.outputs), inputs + piece.firstRow,
                         inputsPerPosition, outputs, outputsPerPosition, piece.shift, positions});
}

} // namespace

std::unique_ptr<Engine> mlir::acim::createAlgebraicEngine(const MvmPlan &plan) {
  return std::make_unique<AlgebraicEngine>(plan);
}
