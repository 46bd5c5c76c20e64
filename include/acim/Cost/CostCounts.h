//===- CostCounts.h - What a program did, in events ---------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Counts hold no prices and no port widths: any hardware description of the same geometry can price
// them. All counts are sums over the inferences of a run.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_COST_COSTCOUNTS_H
#define ACIM_COST_COSTCOUNTS_H

#include "acim/Mapping/MvmPlan.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace mlir::acim {

/// Operations of the digital unit.
enum class DigitalKind : uint8_t {
  Add,
  Multiply,
  Compare,
  Shift,
  Lookup,
  FloatAdd,
  FloatMultiply,
  FloatFunction
};

/// Number of operations by kind and width in bits.
class DigitalCounts {
public:
  void add(DigitalKind kind, int64_t bits, int64_t count);

  const std::map<std::pair<DigitalKind, int64_t>, int64_t> &byKind() const { return counts; }
  int64_t total() const;

private:
  std::map<std::pair<DigitalKind, int64_t>, int64_t> counts;
};

/// Memory traffic: how often this many bits were moved in one go. What a port makes of it is
/// pricing.
using BurstCounts = std::map<int64_t, int64_t>;

/// Activations of one crossbar for one position: how many there are with this number of
/// conversions.
using StepProfile = std::map<int64_t, int64_t>;

/// One instruction of a program: a mapped layer, or a digital instruction (which leaves all that
/// concerns crossbars 0).
struct LayerCounts {
  std::string name;
  std::string kind;   ///< "conv2d", "digital", ...; for the report
  std::string engine; ///< that computed it; for the report

  int64_t positions = 0, groups = 0, rows = 0, outputs = 0;
  int64_t crossbars = 0, tiles = 0;
  int64_t usedCells = 0,
          totalCells = 0; ///< bit-line crossings in blocks, and all; a pair of cells counts once
  int64_t macs = 0;       ///< positions x groups x rows x outputs

  /// Conversions performed, by the bits they resolve; every setting of the converters has an entry.
  std::map<int64_t, int64_t> conversionsByBits;
  int64_t clippedConversions = 0;
  /// Conversions left out because no word line was driven, and because the bit line holds no digit
  /// in the row group.
  int64_t idleConversions = 0, emptyConversions = 0;
  /// Conversions that the program leaves out, of bit lines that hold digits.
  int64_t skippedConversions = 0;
  /// Of a layer with a gate: outputs (or contributions of operation units, over all positions) that
  /// have low columns, those of them that are refined, and conversions that masks leave out of the
  /// others. Conversions, drives and cells are those of both passes.
  int64_t gatedOutputs = 0, refinedOutputs = 0, gatedConversions = 0;
  /// Conversions whose bits were bounded by the number of active rows, the bits that this saved,
  /// and how often active rows were counted for it (position x block x row group x drive).
  int64_t boundedConversions = 0, boundedBits = 0, activeRowCounts = 0;
  int64_t shiftAdds = 0;
  /// Word lines driven, once for every column group whose activation they take part in.
  int64_t drivenRows = 0;
  /// [l]: cells of level l on driven word lines. Both arrays of a pair count, so every digit is
  /// also a cell of level 0.
  std::vector<int64_t> cellsByLevel;
  /// [l]: of them, those of bit lines whose conversion the program leaves out. They do not conduct
  /// where the hardware gates such columns.
  std::vector<int64_t> skippedCellsByLevel;
  /// Activations of an operation unit (position x block x row group x column group x drive) with at
  /// least one conversion performed.
  int64_t convertedPlanes = 0;
  /// Activations whose conversions were skipped because no word line was driven.
  int64_t idlePlanes = 0;
  /// Activations of a crossbar; blocks that work at once share one. The schedule is fixed before
  /// inputs are known, so these and `profiles` include idle planes and empty columns, but not
  /// activations of which the program leaves out all conversions.
  int64_t steps = 0;
  std::vector<StepProfile>
      profiles; ///< distinct ones of the layer's crossbars, all drives of one position
  /// Those of the second pass of a layer with a gate, and positions at which it is run: where any
  /// output is refined.
  std::vector<StepProfile> secondProfiles;
  int64_t refinedPositions = 0;

  BurstCounts tileReads, tileWrites, inputRegister, outputRegister;
  int64_t busBits = 0, routerBits = 0;
  DigitalCounts digital;

  int64_t conversions() const;
  /// Sum over driven word lines of the levels of their cells.
  int64_t cellEvents() const;
  /// The same of skippedCellsByLevel.
  int64_t skippedCellEvents() const;
  /// idlePlanes of all activations that were to be converted.
  double idleShare() const;
  /// refinedOutputs of all gatedOutputs.
  double refinedShare() const;
  double utilisation() const;
};

/// Where a layer lies and what reaches it.
struct LayerContext {
  int64_t inferences = 1;
  std::vector<int64_t> tileOfCrossbar; ///< one for each crossbar of the plan
  int64_t arrayRows = 128, arrayColumns = 128;
  int64_t maxActiveRows = 128, maxActiveColumns = 128;
  int64_t inputElements = 0; ///< of one inference, before windows repeat them
  int64_t inputBits = 8;
  int64_t accumulatorBits = 32;
  int64_t outputBits = 32; ///< as the results reach the tile buffer
};

/// Counts of a mapped layer. Conversions, drives and cells follow from the plan and from how often
/// each row was driven; nothing is simulated.
LayerCounts countLayer(const MvmPlan &plan, const MvmCounts &counts, const LayerContext &context);

/// What one digital operator computes.
struct DigitalOperation {
  llvm::StringRef name; ///< TOSA mnemonic without the dialect, "avg_pool2d"
  int64_t results = 0;  ///< elements of its result
  int64_t termsPerResult =
      1;            ///< window size, reduced length or inner dimension; 1 for elementwise operators
  int64_t bits = 8; ///< of its widest operand or result
  bool isFloat = false;
};

/// Adds the operations of `operation`, executed `times` times; false when the operator is not
/// known.
bool countDigitalOperation(const DigitalOperation &operation, int64_t times, DigitalCounts &counts);

/// Counts of a digital instruction that reads and writes tensors of these many bits in the tile
/// buffers, each once an inference.
LayerCounts countDigitalInstruction(llvm::StringRef name,
                                    llvm::ArrayRef<DigitalOperation> operations,
                                    llvm::ArrayRef<int64_t> readBits,
                                    llvm::ArrayRef<int64_t> writtenBits, int64_t inferences);

/// A run of a program.
struct ProgramCounts {
  int64_t inferences = 0;
  int64_t crossbars = 0;           ///< of the whole program; layers may share them
  int64_t tiles = 0;               ///< of the whole program
  std::vector<LayerCounts> layers; ///< in program order
};

} // namespace mlir::acim

#endif // ACIM_COST_COSTCOUNTS_H
