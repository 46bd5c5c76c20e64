//===- ConversionUnits.cpp - Prepares packed cells for the bit-plane kernel ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ConversionUnits.h"
#include "llvm/Support/MathExtras.h"
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <set>

using namespace mlir::acim;

namespace {

/// One lane's bit line over one row group.
struct LaneLine {
  llvm::SmallVector<int8_t> digits;
  ConversionRange range;
  SumRange sums; ///< what it can sum to
  int64_t scale;

  bool exact() const {
    return range.stepLog2 == 0 && SumRange{range.lo, range.hi()}.contains(sums);
  }
  bool readsNothing() const {
    return exact() && llvm::all_of(digits, [](int8_t digit) { return digit == 0; });
  }
  /// The readings, monotone in the sum.
  SumRange readings() const {
    auto read = [&](int64_t sum) { return range.lo + (range.codeOf(sum) << range.stepLog2); };
    return {read(sums.lo), read(sums.hi)};
  }
};

int64_t magnitude(SumRange range) { return std::max(std::abs(range.lo), std::abs(range.hi)); }

/// Collects the lines of a unit and lays them out.
class UnitBuilder {
public:
  /// Of the lanes that are converted in all drives but `skipped`.
  UnitBuilder(const UnitContext &context, const LaneSet &set, size_t rowGroup, size_t line,
              uint32_t skipped);

  bool convertsNothing() const {
    return llvm::all_of(lines, [](const LaneLine &line) { return line.readsNothing(); }) ||
           convertedSteps().empty();
  }
  ConversionUnit build(PlaneLayout &layout);

private:
  LaneLine readLine(const Lane &lane, size_t rowGroup, size_t line) const;
  llvm::SmallVector<StepRun, 1> convertedSteps() const;
  kernels::Transfer chooseTransfer() const;
  bool fits(unsigned bits) const;
  unsigned chooseWordBytes() const;
  void chooseDigits();
  size_t addInputs(PlaneLayout &layout) const;
  void appendRows(const CrossbarBlock &block, size_t words, std::vector<int32_t> &rows) const;

  template <typename Word> void fill(ConversionUnit &unit) const;
  template <typename Word> void fillCells(Word *cells) const;

