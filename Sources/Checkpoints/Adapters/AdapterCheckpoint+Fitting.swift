public import Files

extension AdapterCheckpoint {
  /// Throws unless everything fits the model.
  public func check(for model: ModelConfiguration) throws(Diagnostic) {
    for factor in factors {
      guard factor.layer < model.layerCount else { throw layer(factor.layer, factor.a, model) }
      if model.fusion(of: factor.projection) != nil { throw .fused(file.path, factor.projection.rawValue, model) }
      guard model.moduleName(of: factor.projection, layer: factor.layer) == factor.moduleName else {
        throw .foreign(file.path, factor.moduleName, model)
      }
      if factor.projection == .gate, !model.features.activation.hasGate {
        throw .foreign(file.path, factor.moduleName, model)
      }
      if factor.projection.block == "mlp", model.experts(ofLayer: factor.layer) != nil {
        throw Diagnostic(
          file.path, "tensor '\(factor.a.name)' is for a layer that has experts",
          expected: "the feed-forward of such a layer cannot be adapted")
      }
      let shape = model.shape(of: factor.projection)
      try Self.check(factor.a, shape: [factor.rank, shape[1]])
      try Self.check(factor.b, shape: [shape[0], factor.rank])
    }
    try checkFused(for: model)
    // Their tables are called otherwise, and whole weights of theirs would have to be cut first.
    if model.layout != .plain, let name = tables.first?.table.rawValue ?? wholes.first?.name {
      throw Diagnostic(
        file.path, "brings \(name) for a \(model.familyName) model, which is not supported",
        expected: "LoRA of the linear maps of the layers; or merge the adapter into the model with PEFT")
    }
    for (name, view) in wholes { try check(name, view, model) }
    let rows = try vocabularySize(for: model)
    for table in tables {
      if table.table == .head, model.normalizesHead {
        throw Diagnostic(
          file.path, "adapts lm_head of a Baichuan 2 model, which is not supported",
          expected: "the projections of a Baichuan model's layers can be adapted")
      }
      if configuration.ensuresTiedTables, model.tieWordEmbeddings {
        throw Diagnostic(
          directory + "/" + Self.configurationName,
          "key \"ensure_weight_tying\" is true for LoRA on \(table.table.rawValue)",
          expected: "false; or merge the adapter into the model with PEFT")
      }
      let (inputs, outputs) = table.table == .embedding ? (rows, model.hiddenSize) : (model.hiddenSize, rows)
      try Self.check(table.a, shape: [table.rank, inputs])
      try Self.check(table.b, shape: [outputs, table.rank])
    }
    if model.tieWordEmbeddings, whole(.head) != nil, whole(.embedding) == nil, !configuration.saves("lm_head") {
      throw Diagnostic(
        file.path, "brings lm_head.weight, and the model ties that to model.embed_tokens.weight",
        expected: "both, or lm_head among the \"modules_to_save\": otherwise PEFT would change the embedding, too")
    }
    if headFollows(model), let embedding = whole(.embedding), let head = whole(.head),
      !embedding.bytes.elementsEqual(head.bytes)
    {
      throw Diagnostic(
        file.path, "brings different numbers for model.embed_tokens.weight and lm_head.weight, which the model ties",
        expected: "the same, or both named by \"modules_to_save\"")
    }
  }

  /// Rows of the embedding and of the output layer with this adapter: an adapter for a model that was given more tokens brings
  /// both whole. Throws where the two do not go together.
  public func vocabularySize(for model: ModelConfiguration) throws(Diagnostic) -> Int {
    let embedding = whole(.embedding), own = whole(.head)
    let rows = embedding?.shape.first ?? model.vocabularySize
    let follows = model.tieWordEmbeddings && own == nil && headFollows(model)
    let head = follows ? rows : own?.shape.first ?? model.vocabularySize
    guard rows == head else {
      throw Diagnostic(
        file.path, "makes \(rows) rows of model.embed_tokens.weight and \(head) of lm_head.weight",
        expected: "as many; an adapter for a model with more tokens must bring both")
    }
    return rows
  }

