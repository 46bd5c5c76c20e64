//===- TensorFromAttr.cpp - Constants as runtime tensors ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementTypes.h"
#include "acim/Interpreter/Tensor.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include <cstring>

using namespace mlir;
using namespace mlir::acim;

namespace {

template <typename... Parts> llvm::Error attributeError(const char *format, Parts... parts) {
  return llvm::createStringError(std::errc::invalid_argument, format, parts...);
}

std::string typeName(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

/// Kinds whose elements lie in MLIR's raw buffers exactly as in a Tensor.
bool hasRawLayout(ElementKind kind) {
  return kind != ElementKind::I1 && kind != ElementKind::I4 && kind != ElementKind::I48;
}

void fillWithElement(Tensor &tensor, const char *element) {
  size_t bytes = storageBytes(tensor.kind());
  char *out = tensor.mutableBytes();
  for (int64_t i = 0, e = tensor.numElements(); i < e; ++i)
    std::memcpy(out + i * bytes, element, bytes);
}

void copyDense(DenseElementsAttr attr, Tensor &tensor) {
  if (!hasRawLayout(tensor.kind())) {
    int64_t index = 0;
    for (const llvm::APInt &value : attr.getValues<llvm::APInt>())
      tensor.setInt(index++, value.getSExtValue());
    return;
  }
  llvm::ArrayRef<char> raw = attr.getRawData();
  if (attr.isSplat())
    fillWithElement(tensor, raw.data());
  else
    std::memcpy(tensor.mutableBytes(), raw.data(), raw.size());
}

/// Resources keep i1 and i4 one to a byte and i48 in six or eight bytes.
llvm::Error copyResource(llvm::ArrayRef<char> raw, Tensor &tensor) {
  size_t elements = tensor.numElements();
  size_t bytes = elements ? raw.size() / elements : 0;
  bool sixByteElements = tensor.kind() == ElementKind::I48 && bytes == 6;
  if (raw.size() != elements * (sixByteElements ? 6 : storageBytes(tensor.kind())))
    return attributeError("resource constant has %zu bytes, expected %zu for %zu elements of %s",
                          raw.size(), elements * storageBytes(tensor.kind()), elements,
                          stringifyElementKind(tensor.kind()).data());
  if (hasRawLayout(tensor.kind())) {
    std::memcpy(tensor.mutableBytes(), raw.data(), raw.size());
    return llvm::Error::success();
  }
  for (size_t i = 0; i < elements; ++i) {
    int64_t value = 0;
    std::memcpy(&value, raw.data() + i * bytes, bytes);
    tensor.setInt(i, value);
  }
  return llvm::Error::success();
}

} // namespace

llvm::Expected<Tensor> mlir::acim::tensorFromAttr(ElementsAttr attr) {
  auto type = cast<ShapedType>(attr.getType());
  std::optional<ElementKind> kind = elementKindOf(type.getElementType());
  if (!kind)
    return attributeError("constant of element type %s, expected i1, i4, i8, i16, i32, i48, i64, "
                          "f16, bf16 or f32",
                          typeName(type.getElementType()).c_str());
  Tensor tensor;
  tensor.allocate(*kind, type.getShape());
  if (tensor.numElements() == 0)
    return tensor;
  if (auto dense = dyn_cast<DenseElementsAttr>(attr)) {
    copyDense(dense, tensor);
    return tensor;
  }
  auto resource = dyn_cast<DenseResourceElementsAttr>(attr);
  if (!resource)
    return attributeError("constant is neither dense nor a dense resource");
  AsmResourceBlob *blob = resource.getRawHandle().getBlob();
  if (!blob)
    return attributeError("constant '%s' has no data: the module was printed with its resources "
                          "elided; print it again without eliding",
                          resource.getRawHandle().getKey().str().c_str());
  if (llvm::Error error = copyResource(blob->getData(), tensor))
    return std::move(error);
  return tensor;
}