  const UnitContext &context;
  const LaneSet &set;
  uint32_t skipped;
  size_t firstRow, numRows;
  std::vector<LaneLine> lines;
  kernels::UnitView view{};
};

/// The drives in which a lane's line is not converted.
uint32_t skippedIn(const Lane &lane, size_t line) {
  return line < lane.lines.size() ? lane.block->skippedIn(lane.lines[line].column) : 0;
}

UnitBuilder::UnitBuilder(const UnitContext &context, const LaneSet &set, size_t rowGroup,
                         size_t line, uint32_t skipped)
    : context(context), set(set), skipped(skipped) {
  llvm::ArrayRef<int32_t> rowGroups = set.rowGroups();
  firstRow = std::accumulate(rowGroups.begin(), rowGroups.begin() + rowGroup, size_t(0));
  numRows = rowGroups[rowGroup];
  for (const Lane &lane : set.lanes)
    lines.push_back(readLine(lane, rowGroup, line));
}

/// A lane with fewer bit lines than others reads a line of zeros that counts for nothing, as does
/// one that belongs to another unit. So does a bit line that is not converted: its default range
/// reads 0 as 0.
LaneLine UnitBuilder::readLine(const Lane &lane, size_t rowGroup, size_t line) const {
  LaneLine result{llvm::SmallVector<int8_t>(numRows), {}, {}, 0};
  if (line >= lane.lines.size() || skippedIn(lane, line) != skipped)
    return result;
  const BitLine bitLine = lane.lines[line];
  const CrossbarBlock &block = *lane.block;
  const size_t columns = block.columns.size();
  for (size_t row = 0; row < numRows; ++row)
    result.digits[row] = static_cast<int8_t>(
        bitLine.cell(block.digits[(firstRow + row) * columns + bitLine.column]));
  const ConversionRange &range = block.ranges[rowGroup * columns + bitLine.column];
  if (range.isConverted())
    result.range = range;
  result.sums = columnRange(result.digits, context.levels);
  const int64_t scale = block.columns[bitLine.column].scale;
  result.scale = bitLine.side == BitLine::Negative ? -scale : scale;
  return result;
}

kernels::Transfer UnitBuilder::chooseTransfer() const {
  if (llvm::any_of(lines, [](const LaneLine &line) { return line.range.stepLog2 != 0; }))
    return kernels::Transfer::Round;
  return llvm::all_of(lines, [](const LaneLine &line) { return line.exact(); })
             ? kernels::Transfer::Exact
             : kernels::Transfer::Clamp;
}

/// Whether the kernel's results fit signed lanes of `bits` bits. What it computes on the way may
/// wrap around.
bool UnitBuilder::fits(unsigned bits) const {
  const int64_t limit = bits == 64 ? INT64_MAX : (int64_t(1) << (bits - 1)) - 1;
  return llvm::all_of(lines, [&](const LaneLine &line) {
    const SumRange range{line.range.lo, line.range.hi()};
    return magnitude(line.sums) <= limit / 4 && magnitude(range) <= limit / 4 &&
           magnitude(line.readings()) * context.scaleTotal <= limit;
  });
}

/// The narrowest words that hold a row group and whose lanes hold its sums.
unsigned UnitBuilder::chooseWordBytes() const {
  for (unsigned bytes : {2u, 4u})
    if (numRows <= bytes * 8 && fits(bytes * 8))
      return bytes;
  return 8;
}

void UnitBuilder::chooseDigits() {
  int least = 0, most = 0;
  for (const LaneLine &line : lines)
    for (int8_t digit : line.digits) {
      least = std::min<int>(least, digit);
      most = std::max<int>(most, digit);
    }
  view.bias = least;
  view.digitPlanes = static_cast<uint8_t>(
      std::max(1u, llvm::Log2_32_Ceil(static_cast<uint32_t>(most - least) + 1)));
}

/// Rows of the row group in `block`, padded to whole words.
void UnitBuilder::appendRows(const CrossbarBlock &block, size_t words,
                             std::vector<int32_t> &rows) const {
  const auto first = static_cast<int32_t>(block.group * context.plan.rows);
  for (size_t row = 0; row < words * view.wordBytes * 8; ++row)
    rows.push_back(row < numRows ? first + block.rows[firstRow + row] : PlaneLayout::noRow);
}

/// One string of words for all lanes, or word after word the words of all lanes.
size_t UnitBuilder::addInputs(PlaneLayout &layout) const {
  std::vector<int32_t> rows;
  if (set.sharedInputs) {
    appendRows(*set.lanes.front().block, view.words, rows);
    return layout.addRows(rows, view.wordBytes);
  }
  const size_t wordBits = view.wordBytes * 8;
  rows.assign(view.words * view.lanes * wordBits, PlaneLayout::noRow);
  for (size_t lane = 0; lane < lines.size(); ++lane) {
    std::vector<int32_t> laneRows;
    appendRows(*set.lanes[lane].block, view.words, laneRows);
    for (size_t w = 0; w < view.words; ++w)
      llvm::copy(llvm::ArrayRef(laneRows).slice(w * wordBits, wordBits),
                 rows.begin() + (w * view.lanes + lane) * wordBits);
  }
  return layout.addRows(rows, view.wordBytes);
}

template <typename Word> void UnitBuilder::fillCells(Word *cells) const {
  constexpr size_t wordBits = sizeof(Word) * 8;
  for (size_t lane = 0; lane < view.lanes; ++lane)
    for (size_t row = 0; row < numRows; ++row) {
      const int digit = lane < lines.size() ? lines[lane].digits[row] : 0;
      const auto biased = static_cast<unsigned>(digit - view.bias);
      for (size_t u = 0; u < view.digitPlanes; ++u)
        if (biased >> u & 1)
          cells[(u * view.words + row / wordBits) * view.lanes + lane] |=
              static_cast<Word>(Word(1) << (row % wordBits));
    }
}

/// Lays out the arrays the view points to.
template <typename Word> void UnitBuilder::fill(ConversionUnit &unit) const {
  using Sum = std::make_signed_t<Word>;
  const size_t numCells = view.digitPlanes * view.words * view.lanes;
  const size_t bytes = (numCells + 4 * view.lanes) * sizeof(Word) + view.lanes * sizeof(int64_t);
  unit.storage = hwy::AllocateAligned<char>(bytes);
  std::memset(unit.storage.get(), 0, bytes);
  auto *cells = reinterpret_cast<Word *>(unit.storage.get());
  auto *lo = reinterpret_cast<Sum *>(cells + numCells);
  auto *hi = lo + view.lanes, *shift = hi + view.lanes, *lastCode = shift + view.lanes;
  auto *scale = reinterpret_cast<int64_t *>(lastCode + view.lanes);
  fillCells(cells);
  for (size_t lane = 0; lane < lines.size(); ++lane) {
    const LaneLine &line = lines[lane];
    lo[lane] = static_cast<Sum>(line.range.lo);
    hi[lane] = static_cast<Sum>(line.range.hi());
    shift[lane] = static_cast<Sum>(line.range.stepLog2);
    lastCode[lane] = static_cast<Sum>((int64_t(1) << line.range.bits) - 1);
    scale[lane] = line.scale;
  }
  unit.view = view;
  unit.view.cells = cells;
  unit.view.lo = lo;
  unit.view.hi = hi;
  unit.view.shift = shift;
  unit.view.lastCode = lastCode;
  unit.view.scale = scale;
}

llvm::SmallVector<StepRun, 1> UnitBuilder::convertedSteps() const {
  llvm::SmallVector<StepRun, 1> runs;
  for (size_t step = 0; step < context.steps.size(); ++step) {
    if ((skipped & context.drives[step]) != 0)
      continue;
    if (runs.empty() || runs.back().first + runs.back().size != step)
      runs.push_back({step, 0});
    ++runs.back().size;
  }
  return runs;
}

ConversionUnit UnitBuilder::build(PlaneLayout &layout) {
  view.wordBytes = static_cast<uint8_t>(chooseWordBytes());
  view.words = static_cast<uint32_t>(llvm::divideCeil(numRows, view.wordBytes * 8));
  view.lanes =
      static_cast<uint32_t>(llvm::alignTo(lines.size(), kernels::laneBlockBytes / view.wordBytes));
  view.sharedInputs = set.sharedInputs;
  view.transfer = chooseTransfer();
  chooseDigits();
  view.inputOffset = static_cast<uint32_t>(addInputs(layout));
  ConversionUnit unit{};
  unit.context = &context;
  unit.runs = convertedSteps();
  if (view.wordBytes == 2)
    fill<uint16_t>(unit);
  else if (view.wordBytes == 4)
    fill<uint32_t>(unit);
  else
    fill<uint64_t>(unit);
  return unit;
}

} // namespace

