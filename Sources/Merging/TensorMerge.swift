import Checkpoints
import Tensors

/// One tensor of a merge: passes over its blocks, on all threads. Where blocks end depends on the tensor's shape only, and
/// sums go over blocks in their order, so no number of threads changes a bit.
final class TensorMerge {
  let name: String
  let shape: [Int]
  let count: Int
  let parameters: TensorParameters
  let facts: ModelFacts
  let seed: UInt64
  let operand: MergeMethod.Operand
  let hasBase: Bool
  let isDifference: Bool
  let parentCount: Int
  let crew: BlockCrew
  let blockSize: Int
  /// Gram matrices, one for each parent; empty where the method has none for this tensor.
  let grams: [TensorView]
  /// Fisher information, read with the blocks.
  private let statistics: [OpenedSource]
  private let parents: [OpenedSource]
  private let base: OpenedSource?

  /// Numbers in a block: all rows of one fit into a core's cache.
  private static let size = 8192

  init(_ tensor: ModelMerge.Tensor, _ merge: ModelMerge, facts: ModelFacts, crew: BlockCrew) {
    name = tensor.name
    shape = tensor.shape
    count = tensor.shape.reduce(1, *)
    parameters = tensor.parameters
    self.facts = facts
    seed = merge.seed
    operand = merge.method.operand
    hasBase = tensor.base != nil
    isDifference = tensor.isDifference
    parentCount = tensor.parents.count
    self.crew = crew
    let row = shape.count < 2 ? max(count, 1) : max(count / max(shape[0], 1), 1)
    blockSize = merge.method.usesRows ? max(1, Self.size / row) * row : Self.size
    parents = tensor.parents.map { OpenedSource($0, base: tensor.base, on: crew.pool) }
    base = tensor.base.map { OpenedSource($0, on: crew.pool) }
    grams = merge.method.statistics == .gram ? tensor.statistics : []
    statistics =
      merge.method.statistics == .fisher ? tensor.statistics.map { OpenedSource(.stored($0), on: crew.pool) } : []
    crew.prepare(
      parents: parentCount, statistics: statistics.count,
      differences: operand == .weights && hasBase ? parentCount : 0, capacity: min(blockSize, max(count, 1)))
  }

  subscript<Value>(key: SharedKey<Value>) -> Value { parameters[key] }

  /// One for each parent.
  subscript<Value>(key: ParentKey<Value>) -> [Value] { parameters[key] }

  /// Numbers in a row: of the last dimensions, all for a vector.
  var rowLength: Int { shape.count < 2 ? count : count / max(shape[0], 1) }
  var blockCount: Int { (count + blockSize - 1) / blockSize }

  func release() {
    for source in parents + statistics + (base.map { [$0] } ?? []) { source.release() }
    for gram in grams { gram.release() }
  }

  /// Calls `body` for each block, from several threads, with the operands read.
  func forEachBlock(_ body: (MergeBlock) -> Void) {
    let pool = crew.pool
    pool.forEachBlock(blockCount) { index, worker in
      let block = crew.blocks[worker]
      block.index = index
      block.start = index * blockSize
      block.count = min(blockSize, count - block.start)
      read(block, on: pool)
      body(block)
    }
  }

  /// Weights of one parent, in the calling thread: for use inside a block.
  func readWeights(of parent: Int, _ range: Range<Int>, into result: UnsafeMutablePointer<Float>) {
    parents[parent].readWeights(range, into: result, on: crew.pool)
  }

  private func read(_ block: MergeBlock, on pool: ThreadPool) {
    base?.readWeights(block.range, into: block.base, on: pool)
    for (source, row) in zip(parents, block.parents) {
      if operand == .taskVectors && hasBase {
        source.readDifference(block.range, from: block.base, into: row, on: pool)
      } else {
        source.readWeights(block.range, into: row, on: pool)
      }
    }
    for (source, row) in zip(statistics, block.statistics) {
      source.readWeights(block.range, into: row, on: pool)
    }
  }

  /// `size` sums over all numbers: `body` adds to those of a block.
  func sums(_ size: Int, _ body: (MergeBlock, UnsafeMutablePointer<Double>) -> Void) -> [Double] {
    reduce(size, body) { $0 + $1 }
  }

  /// The same with another operation than the sum; it starts from zeros.
  func reduce(
    _ size: Int, _ body: (MergeBlock, UnsafeMutablePointer<Double>) -> Void, by combine: (Double, Double) -> Double
  ) -> [Double] {
    var partials = [Double](repeating: 0, count: max(1, size * blockCount))
    partials.withUnsafeMutableBufferPointer { partials in
      guard let base = partials.baseAddress else { return }
      nonisolated(unsafe) let start = base
      forEachBlock { body($0, start + $0.index * size) }
    }
    return (0..<size).map { item in
      (0..<blockCount).reduce(0.0) { combine($0, partials[$1 * size + item]) }
    }
  }
}

/// The memory that the workers of a pool use, one tensor after the other.
final class BlockCrew {
  let pool: ThreadPool
  private(set) var blocks: [MergeBlock] = []

  init(pool: ThreadPool) { self.pool = pool }

  func prepare(parents: Int, statistics: Int, differences: Int, capacity: Int) {
    if let first = blocks.first, first.parents.count == parents, first.statistics.count == statistics,
      first.differences.count == differences, first.capacity >= capacity
    {
      return
    }
    blocks = []
    blocks = (0..<pool.threads).map {
      MergeBlock(
        worker: $0, parents: parents, statistics: statistics, differences: differences, capacity: capacity)
    }
  }
}
