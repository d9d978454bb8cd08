import Tensors
import Transformers

/// Computes a prefix tree, many edges a step, within a memory budget. Which edges share a step changes no result: rows do
/// not depend on each other.
struct TreeWalk {
  let tree: PrefixTree
  let decoder: Decoder
  /// Bytes of keys and values that may be held; one path is held even if it needs more.
  let budget: Int
  let ledger: KeyValueLedger
  /// How many mixtures of the decoder's adapters answer; each walks the whole tree.
  var variants = 1

  /// What became known: the score of a target by one of the variants.
  typealias Scored = (_ variant: Int, PrefixTree.Target, ThreadPool.TokenScore) throws -> Void

  /// Calls `scored` for every target, in the order in which they become known, and `stepped` after each step with the number
  /// of tokens that were computed.
  func run(scored: Scored, stepped: (Int) throws -> Void) throws {
    var edges = EdgeStack(tree, variants: variants) {
      bytes(of: $0, isTransient: isTransient($0, rows: decoder.maxRows))
    }
    while !edges.isEmpty {
      var parts: [EdgeStack.Part] = []
      var rows = 0
      while rows < decoder.maxRows, let edge = edges.next {
        let left = decoder.maxRows - rows
        let bound = parts.isEmpty ? Int.max : budget - edges.reserve(beside: parts)
        guard let segment = edge.segment ?? newSegment(for: tree.nodes[edge.node], rows: left, within: bound)
        else { break }
        parts.append(edges.take(rows: left, segment: segment))
        rows += parts[parts.count - 1].rows
      }
      try compute(parts, rows: rows, scored)
      try stepped(rows)
      edges.advance(past: parts)
    }
  }

  /// Memory for an edge, or nil when it has to wait for a later step because the budget is used up.
  private func newSegment(for node: PrefixTree.Node, rows: Int, within bound: Int) -> KeyValueSegment? {
    let isTransient = isTransient(node, rows: rows)
    guard bound == .max || ledger.bytes + bytes(of: node, isTransient: isTransient) <= bound else { return nil }
    return KeyValueSegment(
      start: node.range.lowerBound, capacity: node.range.count, shape: decoder.keyValueShape, isTransient: isTransient,
      ledger: ledger)
  }

  /// Whether an edge of which `rows` are computed at once needs the memory of one layer only.
  private func isTransient(_ node: PrefixTree.Node, rows: Int) -> Bool {
    node.children.isEmpty && rows >= node.range.count
  }

  private func bytes(of node: PrefixTree.Node, isTransient: Bool) -> Int {
    KeyValueSegment.byteCount(
      capacity: node.range.count, shape: decoder.keyValueShape, isTransient: isTransient)
  }

  private func compute(_ parts: [EdgeStack.Part], rows: Int, _ scored: Scored) throws {
    var ids: [Int32] = []
    ids.reserveCapacity(rows)
    var extensions: [PathExtension] = []
    var asked: [(variant: Int, target: PrefixTree.Target)] = []
    var targets: [ThreadPool.Target] = []
    for part in parts {
      let node = tree.nodes[part.edge.node]
      let first = node.range.lowerBound + part.segment.count
      for target in node.targets where target.position >= first && target.position < first + part.rows {
        asked.append((part.edge.variant, target))
        targets.append(
          ThreadPool.Target(
            row: Int32(ids.count + target.position - first),
            id: tree.sequences[target.sequence].continuation[target.index]))
      }
      extensions.append(
        PathExtension(
          path: part.edge.path, segment: part.segment, firstRow: ids.count, rows: part.rows,
          variant: part.edge.variant, length: node.length))
      ids += tree.sequences[node.sequence].fed[first..<first + part.rows]
    }
    let scores = decoder.step(ids, extensions, targets: targets)
    for (asked, score) in zip(asked, scores) { try scored(asked.variant, asked.target, score) }
  }
}
