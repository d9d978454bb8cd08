public import Configuration
public import Files

/// What `method: loramoe` adds to the configuration of `assay train`. Targets and dropout are LoRA's own.
extension TrainingConfiguration {
  static let mixture: [ConfigurationKey<TrainingConfiguration>] = [
    ConfigurationKey(
      mixturePrefix + "experts", "LoRA experts beside each target module", \.mixture.experts,
      .whole(upTo: ExpertMixture.most)),
    ConfigurationKey(mixturePrefix + "rank", "rank of each expert", \.mixture.rank, .whole(upTo: 1 << 20)),
    ConfigurationKey(
      mixturePrefix + "alpha", "the update is scaled by alpha/rank", \.mixture.alpha, .number(from: 0)),
    ConfigurationKey(
      mixturePrefix + "balance",
      "delta of the localized balancing loss: how much more experts of a sample's task_type are to be used; 0 balances all alike",
      \.mixture.balance, .part),
    ConfigurationKey(
      mixturePrefix + "balance_weight", "beta: what the balancing loss is multiplied by; 0 leaves it out",
      \.mixture.balanceWeight, .number(from: 0)),
    ConfigurationKey(
      mixturePrefix + "balance_form",
      "the balancing loss: paper (variance over mean), or code (unbiased variance over squared mean)",
      \.mixture.balanceForm, .choice),
  ]

  private static let mixturePrefix = "loramoe."

  /// The keys that say something of this run: what only LoRA experts have is no part of other runs.
  public var ownKeys: [ConfigurationKey<TrainingConfiguration>] {
    Self.keys.filter { method == .loramoe || !$0.name.hasPrefix(Self.mixturePrefix) }
  }

  /// The factors beside frozen weights.
  public var adapterShape: LoRAParameters.Shape {
    guard method == .loramoe else { return lora }
    var shape = lora
    (shape.rank, shape.alpha, shape.mixture) = (mixture.rank, mixture.alpha, mixture)
    return shape
  }

  /// Throws for keys of the one kind of adapter where the other is trained: they would say nothing.
  func checkMixture() throws(Diagnostic) {
    func refuse(_ keys: [String], instead: String) throws(Diagnostic) {
      guard let key = keys.first(where: { written.names($0) }) else { return }
      throw Diagnostic(
        written[key], "\(key) says nothing of method: \(method.rawValue)", expected: instead, status: .wrongUsage)
    }
    if method == .loramoe {
      try refuse(["lora.rank", "lora.alpha"], instead: "loramoe.rank and loramoe.alpha, those of each expert")
    } else {
      try refuse(Self.mixture.map(\.name), instead: "method: loramoe, or no such key")
    }
  }
}
