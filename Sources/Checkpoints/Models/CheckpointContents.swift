public import Files

/// What a checkpoint holds: the weights, by the names that a decoder asks for. Whoever scores, trains or merges takes them from here.
///
/// Left aside are constant tables, and a head that is stored beside the embedding that it is tied to and equals. Where both differ the
/// file is right and config.json is not, as transformers has it (5.24, `tie_weights`); where only the head is stored it is both.
public struct CheckpointContents: Sendable {
  /// Without what is left aside.
  public let tensors: TensorStore
  /// Whether the output layer is the embedding; nil where no decoder's configuration says what is asked for.
  public let isTied: Bool?
  /// What a person should know, a sentence each.
  public let warnings: [String]
  /// The tensors that nobody asks for, sorted: they are ignored by whoever knows what the weights mean.
  public let strangers: [String]

  /// Those that are asked for: what is scored, and what a merge is made of.
  public var weights: TensorStore {
    if strangers.isEmpty { return tensors }
    let ignored = Set(strangers)
    return tensors.holding(tensors.views.filter { !ignored.contains($0.name) })
  }

  /// Of a folder whose config.json need not be one that Assay understands.
  public init(directory: String) throws(Diagnostic) {
    // Merging also takes models whose configuration means nothing here; their tensors keep their names.
    let configuration = try? ModelConfiguration(file: directory + "/config.json")
    try self.init(try TensorStore(directory: directory), configuration)
  }

  /// - Parameter configuration: nil: only constant tables are known.
  public init(_ stored: TensorStore, _ configuration: ModelConfiguration?) throws(Diagnostic) {
    var warnings =
      stored.unnamed.isEmpty
      ? [] : ["\(stored.place): its files hold \(Self.list(stored.unnamed)) that the index does not name: ignored"]
    var views: [TensorView] = []
    var renamed: [String] = []
    var origins: [String: String] = [:]
    for view in stored.views where !WeightName.isConstant(view.name) {
      let name = configuration == nil ? view.name : WeightName(view.name).canonical
      if let other = origins.updateValue(view.name, forKey: name) {
        throw Diagnostic(
          stored.place, "tensors '\(other)' and '\(view.name)' are both '\(name)'", expected: "each weight once")
      }
      if name != view.name { renamed.append(view.name) }
      views.append(name == view.name ? view : view.named(name))
    }
    if let example = renamed.sorted().first {
      warnings.append(
        "\(stored.place): \(renamed.count) tensors are read under other names, '\(example)' as "
          + "'\(WeightName(example).canonical)'")
    }
    guard let configuration else {
      let wide = views.filter { $0.dtype == .f64 }.map(\.name).sorted()
      if !wide.isEmpty { warnings.append(Self.narrowed(wide, stored.place)) }
      (tensors, isTied, strangers, self.warnings) = (stored.holding(views), nil, [], warnings)
      return
    }
    let tied = configuration.tieWordEmbeddings
    let isTied = Self.settleHead(&views, tied, configuration, stored.place, &warnings)
    var asked = configuration
    asked.tieWordEmbeddings = isTied
    let expected = Set(asked.weights.map(\.name))
    let strangers = views.map(\.name).filter { !expected.contains($0) }.sorted()
    if !strangers.isEmpty {
      warnings.append("\(stored.place): config.json does not ask for \(Self.list(strangers)): ignored")
    }
    let wide = views.filter { $0.dtype == .f64 && expected.contains($0.name) }.map(\.name).sorted()
    if !wide.isEmpty { warnings.append(Self.narrowed(wide, stored.place)) }
    tensors = stored.holding(views)
    self.isTied = isTied
    self.warnings = warnings
    self.strangers = strangers
  }

  /// Whether embedding and head are one; takes out the head that is not needed.
  private static func settleHead(
    _ views: inout [TensorView], _ isTied: Bool, _ configuration: ModelConfiguration, _ place: String,
    _ warnings: inout [String]
  ) -> Bool {
    let head = configuration.headName, table = configuration.embeddingName
    guard isTied, let found = views.firstIndex(where: { $0.name == head }) else { return isTied }
    guard let embedding = views.first(where: { $0.name == table }) else {
      views[found] = views[found].named(table)
      return true
    }
    guard views[found].holdsSameNumbers(as: embedding) else {
      warnings.append(
        "\(place): holds a '\(head)' that differs from '\(table)', though config.json says that they are tied "
          + "(\"tie_word_embeddings\"): it is used, and nothing is tied")
      return false
    }
    views.remove(at: found)
    return true
  }

  private static func narrowed(_ names: [String], _ place: String) -> String {
    "\(place): F64 is rounded to F32 in \(list(names))"
  }

  /// `3 tensors (a, b, c)`, the first five of many.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(5).joined(separator: ", ")
    return "\(names.count == 1 ? "a tensor" : "\(names.count) tensors") (\(shown)\(names.count > 5 ? ", …" : ""))"
  }
}
