/// The parts of a run, in its order; `--only` picks some.
enum Section: String, CaseIterable {
  case startUp = "start-up"
  case ceilings, products, load, prefill, step, tokenizing
  case sharedPrefix = "shared-prefix"
  case generation, training, embedding, merging, scaling, memory, sandbox

  var needsModel: Bool { ![.startUp, .ceilings, .products, .embedding, .merging, .sandbox].contains(self) }
}

/// What a section found.
struct SectionResult {
  var figures: [Figure] = []
  /// What a reader must know beside the figures, a sentence each.
  var notes: [String] = []
}
