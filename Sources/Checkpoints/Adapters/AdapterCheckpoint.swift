public import Files

/// A PEFT LoRA directory: adapter_config.json and adapter_model.safetensors.
public struct AdapterCheckpoint: Sendable {
  public let directory: String
  public let configuration: AdapterConfiguration
  /// Sorted by layer, then in the order of `Projection.allCases`.
  public let factors: [LoRAFactors]
  /// LoRA on weights that hold several projections, sorted by the module's name.
  public let fused: [FusedFactors]
  /// LoRA on the embedding and on the output layer.
  public let tables: [TableFactors]
  /// Weights that stand in the place of the base's, by their names there (`lm_head.weight`), sorted by name.
  public let wholes: [(name: String, view: TensorView)]
  let file: SafetensorsFile
  /// Keys of adapter_config.json that nothing here reads.
  let unknownKeys: [String]

  public static let configurationName = "adapter_config.json", weightsName = "adapter_model.safetensors"
  /// What an adapter is read from.
  public static let fileNames = [configurationName, weightsName]

  /// Whether a folder holds an adapter, by its configuration.
  public static func stands(in directory: String) -> Bool { FileSystem.exists(directory + "/" + configurationName) }

  public init(directory: String) throws(Diagnostic) {
    try ModelFolder.checkAdapter(directory)
    try FolderSeal.check(directory)
    let weights = directory + "/" + Self.weightsName
    let settings = try ConfigurationReader(file: directory + "/" + Self.configurationName)
    configuration = try AdapterConfiguration(settings)
    unknownKeys = AdapterConfiguration.unknownKeys(in: settings.object)
    guard FileSystem.exists(weights) else { throw .noAdapterWeights(directory) }
    self.directory = directory
    file = try SafetensorsFile(weights)
    let contents = try AdapterContents(file, configuration)
    factors = contents.factors
    fused = contents.fused
    tables = contents.tables
    wholes = contents.wholes
  }

  /// What it has beside plain LoRA on projections, for people; nil where there is nothing.
  public var beyondPlain: String? {
    if let part = factors.first(where: { $0.router != nil }) {
      return "LoRA experts (LoRAMoE) on \(part.projection.moduleName(layer: part.layer))"
    }
    if let part = factors.first(where: { $0.magnitude != nil }) {
      return "DoRA on \(part.projection.moduleName(layer: part.layer))"
    }
    if let part = fused.first(where: { $0.magnitude != nil }) { return "DoRA on \(part.moduleName)" }
    if let table = tables.first { return "\(table.magnitude == nil ? "LoRA" : "DoRA") on \(table.table.rawValue)" }
    return wholes.first.map { "a whole '\($0.name)'" }
  }

  /// Throws where it is more than plain LoRA on projections.
  /// - Parameter work: what can be done with nothing else, for people.
  public func checkPlain(for work: String) throws(Diagnostic) {
    guard let beyondPlain else { return }
    throw Diagnostic(
      file.path, "holds \(beyondPlain)", expected: "\(work) knows plain LoRA on the projections of the layers only")
  }

  /// SHA-256 over both files.
  public func digest() throws(Diagnostic) -> String {
    var hash = SHA256()
    for path in [directory + "/" + AdapterCheckpoint.configurationName, file.path] {
      let file = try MappedFile(path)
      file.withBytes { bytes in
        hash.update("\(bytes.count)\n")
        hash.update(bytes)
      }
    }
    return hash.hexadecimal()
  }
}

extension Diagnostic {
  fileprivate static func noAdapterWeights(_ directory: String) -> Diagnostic {
    if FileSystem.exists(directory + "/adapter_model.bin") {
      return Diagnostic(
        directory + "/adapter_model.bin", "holds weights in PyTorch's pickle format, which is not read",
        expected: "convert the adapter to adapter_model.safetensors (PEFT: save_pretrained)")
    }
    return Diagnostic(
      directory + "/" + AdapterCheckpoint.weightsName, "is missing",
      expected: "a PEFT adapter directory must hold it")
  }
}
