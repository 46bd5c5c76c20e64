# Writes OUTPUT, a C++ file that holds the texts of DIRECTORY/*.json, sorted by name.
file(GLOB presets ${DIRECTORY}/*.json)
list(SORT presets)
set(entries "")
foreach(preset IN LISTS presets)
  get_filename_component(name ${preset} NAME_WE)
  file(READ ${preset} text)
  string(APPEND entries "    {\"${name}\", R\"preset(${text})preset\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"PresetTexts.h\"

llvm::ArrayRef<mlir::acim::detail::PresetText> mlir::acim::detail::presetTexts() {
  static const PresetText texts[] = {
${entries}  };
  return texts;
}
")
