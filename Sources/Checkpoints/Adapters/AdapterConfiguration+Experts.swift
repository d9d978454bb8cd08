public import Files

/// LoRAMoE (arXiv:2312.09979): several LoRA experts beside one weight, and a router that mixes them for each token. PEFT has no such
/// adapter, so the type and its keys are Assay's own; everything else in the file means what PEFT means by it.
extension AdapterConfiguration {
  /// What `peft_type` says of such an adapter.
  static let expertsType = "LORAMOE"

  /// The most experts beside one weight.
  public static let mostExperts = 1024

  /// How many experts stand beside a weight; nil of plain LoRA.
  static func experts(_ reader: ConfigurationReader) throws(Diagnostic) -> Int? {
    let type = try reader.text("peft_type") ?? "LORA"
    if type == "LORA" { return nil }
    guard type == expertsType else {
      throw .unsupported(reader.place, "peft_type", "\"\(type)\"", "only LoRA adapters are supported")
    }
    return try reader.size("num_experts", limit: mostExperts)
  }

  /// Throws for what goes with plain LoRA alone.
  func checkExperts(_ path: String) throws(Diagnostic) {
    guard experts != nil else { return }
    if usesDoRA { throw .unsupported(path, "use_dora", "true", "LoRA experts are scaled by their router alone") }
    guard modulesToSave.isEmpty else {
      throw .unsupported(
        path, "modules_to_save", JSON.array(modulesToSave.map { .string($0) }).text(),
        "LoRA experts stand beside frozen weights alone")
    }
  }
}

extension AdapterCheckpoint {
  /// Throws where what it adds depends on the input, so that no weights can take it up.
  public func checkMergeable() throws(Diagnostic) {
    guard let experts = configuration.experts else { return }
    throw Diagnostic(
      file.path,
      "holds \(experts) LoRA \(experts == 1 ? "expert" : "experts") beside each weight (LoRAMoE): what they add depends on the input, and no weights "
        + "can take it up",
      expected: "adapters of plain LoRA; one of experts is scored as it is (assay score --adapter)")
  }
}
