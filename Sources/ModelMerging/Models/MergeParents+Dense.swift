import Checkpoints
import Files

extension MergeParents {
  /// Adapters that are to become a model must leave it one: with as many tokens, and tied tables tied.
  mutating func checkDense() throws(Diagnostic) {
    guard let folder, var configuration = try? ModelConfiguration(file: folder + "/config.json") else { return }
    configuration.tieWordEmbeddings = isTied ?? configuration.tieWordEmbeddings
    for adapter in all.compactMap(\.adapter) {
      let changesHead =
        !adapter.tables.isEmpty || adapter.whole(.head) != nil
        || (adapter.whole(.embedding) != nil && !adapter.headFollows(configuration))
      guard !configuration.tieWordEmbeddings || !changesHead || adapter.tieIsKept(configuration) else {
        throw Diagnostic(
          adapter.directory, "changes one of model.embed_tokens and lm_head, which \(folder) ties",
          expected: "output: adapter for plain LoRA, or a base with a lm_head.weight of its own")
      }
    }
    try settleRows(configuration, folder)
  }

  /// Adapters of a model that was given more tokens bring embedding and output layer whole. Their rows are averaged where all parents
  /// have as many: which token a row behind the base's stands for is said nowhere, so that rows of one parent alone, or of tokenizers
  /// that differ, cannot be told apart.
  private mutating func settleRows(_ configuration: ModelConfiguration, _ folder: String) throws(Diagnostic) {
    let expectation =
      "as many rows in all parents; or each adapter merged into its model first, with its tokenizer beside it, then tokenizer_source"
    var tokenizers: [String: (digest: String, place: String)] = [:]
    let counts = try all.map { (parent) throws(Diagnostic) in
      try parent.adapter?.vocabularySize(for: configuration) ?? configuration.vocabularySize
    }
    guard let place = counts.firstIndex(where: { $0 != configuration.vocabularySize }) else { return }
    for (parent, rows) in zip(all, counts) {
      guard rows == counts[place] else {
        throw Diagnostic(
          all[place].adapter?.directory ?? all[place].model.text,
          "brings \(counts[place]) rows of model.embed_tokens.weight, and \(parent.model.text) has \(rows)",
          expected: expectation)
      }
      guard let adapter = parent.adapter else { continue }
      for name in ["tokenizer.json", "added_tokens.json"] {
        let path = "\(adapter.directory)/\(name)"
        guard FileSystem.exists(path) else { continue }
        let digest = try SHA256.known(ofFile: path)
        if let other = tokenizers[name], other.digest != digest {
          throw Diagnostic(path, "is another one than \(other.place)", expected: expectation)
        }
        tokenizers[name] = (digest, path)
      }
    }
    resizedRows = counts[place]
    notes.append(
      "the result has \(counts[place]) rows of model.embed_tokens.weight, \(folder) \(configuration.vocabularySize); of the base's "
        + "own rows the new ones count as the mean of the parents'")
  }
}
