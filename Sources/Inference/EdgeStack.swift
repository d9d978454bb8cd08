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
  }

  /// What a step computes of an edge.
  struct Part {
    var edge: Edge
    var segment: KeyValueSegment
    var rows: Int
  }

  let tree: PrefixTree
  private var edges: [Edge]

  init(_ tree: PrefixTree) {
    self.tree = tree
    edges = tree.roots.reversed().map { Edge(node: $0, path: [], segment: nil) }
  }

  var isEmpty: Bool { edges.isEmpty }

  /// The edge to be computed next.
  var next: Edge? { edges.last }

  /// Takes the next edge, or the most of it that `rows` allow; `segment` is its own, or new where it has none.
  mutating func take(rows: Int, segment: KeyValueSegment) -> Part {
    let edge = edges.removeLast()
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
        edges.append(Edge(node: part.edge.node, path: part.edge.path, segment: part.segment))
        continue
      }
      let path = part.edge.path + [part.segment]
      for child in node.children.reversed() { edges.append(Edge(node: child, path: path, segment: nil)) }
      whole.append((node, path))
    }
    return whole.reversed()
  }
}
