//===- PlaceLayer.cpp - From decisions to the plan of a layer ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/PlaceLayer.h"

#include "acim/Mapping/ColumnDigits.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

using namespace mlir::acim;

namespace {

/// A conversion of a block by its place in `ranges`.
struct ConversionSums {
  CrossbarBlock *block;
  size_t index;
  SumRange sums;
};

class LayerPlacer {
public:
  LayerPlacer(const LayerMatrix &matrix, const LayerMapping &mapping)
      : matrix(matrix), mapping(mapping), code(mapping.digits),
        columnDigits(mapping.digits, mapping.converters) {}

  llvm::Expected<MvmPlan> place();

private:
  llvm::Error verifyWeights() const;
  void placeBlock(const TileBlock &tile, int32_t crossbar);
  void placeShape(const TileBlock &tile, CrossbarBlock &block) const;
  void placeDigits(const TileBlock &tile, CrossbarBlock &block);
  void placeOutputDigits(const TileBlock &tile, int64_t outputOfBlock, CrossbarBlock &block);
  void placeInputSums(const TileBlock &tile, CrossbarBlock &block) const;
  void flipColumns(const TileBlock &tile, CrossbarBlock &block) const;
  void skipPlanes(const TileBlock &tile, CrossbarBlock &block) const;
  void collectSums(CrossbarBlock &block);
  void shareSums();
  llvm::Error setConverters();
  llvm::Error clipConverters();

  bool holdsTopDigit(const TileBlock &tile) const {
    return tile.firstDigit + tile.numDigits == int64_t(code.numDigits());
  }
  int32_t rowAt(int64_t place) const {
    return mapping.rowOrder.empty() ? static_cast<int32_t>(place) : mapping.rowOrder[place];
  }
  int64_t planesPerDrive(const TileBlock &tile) const {
    const auto slice = static_cast<size_t>(tile.firstRow / mapping.arrayRows);
    return slice < mapping.planesPerDrive.size() ? mapping.planesPerDrive[slice] : 1;
  }
  SumRange levelsOf(const CrossbarBlock &block);

