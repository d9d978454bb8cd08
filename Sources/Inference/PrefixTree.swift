/// All fed sequences of some requests, each shared beginning once: a radix tree over token ids.
struct PrefixTree {
  struct Node {
    /// The edge into this node: tokens `range` of sequence `sequence`, which stand at these positions of every sequence below.
    var sequence: Int
    var range: Range<Int>
    var children: [Int] = []
    /// What is asked of the rows of this edge.
    var targets: [Target] = []
    /// The length that decides by which angles its sequences are turned; 0 where none does.
    var length = 0
  }

  /// Token `index` of the continuation of sequence `sequence` is predicted at `position`.
  struct Target {
    var sequence: Int
    var index: Int
    var position: Int
  }

  let sequences: [ScoredSequence]
  private(set) var nodes: [Node] = []
  /// Nodes without a parent: one for each first token.
  private(set) var roots: [Int] = []

  /// - Parameter length: the length that decides by which angles a sequence of so many tokens is turned. Sequences of different ones
  ///   share nothing; so what is shared changes no bit.
  init(_ sequences: [ScoredSequence], length: (Int) -> Int = { _ in 0 }) {
    self.sequences = sequences
    let lengths = sequences.map { length($0.fed.count) }
    let order = sequences.indices.sorted {
      lengths[$0] != lengths[$1] ? lengths[$0] < lengths[$1] : Self.precedes(sequences[$0].fed, sequences[$1].fed)
    }
    let starts = order.indices.filter { $0 == 0 || lengths[order[$0]] != lengths[order[$0 - 1]] }
    // Groups of sequences (as ranges of `order`) that share their first `depth` tokens, still to be cut into edges.
    var open: [(group: Range<Int>, depth: Int, parent: Int?)] = zip(starts, starts.dropFirst() + [order.count])
      .map { ($0..<$1, 0, nil) }.reversed()
    while let (group, depth, parent) = open.popLast() {
      // Sequences that end here are first in the order; they have no more tokens.
      var start = group.lowerBound
      while start < group.upperBound, sequences[order[start]].fed.count == depth { start += 1 }
      var edges: [(group: Range<Int>, node: Int, end: Int)] = []
      while start < group.upperBound {
        let first = sequences[order[start]].fed
        var end = start + 1
        while end < group.upperBound, sequences[order[end]].fed[depth] == first[depth] { end += 1 }
        // Sorted, so what the first and the last share is shared by all between.
        let shared = Self.commonPrefix(first, sequences[order[end - 1]].fed, from: depth)
        nodes.append(Node(sequence: order[start], range: depth..<shared, length: lengths[order[start]]))
        edges.append((start..<end, nodes.count - 1, shared))
        if let parent { nodes[parent].children.append(nodes.count - 1) } else { roots.append(nodes.count - 1) }
        start = end
      }
      for edge in edges {
        addTargets(of: order[edge.group], to: edge.node)
        open.append((edge.group, edge.end, edge.node))
      }
    }
  }

  /// Tokens that are computed.
  var tokenCount: Int { nodes.reduce(0) { $0 + $1.range.count } }

  private mutating func addTargets(of group: ArraySlice<Int>, to node: Int) {
    let range = nodes[node].range
    for sequence in group {
      let first = sequences[sequence].firstScoredRow
      let positions = range.clamped(to: max(first, range.lowerBound)..<max(first, range.upperBound))
      for position in positions {
        nodes[node].targets.append(Target(sequence: sequence, index: position - first, position: position))
      }
    }
  }

  private static func precedes(_ left: [Int32], _ right: [Int32]) -> Bool {
    let common = commonPrefix(left, right, from: 0)
    if common == min(left.count, right.count) { return left.count < right.count }
    return left[common] < right[common]
  }

  private static func commonPrefix(_ left: [Int32], _ right: [Int32], from start: Int) -> Int {
    let end = min(left.count, right.count)
    return left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        var index = start
        while index < end && left[index] == right[index] { index += 1 }
        return index
      }
    }
  }
}
