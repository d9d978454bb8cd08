extension DTMWork {
  /// What a run trains on and how, besides what the configuration says of all runs.
  struct Share {
    var name: String
    var seed: Int
    /// A cluster of a dispersal; nil is the whole corpus.
    var cluster: (dispersal: Artefact, label: Int)?
    /// These clusters of it together, in place of the one.
    var labels: Range<Int>?
    /// The run has this share of the updates that its records make in the configured epochs: 1 is all.
    var parts = 1
    /// What it is trained by; nil is plain fine-tuning.
    var baseline: DTMBaseline?
    /// Which member of the baseline's soup it is, from 0.
    var member = 0
    /// The records of a selection, in place of the corpus.
    var selection: DTMSelection?

    init(_ name: String, seed: Int, cluster: (dispersal: Artefact, label: Int)? = nil, parts: Int = 1) {
      self.name = name
      self.seed = seed
      self.cluster = cluster
      self.parts = parts
    }

    /// Of its clusters, as `assay train` is told them.
    var clusterText: String {
      guard let cluster else { return "" }
      return labels.map { $0.map { "\($0)" }.joined(separator: "+") } ?? "\(cluster.label)"
    }

    /// Whether a label of the dispersal is one of its own.
    func has(_ label: Int?) -> Bool {
      guard let label else { return false }
      return labels?.contains(label) ?? (label == cluster?.label)
    }
  }
}