  const LayerMatrix &matrix;
  const LayerMapping &mapping;
  const DigitCode &code;
  ColumnDigits columnDigits;
  std::map<int32_t, SumRange> levels; ///< of drives that gather so many planes
  std::vector<ConversionSums> conversions;
  MvmPlan plan;
};

/// The word that is coded for a weight of an output.
int64_t centreOf(const DigitCode &code, int64_t output) {
  return code.centres.empty() ? 0 : code.centres[output];
}

llvm::Error LayerPlacer::verifyWeights() const {
  for (int64_t output = 0; output < matrix.groups * matrix.outputs; ++output)
    for (int64_t w : matrix.values.slice(output * matrix.rows, matrix.rows))
      if (!code.represents(w - centreOf(code, output)))
        return llvm::createStringError(
            "weight %lld does not fit its encoding, which holds %lld to %lld",
            static_cast<long long>(w),
            static_cast<long long>(code.minWord + centreOf(code, output)),
            static_cast<long long>(code.maxWord + centreOf(code, output)));
  return llvm::Error::success();
}

//===----------------------------------------------------------------------===//
// Cells
//===----------------------------------------------------------------------===//

SumRange LayerPlacer::levelsOf(const CrossbarBlock &block) {
  auto [entry, isNew] = levels.try_emplace(block.planesPerDrive);
  if (isNew)
    entry->second = driveLevels(gatherDrives(mapping.input, block.planesPerDrive));
  return entry->second;
}

void LayerPlacer::placeShape(const TileBlock &tile, CrossbarBlock &block) const {
  block.group = static_cast<int32_t>(tile.group);
  block.wordLine = static_cast<int32_t>(tile.crossbarRow);
  block.bitLine = static_cast<int32_t>(tile.crossbarColumn);
  block.columnGroup = static_cast<int32_t>(tile.columnGroup);
  block.rowGroups.assign(tile.rowGroups.begin(), tile.rowGroups.end());
  block.planesPerDrive = static_cast<int32_t>(planesPerDrive(tile));
  block.readout = mapping.converters.readout;
  block.skipsIdlePlanes = mapping.skipsIdlePlanes;
  block.boundsByActiveRows = mapping.boundsByActiveRows && block.planesPerDrive == 1;
  for (int64_t row = 0; row < tile.numRows; ++row)
    block.rows.push_back(rowAt(tile.firstRow + row));
  for (int64_t o = 0; o < tile.numOutputs; ++o)
    for (int64_t b = 0; b < tile.numDigits; ++b)
      block.columns.push_back(
          {static_cast<int32_t>(tile.firstOutput + o), code.scales[tile.firstDigit + b]});
  for (int64_t c = 0; c < tile.referenceColumns; ++c)
    block.columns.push_back({BlockColumn::allOutputs, -code.scales.back()});
}

/// The digits of one output, row group by row group: where columns are weighed, each is chosen for
/// the conversions of its row group.
void LayerPlacer::placeOutputDigits(const TileBlock &tile, int64_t outputOfBlock,
                                    CrossbarBlock &block) {
  const int64_t output = tile.group * matrix.outputs + tile.firstOutput + outputOfBlock;
  const size_t places = code.numDigits(), columns = block.columns.size();
  size_t firstRow = 0;
  for (int32_t size : block.rowGroups) {
    llvm::SmallVector<int64_t, 128> words;
    for (int32_t row : llvm::ArrayRef(block.rows).slice(firstRow, size))
      words.push_back(matrix.values[output * matrix.rows + row] - centreOf(code, output));
    llvm::SmallVector<int8_t, 512> digits(words.size() * places);
    columnDigits.encode(words, levelsOf(block), digits);
    for (size_t k = 0; k < words.size(); ++k)
      std::copy_n(digits.begin() + k * places + tile.firstDigit, tile.numDigits,
                  block.digits.begin() + (firstRow + k) * columns + outputOfBlock * tile.numDigits);
    firstRow += size;
  }
}

/// Reference columns hold the offset's digit: every input meets it, in the one plane that has it.
void LayerPlacer::placeDigits(const TileBlock &tile, CrossbarBlock &block) {
  const int64_t reference = holdsTopDigit(tile) ? code.offset / code.scales.back() : 0;
  block.digits.assign(block.rows.size() * block.columns.size(), static_cast<int8_t>(reference));
  for (int64_t o = 0; o < tile.numOutputs; ++o)
    placeOutputDigits(tile, o, block);
}

/// What the digits leave of a weight is the same in all rows of an output: offset and centre.
void LayerPlacer::placeInputSums(const TileBlock &tile, CrossbarBlock &block) const {
  const int64_t offset = mapping.referenceColumn ? 0 : code.offset;
  if ((offset == 0 && code.centres.empty() && !code.flipsColumns) || !holdsTopDigit(tile))
    return;
  block.inputSums.resize(block.columns.size());
  for (int64_t o = 0; o < tile.numOutputs; ++o) {
    const int64_t output = tile.group * matrix.outputs + tile.firstOutput + o;
    block.inputSums[(o + 1) * tile.numDigits - 1] = centreOf(code, output) - offset;
  }
}

/// scale * d = scale * highest - scale * (highest - d): a column stores the smaller of the two
/// sides.
void LayerPlacer::flipColumns(const TileBlock &tile, CrossbarBlock &block) const {
  const size_t columns = block.columns.size(), rows = block.rows.size();
  block.inputSums.resize(columns);
  for (int64_t column = 0; column < tile.numOutputs * tile.numDigits; ++column) {
    int64_t sum = 0;
    for (size_t row = 0; row < rows; ++row)
      sum += block.digits[row * columns + column];
    if (2 * sum <= static_cast<int64_t>(rows) * code.maxDigit)
      continue;
    block.inputSums[column] += block.columns[column].scale * code.maxDigit;
    block.columns[column].scale = -block.columns[column].scale;
    for (size_t row = 0; row < rows; ++row) {
      int8_t &digit = block.digits[row * columns + column];
      digit = static_cast<int8_t>(code.maxDigit - digit);
    }
  }
}

void LayerPlacer::skipPlanes(const TileBlock &tile, CrossbarBlock &block) const {
  std::vector<uint32_t> skipped(block.columns.size());
  for (int64_t column = 0; column < tile.numOutputs * tile.numDigits; ++column) {
    const auto digit = static_cast<size_t>(tile.firstDigit + column % tile.numDigits);
    skipped[column] = wholeDrives(mapping.input, block.planesPerDrive,
                                  mapping.skip.planesOf(mapping.input, digit, code.scales[digit]));
  }
  if (llvm::any_of(skipped, [](uint32_t planes) { return planes != 0; }))
    block.skippedPlanes = std::move(skipped);
}

void LayerPlacer::placeBlock(const TileBlock &tile, int32_t crossbar) {
  CrossbarBlock &block = plan.blocks.emplace_back();
  block.crossbar = crossbar;
  placeShape(tile, block);
  placeDigits(tile, block);
  placeInputSums(tile, block);
  if (code.flipsColumns)
    flipColumns(tile, block);
  skipPlanes(tile, block);
}

//===----------------------------------------------------------------------===//
// Converters
//===----------------------------------------------------------------------===//

/// What each conversion of a block can be asked to read.
void LayerPlacer::collectSums(CrossbarBlock &block) {
  const size_t columns = block.columns.size();
  size_t firstRow = 0;
  llvm::SmallVector<int8_t, 128> digits;
  for (auto [group, size] : llvm::enumerate(block.rowGroups)) {
    for (size_t column = 0; column < columns; ++column) {
      SumRange sums;
      if (mapping.converters.rule == ConverterRule::Proven) {
        digits.clear();
        for (size_t row = firstRow; row < firstRow + size; ++row)
          digits.push_back(block.digits[row * columns + column]);
        sums = cellsRange(digits, block.readout, levelsOf(block));
      } else {
        sums = anyCellsRange(code, block.readout, levelsOf(block), size);
      }
      conversions.push_back({&block, group * columns + column, sums});
    }
    firstRow += size;
  }
}

/// Gives the conversions that share a setting the hull of their sums.
void LayerPlacer::shareSums() {
  if (!mapping.converters.isTight() || mapping.converters.scope == SettingScope::Column)
    return;
  std::map<int32_t, SumRange> shared;
  auto keyOf = [&](const ConversionSums &conversion) {
    return mapping.converters.scope == SettingScope::Crossbar ? conversion.block->crossbar : 0;
  };
  for (const ConversionSums &conversion : conversions) {
    auto [entry, isNew] = shared.try_emplace(keyOf(conversion), conversion.sums);
    entry->second = hull(entry->second, conversion.sums);
  }
  for (ConversionSums &conversion : conversions)
    conversion.sums = shared[keyOf(conversion)];
}

llvm::Error LayerPlacer::setConverters() {
  for (CrossbarBlock &block : plan.blocks) {
    block.ranges.resize(block.rowGroups.size() * block.columns.size());
    collectSums(block);
  }
  shareSums();
  for (const ConversionSums &conversion : conversions) {
    const ConversionRange setting = converterSetting(mapping.converters, conversion.sums);
    if (setting.bits > mapping.converters.bits)
      return llvm::createStringError(
          "has sums from %lld to %lld, which need %u bits, but its converters have %u; use more "
          "bits, smaller row groups or unit_step",
          static_cast<long long>(conversion.sums.lo), static_cast<long long>(conversion.sums.hi),
          unsigned(setting.bits), mapping.converters.bits);
    conversion.block->ranges[conversion.index] = setting;
  }
  return mapping.clip.empty() ? llvm::Error::success() : clipConverters();
}

llvm::Error LayerPlacer::clipConverters() {
  if (mapping.clip.size() != conversions.size())
    return llvm::createStringError(
        "has %zu conversions, but settings that clip %zu; run acim-clip-conversions again, after "
        "what decides digits and row groups",
        conversions.size(), mapping.clip.size());
  for (auto [conversion, setting] : llvm::zip_equal(conversions, mapping.clip)) {
    ConversionRange &range = conversion.block->ranges[conversion.index];
    if (setting.isConverted() != range.isConverted() || setting.bits > mapping.converters.bits)
      return llvm::createStringError(
          "has a conversion of %u bits, which cannot be clipped to %u; run acim-clip-conversions "
          "again, after what decides digits and row groups",
          unsigned(range.bits), unsigned(setting.bits));
    range = setting;
  }
  return llvm::Error::success();
}

//===----------------------------------------------------------------------===//
// Layers
//===----------------------------------------------------------------------===//

llvm::Expected<MvmPlan> LayerPlacer::place() {
  llvm::Expected<Tiling> tiling = tileLayer(tilingRequestOf(matrix, mapping));
  if (!tiling)
    return tiling.takeError();
  if (llvm::Error error = verifyWeights())
    return std::move(error);
  plan.groups = matrix.groups;
  plan.rows = matrix.rows;
  plan.outputs = matrix.outputs;
  plan.input = mapping.input;
  plan.initial = initialValues(matrix, mapping.input.offset);
  plan.gate = mapping.gate;
  for (auto [crossbar, tile] : llvm::enumerate(tiling->crossbars))
    for (const TileBlock &block : tile.blocks)
      placeBlock(block, static_cast<int32_t>(crossbar));
  if (llvm::Error error = setConverters())
    return std::move(error);
  return std::move(plan);
}

} // namespace