UnitContext::UnitContext(const MvmPlan &plan, int32_t planesPerDrive,
                         llvm::ArrayRef<size_t> planeOrder)
    : plan(plan) {
  const InputCode code = gatherDrives(plan.input, planesPerDrive);
  const std::vector<size_t> starts = driveStarts(plan.input, planesPerDrive);
  levels = driveLevels(code);
  scaleTotal =
      std::accumulate(code.planeScale.begin(), code.planeScale.end(), int64_t(0),
                      [](int64_t total, int64_t scale) { return total + std::abs(scale); });
  for (size_t k = 0; k < planeOrder.size(); ++k) {
    const auto &[drive, coefficient] = code.bitPlanes[planeOrder[k]];
    const bool converts =
        k + 1 == planeOrder.size() || code.bitPlanes[planeOrder[k + 1]].drivePlane != drive;
    steps.push_back({coefficient, converts, code.planeScale[drive]});
    drives.push_back(uint32_t(1) << starts[drive]);
  }
}

std::vector<ConversionUnit> mlir::acim::buildUnits(const UnitContext &context, const LaneSet &set,
                                                   size_t rowGroup, size_t line,
                                                   PlaneLayout &layout) {
  std::set<uint32_t> skippedSets;
  for (const Lane &lane : set.lanes)
    skippedSets.insert(skippedIn(lane, line));
  std::vector<ConversionUnit> units;
  for (uint32_t skipped : skippedSets) {
    UnitBuilder builder(context, set, rowGroup, line, skipped);
    if (!builder.convertsNothing())
      units.push_back(builder.build(layout));
  }
  return units;
}
