import Tensors
import TestSupport
import Testing

/// A sequence cut into segments, whose keys and values are known as plain arrays too.
private struct Sequence {
  let shape: KeyValueShape
  /// (positions, heads * headSize) each.
  let keys: [Float]
  let values: [Float]
  let count: Int

  init(count: Int, shape: KeyValueShape, _ random: inout SeededGenerator) {
    self.count = count
    self.shape = shape
    keys = random.floats(count * shape.heads * shape.headSize)
    values = random.floats(count * shape.heads * shape.headSize)
  }

  /// Stores the positions into segments that begin at `cuts`.
  func segments(cuts: [Int], on pool: ThreadPool) -> [KeyValueSegment] {
    let width = shape.heads * shape.headSize
    return zip(cuts, cuts.dropFirst() + [count]).map { start, end in
      let segment = KeyValueSegment(start: start, capacity: end - start, shape: shape, isTransient: false)
      // In two pieces where possible: a segment is filled from the front.
      let pieces = end - start > 1 ? [start..<start + 1, start + 1..<end] : [start..<end]
      for piece in pieces {
        keys.withUnsafeBufferPointer { keys in
          values.withUnsafeBufferPointer { values in
            guard let k = keys.baseAddress, let v = values.baseAddress else { return }
            pool.store(
              keys: k + piece.lowerBound * width, values: v + piece.lowerBound * width, layer: 0,
              extensions: [PathExtension(path: [], segment: segment, firstRow: 0, rows: piece.count)])
          }
        }
        segment.advance(by: piece.count)
      }
      return segment
    }
  }

  func rows(_ source: [Float], head: Int, _ range: Range<Int>) -> [[Float]] {
    range.map { t in
      let first = (t * shape.heads + head) * shape.headSize
      return Array(source[first..<first + shape.headSize])
    }
  }
}

@Suite struct AttentionTests {
  /// heads, key-value heads, head size, positions, window, cap, whether heads have slopes
  static let cases: [(heads: Int, kv: Int, size: Int, count: Int, window: Int?, cap: Float?, slopes: Bool)] = [
    (4, 4, 8, 1, nil, nil, false), (8, 4, 8, 33, nil, nil, false), (4, 1, 16, 70, nil, nil, false),
    (6, 2, 40, 45, nil, nil, false), (2, 2, 64, 100, 16, nil, false), (8, 2, 8, 90, 32, nil, false),
    (3, 1, 20, 65, 1, nil, false), (32, 1, 12, 31, nil, nil, false), (8, 4, 8, 33, nil, 2, false),
    (4, 1, 16, 70, 9, 0.5, false), (8, 4, 8, 33, nil, nil, true), (6, 2, 40, 45, 8, 3, true),
  ]

  @Test(
    "attention equals its naive twin bit for bit, however the sequence is cut",
    arguments: ThreadPool.InstructionSet.allCases)
  func twin(set: ThreadPool.InstructionSet) {
    var random = SeededGenerator(seed: 9)
    for (heads, kv, size, count, window, cap, hasSlopes) in Self.cases {
      let shape = KeyValueShape(layers: 1, heads: kv, headSize: size)
      let sequence = Sequence(count: count, shape: shape, &random)
      let q = random.floats(count * heads * size), scale: Float = 0.3
      let slopes = hasSlopes ? (1...heads).map { 1 / Float($0 + 1) } : nil
      var expected: [Float] = []
      for row in 0..<count {
        let seen = (window.map { max(0, row - $0 + 1) } ?? 0)..<row + 1
        for head in 0..<heads {
          let first = (row * heads + head) * size, group = head / (heads / kv)
          expected += Naive.attend(
            q[first..<first + size], keys: sequence.rows(sequence.keys, head: group, seen),
            values: sequence.rows(sequence.values, head: group, seen), scale: scale, cap: cap, slope: slopes?[head])
        }
      }
      for cuts in [[0], [0, 1], [0, count / 3, count / 2], [0, count - 1]] where Set(cuts).count == cuts.count {
        let pool = ThreadPool(threads: 2, instructionSet: set)
        let result = attend(q, sequence, cuts: cuts.filter { $0 < count }, heads, (scale, cap, slopes), window, pool)
        #expect(result.map(\.bitPattern) == expected.map(\.bitPattern), "\(heads) \(kv) \(size) \(count) \(cuts)")
      }
    }
  }

  /// Attention of every position, in one call, as rows of the last segment and of those before it in calls of their own.
  private func attend(
    _ q: [Float], _ sequence: Sequence, cuts: [Int], _ heads: Int,
    _ scoring: (scale: Float, cap: Float?, slopes: [Float]?), _ window: Int?, _ pool: ThreadPool
  ) -> [Float] {
    let segments = sequence.segments(cuts: cuts, on: pool)
    let width = heads * sequence.shape.headSize
    let result = FloatBuffer(count: q.count)
    for (index, segment) in segments.enumerated() {
      // The kernel is asked before the rows are made part of their segment, as in a step.
      let open = KeyValueSegment(
        start: segment.start, capacity: segment.capacity, shape: sequence.shape, isTransient: true)
      let part = PathExtension(
        path: Array(segments[..<index]), segment: open, firstRow: 0, rows: segment.count)
      let kv = sequence.shape.heads * sequence.shape.headSize
      sequence.keys.withUnsafeBufferPointer { keys in
        sequence.values.withUnsafeBufferPointer { values in
          q.withUnsafeBufferPointer { q in
            guard let k = keys.baseAddress, let v = values.baseAddress, let q = q.baseAddress else { return }
            pool.store(keys: k + segment.start * kv, values: v + segment.start * kv, layer: 0, extensions: [part])
            // Some rows only, in two runs, the others in a second call.
            let runs = [
              QueryRun(extensionIndex: 0, first: 0, rows: (segment.count + 1) / 2),
              QueryRun(extensionIndex: 0, first: (segment.count + 1) / 2, rows: segment.count / 2),
            ].filter { $0.rows > 0 }
            pool.attend(
              q + segment.start * width, into: result.base + segment.start * width, heads: heads,
              scale: scoring.scale, cap: scoring.cap, slopes: scoring.slopes.map { FloatBuffer($0) }, window: window,
              layer: 0, runs: runs, extensions: [part])
          }
        }
      }
    }
    return result.array
  }

  @Test("a transient segment takes one layer's memory, and the ledger counts what lives")
  func ledger() {
    let shape = KeyValueShape(layers: 7, heads: 2, headSize: 8)
    let full = KeyValueSegment.byteCount(capacity: 33, shape: shape, isTransient: false)
    #expect(full == 7 * 2 * 2 * 64 * 8 * 4)
    #expect(KeyValueSegment.byteCount(capacity: 33, shape: shape, isTransient: true) * 7 == full)
    let ledger = KeyValueLedger()
    var segments = (0..<3).map {
      KeyValueSegment(start: $0, capacity: 33, shape: shape, isTransient: false, ledger: ledger)
    }
    #expect(ledger.bytes == 3 * full)
    segments.removeLast(2)
    #expect(ledger.bytes == full && ledger.peak == 3 * full)
  }
}