std::vector<int64_t> mlir::acim::initialValues(const LayerMatrix &matrix, int64_t inputOffset) {
  std::vector<int64_t> initial(matrix.bias.begin(), matrix.bias.end());
  for (auto [o, value] : llvm::enumerate(initial))
    for (int64_t w : matrix.values.slice(o * matrix.rows, matrix.rows))
      value -= inputOffset * w;
  return initial;
}

TilingRequest mlir::acim::tilingRequestOf(const LayerMatrix &matrix, const LayerMapping &mapping) {
  TilingRequest request;
  request.groups = matrix.groups;
  request.rows = matrix.rows;
  request.outputs = matrix.outputs;
  request.digitsPerOutput = static_cast<int64_t>(mapping.digits.numDigits());
  request.referenceColumns = mapping.referenceColumn ? 1 : 0;
  request.arrayRows = mapping.arrayRows;
  request.arrayColumns = mapping.arrayColumns;
  request.maxActiveRows = mapping.maxActiveRows;
  request.maxActiveColumns = mapping.maxActiveColumns;
  for (int64_t planes : mapping.planesPerDrive)
    request.wordLinesPerRow.push_back((int64_t(1) << planes) - 1);
  return request;
}

llvm::Expected<MvmPlan> mlir::acim::placeLayer(const LayerMatrix &matrix,
                                               const LayerMapping &mapping) {
  return LayerPlacer(matrix, mapping).place();
}
