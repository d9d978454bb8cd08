import Tensors

/// The edges of a prefix tree that can be computed, because their paths are: the tree is walked depth first.
///
/// The deepest computed nodes are extended first, so that keys and values are held for the path being walked and the
/// siblings packed with it, never for the tree.
struct EdgeStack {
  /// An edge whose path is computed; `segment` is there once a part of it is.
  struct Edge {
    var node: Int
    var path: [KeyValueSegment]
    var segment: KeyValueSegment?
    /// Which of the tree's walks it belongs to.
    var variant: Int
  }

  /// What a step computes of an edge.
  struct Part {
    var edge: Edge
    var segment: KeyValueSegment
    var rows: Int
  }

  let tree: PrefixTree
  private var edges: [Edge] = []
  /// For each edge of the stack, the most that it or one beneath it needs.
  private var needs: [Int] = []
  /// For each node, memory that its edge and the most demanding path below it take together, in bytes.
  private let needOfNode: [Int]
  private let bytes: (PrefixTree.Node) -> Int

  /// - Parameters:
  ///   - variants: how many times the tree is walked, side by side.
  ///   - bytes: the memory that an edge takes.
  init(_ tree: PrefixTree, variants: Int = 1, bytes: @escaping (PrefixTree.Node) -> Int) {
    self.tree = tree
    self.bytes = bytes
    var need = [Int](repeating: 0, count: tree.nodes.count)
    // Children stand behind their parents.
    for (index, node) in tree.nodes.enumerated().reversed() {
      need[index] = bytes(node) + (node.children.map { need[$0] }.max() ?? 0)
    }
    needOfNode = need
    // A small tree fills its steps with all variants; of a large one each is walked on its own.
    for variant in (0..<variants).reversed() {
      for root in tree.roots.reversed() { push(Edge(node: root, path: [], segment: nil, variant: variant)) }
    }
  }

  var isEmpty: Bool { edges.isEmpty }

  /// The edge to be computed next.
  var next: Edge? { edges.last }

  /// Memory that must be left when the next edge has its own, beside parts of the same step, so that each path can be walked to
  /// its end while the others are held.
  func reserve(beside parts: [Part]) -> Int {
    var most = needs.count > 1 ? needs[needs.count - 2] : 0
    if let edge = edges.last { most = max(most, needBelow(edge.node)) }
    for part in parts { most = max(most, needBelow(part.edge.node)) }
    return most
  }

  private func needBelow(_ node: Int) -> Int { needOfNode[node] - bytes(tree.nodes[node]) }

  private mutating func push(_ edge: Edge) {
    edges.append(edge)
    needs.append(max(needs.last ?? 0, needOfNode[edge.node]))
  }

  /// Takes the next edge, or the most of it that `rows` allow; `segment` is its own, or new where it has none.
  mutating func take(rows: Int, segment: KeyValueSegment) -> Part {
    let edge = edges.removeLast()
    needs.removeLast()
    return Part(edge: edge, segment: segment, rows: min(tree.nodes[edge.node].range.count - segment.count, rows))
  }

  /// The step is done: what is left of its edges, or else their children, are next. Returns the edges that are whole, with
  /// the paths that end in them.
  @discardableResult
  mutating func advance(past parts: [Part]) -> [(node: PrefixTree.Node, path: [KeyValueSegment])] {
    var whole: [(node: PrefixTree.Node, path: [KeyValueSegment])] = []
    for part in parts.reversed() {
      let node = tree.nodes[part.edge.node]
      if part.segment.count < node.range.count {
        push(Edge(node: part.edge.node, path: part.edge.path, segment: part.segment, variant: part.edge.variant))
        continue
      }
      let path = part.edge.path + [part.segment]
      for child in node.children.reversed() {
        push(Edge(node: child, path: path, segment: nil, variant: part.edge.variant))
      }
      whole.append((node, path))
    }
    return whole.reversed()
  }
}
