import Tensors

/// A piece of a tensor in the memory of one worker: the parents' numbers, the base's, and room for the result. Methods may
/// change the parents' numbers, which are read anew in each pass.
final class MergeBlock {
  let worker: Int
  let capacity: Int
  private let memory: FloatBuffer
  /// Number of the block in its tensor; decides where its sums go.
  var index = 0
  /// Place of the first number in the tensor.
  var start = 0
  var count = 0
  /// Weights or task vectors, as the method wants them.
  let parents: [UnsafeMutablePointer<Float>]
  /// One row each for Fisher information; empty where the method needs none.
  let statistics: [UnsafeMutablePointer<Float>]
  /// Task vectors for the diagnostics of a method that works on weights.
  let differences: [UnsafeMutablePointer<Float>]
  let base: UnsafeMutablePointer<Float>
  let output: UnsafeMutablePointer<Float>
  /// Two rows that a method may use within a block.
  let scratch: [UnsafeMutablePointer<Float>]
  let sums: UnsafeMutablePointer<Double>
  /// For ranking a row.
  var ranks = RowRanks()

  init(worker: Int, parents count: Int, statistics: Int, differences: Int, capacity: Int) {
    // Rows begin at multiples of 64 bytes.
    let capacity = (capacity + 15) / 16 * 16
    self.worker = worker
    self.capacity = capacity
    memory = FloatBuffer(count: (count + statistics + differences + 6) * capacity)
    let base = memory.base
    func rows(_ range: Range<Int>) -> [UnsafeMutablePointer<Float>] { range.map { base + $0 * capacity } }
    parents = rows(0..<count)
    self.statistics = rows(count..<count + statistics)
    self.differences = rows(count + statistics..<count + statistics + differences)
    let rest = rows(count + statistics + differences..<count + statistics + differences + 6)
    self.base = rest[0]
    output = rest[1]
    scratch = [rest[2], rest[3]]
    sums = UnsafeMutableRawPointer(rest[4]).bindMemory(to: Double.self, capacity: capacity)
  }

  var range: Range<Int> { start..<start + count }
}
