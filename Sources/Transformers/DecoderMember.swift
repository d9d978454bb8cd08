public import Checkpoints
public import Files
public import Tensors

/// One of the models that answer together: weights, and the adapters beside them. Members of one base share its weights in
/// memory.
public struct DecoderMember {
  public var weights: DecoderWeights
  public var adapters: [DecoderAdapter]

  public init(_ weights: DecoderWeights, adapters: [DecoderAdapter] = []) {
    self.weights = weights
    self.adapters = adapters
  }

  /// A model with PEFT adapters: low-rank updates of projections stand beside the weights, the rest takes their place.
  /// - Parameter format: of whole modules in memory; nil keeps that of the file.
  public init(
    _ weights: DecoderWeights, applying adapters: [AdapterCheckpoint], format: WeightFormat?, on pool: ThreadPool
  ) throws(Diagnostic) {
    try Self.checkTogether(adapters)
    let adapted = try weights.adapted(by: adapters, format: format, on: pool)
    self.weights = adapted
    self.adapters = try adapters.filter { !$0.modules.isEmpty }.map { (adapter) throws(Diagnostic) in
      try DecoderAdapter(adapter, beside: adapted, on: pool)
    }
  }

  /// LoRA updates of one module add up; DoRA and whole modules leave nothing for a second adapter.
  private static func checkTogether(_ adapters: [AdapterCheckpoint]) throws(Diagnostic) {
    guard adapters.count > 1 else { return }
    var known: [String: (place: String, isAlone: Bool)] = [:]
    for adapter in adapters {
      var own: [String: Bool] = [:]
      for part in adapter.modules { own[part.name] = part.magnitude != nil }
      for part in adapter.tables { own[part.table.rawValue] = part.magnitude != nil }
      for (name, _) in adapter.wholes { own[String(name.dropLast(".weight".count))] = true }
      for (module, isAlone) in own.sorted(by: { $0.key < $1.key }) {
        if let other = known[module], other.isAlone || isAlone {
          throw Diagnostic(
            adapter.directory, "changes \(module), and so does \(other.place): one of them by DoRA or whole",
            expected: "adapters that add to the same weights by plain LoRA, or one of the two alone")
        }
        known[module] = (adapter.directory, isAlone)
      }
      // A resized embedding changes what another's tables must fit.
      if !adapter.tables.isEmpty, adapters.contains(where: { $0.whole(.embedding) != nil }),
        adapter.whole(.embedding) == nil
      {
        throw Diagnostic(
          adapter.directory, "has LoRA on a table that another adapter brings whole", expected: "one of the two alone")
      }
    }
  }
}

/// How several models make one distribution over the next token (Disperse-Then-Merge, arXiv:2405.13432, section 6, has the
/// first).
public enum EnsembleMixing: String, Sendable, CaseIterable {
  /// The softmax of the mean of the logits: the normalised geometric mean of the probabilities.
  case logits
  /// The mean of the probabilities.
  case probabilities
}
