import Files

extension Benchmark {
  /// SHA-256 over all that decides what is asked and how it is scored: the protocol's own fields, and of
  /// every item its id, prompt parts, choices and right answers. Two runs with the same ask digest asked the
  /// same questions; a changed prompt, a changed data file or a raised version changes it. `--bos` and
  /// `--limit` are not part of it.
  public func askDigest(items: [Item]) -> String {
    var hash = SHA256()
    hash.add("assay-ask-1")
    hash.add([id, "\(version)", "\(shots)", overflow.description, boundary.rawValue, aggregation.rawValue])
    hash.add(metrics.map(\.name))
    hash.add("\(categories.count)")
    for category in categories { hash.add([category.name] + category.subtasks) }
    hash.add("\(items.count)")
    for item in items {
      hash.add([item.id, item.subtask ?? "", item.header, item.question])
      hash.add(item.exemplars)
      hash.add(item.choices)
      hash.add(item.gold.map(String.init))
    }
    return hash.hexadecimal()
  }
}

extension SHA256 {
  /// Texts are preceded by their lengths, and lists by their counts, so that no two sequences of them look
  /// alike.
  fileprivate mutating func add(_ text: String) { update("\(text.utf8.count):\(text)") }

  fileprivate mutating func add(_ texts: [String]) {
    add("\(texts.count)")
    for text in texts { add(text) }
  }
}

extension Benchmark.Overflow: CustomStringConvertible {
  public var description: String {
    switch self {
    case .truncateLeft: "truncate-left"
    case .dropExemplars(let limit): "drop-exemplars(\(limit))"
    }
  }
}
