import Tensors
import Transformers

/// Computes a prefix tree depth first, many edges a step, within a memory budget.
///
/// The deepest computed nodes are extended first, so that keys and values are held for the path being walked and the
/// siblings packed with it, never for the tree. Which edges share a step changes no result: rows do not depend on
/// each other.
struct TreeWalk {
  let tree: PrefixTree
  let decoder: Decoder
  /// Bytes of keys and values that may be held; only a path that needs more by itself goes beyond.
  let budget: Int
  let ledger: KeyValueLedger

  /// An edge whose path is computed; `segment` is there once a part of it is.
  private struct Open {
    var node: Int
    var path: [KeyValueSegment]
    var segment: KeyValueSegment?

    /// Keys and values of the path as far as it is there.
    var bytes: Int { path.reduce(segment?.byteCount ?? 0) { $0 + $1.byteCount } }
  }

  /// Calls `scored` for every target, in the order in which they become known, and `stepped` after each step with the number
  /// of tokens that were computed.
  func run(
    scored: (PrefixTree.Target, ThreadPool.TokenScore) throws -> Void, stepped: (Int) throws -> Void
  ) throws {
    var stack = tree.roots.reversed().map { Open(node: $0, path: [], segment: nil) }
    let longest = longestPathBytes()
    while !stack.isEmpty {
      // What the deepest path may still need is kept free for it, so that the walk can always go on.
      let reserve = longest - (stack.last?.bytes ?? 0)
      var taken: [(open: Open, segment: KeyValueSegment, rows: Int)] = []
      var rows = 0
      while rows < decoder.mostRows, let top = stack.last {
        let take = min(remaining(top), decoder.mostRows - rows)
        guard
          let segment = top.segment
            ?? newSegment(
              for: top, rows: take, limit: taken.isEmpty ? .max : budget - reserve)
        else { break }
        stack.removeLast()
        taken.append((top, segment, take))
        rows += take
      }
      try compute(taken, rows: rows, scored)
      try stepped(rows)
      for (open, segment, _) in taken.reversed() {
        if segment.count < tree.nodes[open.node].range.count {
          stack.append(Open(node: open.node, path: open.path, segment: segment))
        } else {
          let path = open.path + [segment]
          for child in tree.nodes[open.node].children.reversed() {
            stack.append(Open(node: child, path: path, segment: nil))
          }
        }
      }
    }
  }

  private func remaining(_ open: Open) -> Int {
    tree.nodes[open.node].range.count - (open.segment?.count ?? 0)
  }

  /// Memory for an edge, or nil when it has to wait for a later step because the budget is used up.
  private func newSegment(for open: Open, rows: Int, limit: Int) -> KeyValueSegment? {
    let node = tree.nodes[open.node], shape = decoder.keyValueShape
    let isTransient = node.children.isEmpty && rows == node.range.count
    let bytes = KeyValueSegment.byteCount(capacity: node.range.count, shape: shape, isTransient: isTransient)
    guard bytes <= limit - ledger.bytes else { return nil }
    return KeyValueSegment(
      start: node.range.lowerBound, capacity: node.range.count, shape: shape, isTransient: isTransient,
      ledger: ledger)
  }

  /// Keys and values of the path that needs most of them.
  private func longestPathBytes() -> Int {
    var longest = 0
    var stack = tree.roots.map { (node: $0, above: 0) }
    while let (node, above) = stack.popLast() {
      let bytes =
        above
        + KeyValueSegment.byteCount(
          capacity: tree.nodes[node].range.count, shape: decoder.keyValueShape, isTransient: false)
      longest = max(longest, bytes)
      stack += tree.nodes[node].children.map { ($0, bytes) }
    }
    return longest
  }

  private func compute(
    _ taken: [(open: Open, segment: KeyValueSegment, rows: Int)], rows: Int,
    _ scored: (PrefixTree.Target, ThreadPool.TokenScore) throws -> Void
  ) throws {
    var ids: [Int32] = []
    ids.reserveCapacity(rows)
    var extensions: [PathExtension] = []
    var asked: [PrefixTree.Target] = []
    var targets: [ThreadPool.Target] = []
    for (open, segment, count) in taken {
      let node = tree.nodes[open.node]
      let first = node.range.lowerBound + segment.count
      for target in node.targets where target.position >= first && target.position < first + count {
        asked.append(target)
        targets.append(
          ThreadPool.Target(
            row: Int32(ids.count + target.position - first),
            id: tree.sequences[target.sequence].continuation[target.index]))
      }
      extensions.append(PathExtension(path: open.path, segment: segment, firstRow: ids.count, rows: count))
      ids += tree.sequences[node.sequence].fed[first..<first + count]
    }
    let scores = decoder.step(ids, extensions, targets: targets)
    for (target, score) in zip(asked, scores) { try scored(target, score) }
  }
}