  /// What a person should know who puts this on a model, a sentence each.
  public func warnings(for model: ModelConfiguration) -> [String] {
    var warnings = ownWarnings(on: model)
    if let rows = whole(.embedding)?.shape.first, rows != model.vocabularySize {
      warnings.append(
        "\(directory): brings \(rows) rows of the embedding, the model has \(model.vocabularySize): the tokenizer is the model's, "
          + "and a token that only the adapter has is not read from its folder")
    }
    let wide = file.tensors.filter { $0.dtype == .f64 }.map(\.name).sorted()
    if !wide.isEmpty { warnings.append("\(directory): F64 is rounded to F32 in \(CheckpointContents.list(wide))") }
    let own = Set(modules.map(\.name))
    let lacking = (0..<model.layerCount).flatMap { layer in
      let stored = model.projections(ofLayer: layer).filter { model.fusion(of: $0) == nil }
      return
        (stored.map { model.moduleName(of: $0, layer: layer) } + model.fusions.map { $0.moduleName(layer: layer) })
        .filter { configuration.targets($0) && !own.contains($0) }
    }
    if let first = lacking.first {
      warnings.append(
        "\(directory): holds nothing for \(lacking.count) of the modules that it targets, \(first) the first: "
          + "they are as in the model")
    }
    return warnings
  }

  /// A table that stands in the base's place.
  public func whole(_ table: TableFactors.Table) -> TensorView? {
    wholes.first { $0.name == table.rawValue + ".weight" }?.view
  }

  /// Of a model whose output layer is the embedding: whether it stays so where this adapter brings another embedding. PEFT copies
  /// what `modules_to_save` names, and leaves the output layer the old one; a resized embedding is loaded into both.
  public func headFollows(_ model: ModelConfiguration) -> Bool {
    model.tieWordEmbeddings && (configuration.ensuresTiedTables || !configuration.saves("model.embed_tokens"))
  }

  /// Whether a model with tied tables has them still: both are brought whole, and are the same.
  public func tieIsKept(_ model: ModelConfiguration) -> Bool {
    headFollows(model) && tables.isEmpty && whole(.embedding) != nil
  }

  private func check(_ name: String, _ view: TensorView, _ model: ModelConfiguration) throws(Diagnostic) {
    let module = String(name.dropLast(".weight".count))
    if TableFactors.Table(rawValue: module) != nil {
      guard view.shape.count == 2, view.shape[0] > 0 else { throw .wrongFactor(view, "[tokens, \(model.hiddenSize)]") }
      return try Self.check(view, shape: [view.shape[0], model.hiddenSize])
    }
    guard let shape = model.weights.first(where: { $0.name == name })?.shape else {
      let parts = module.split(separator: ".")
      if parts.count > 2, let number = Int(parts[2]), number >= model.layerCount { throw layer(number, view, model) }
      let last = parts.last.map(String.init) ?? name
      guard Projection(rawValue: last) == nil || model.fusions.isEmpty else { throw .fused(file.path, last, model) }
      throw Diagnostic(
        file.path, "brings \(name), which the model does not have",
        expected: "weights that stand in the place of its own")
    }
    try Self.check(view, shape: shape)
  }

  private func layer(_ layer: Int, _ tensor: TensorView, _ model: ModelConfiguration) -> Diagnostic {
    Diagnostic(
      file.path, "tensor '\(tensor.name)' is for layer \(layer)",
      expected: "the model has layers 0 to \(model.layerCount - 1)")
  }

  private static func check(_ tensor: TensorView, shape: [Int]) throws(Diagnostic) {
    guard tensor.shape == shape else { throw .wrongFactor(tensor, "\(shape)") }
  }
}
