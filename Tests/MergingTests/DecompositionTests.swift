import Checkpoints
import Files
import Merging
import Synchronization
import Tensors
import TestSupport
import Testing

/// What OpenBLAS does for merges: the same bits for any number of threads, one sign of many, and nothing made of what has no solution.
@Suite struct DecompositionTests {
  /// Updates on one map each, of different sizes, some of more rank than the map has.
  private func merges(_ fixture: MergeFixture, on pool: ThreadPool) throws -> [LowRankMerge] {
    try [(300, 200, 8), (130, 260, 40), (20, 33, 30), (1, 70, 3), (65, 64, 33)].enumerated().map { index, size in
      let (outputs, inputs, rank) = size
      return LowRankMerge(
        try (0..<3).map { parent in
          let seed = UInt64(10 * index + parent)
          return LowRankUpdate(
            a: try fixture.view(
              "a", MergeFixture.numbers(rank * inputs, seed: seed), [rank, inputs], file: "a\(seed)"),
            b: try fixture.view(
              "b", MergeFixture.numbers(outputs * rank, seed: seed + 500), [outputs, rank], file: "b\(seed)"),
            scaling: 2)
        }, weights: [0.5, 0.3, 0.2], on: pool)
    }
  }

  private func truncated(threads: Int, rank: Int) throws -> [LowRankMerge.Factors] {
    let pool = ThreadPool(threads: threads), merges = try merges(MergeFixture(), on: pool)
    let found = Mutex([LowRankMerge.Factors?](repeating: nil, count: merges.count))
    pool.forEachBlock(merges.count) { index, _ in
      let factors = try? merges[index].truncated(to: rank).factors
      found.withLock { $0[index] = factors }
    }
    return try found.withLock { $0 }.map { try #require($0) }
  }

  @Test("Adapters cut down by several threads at once, 1, 2, 3 and 5, are the same bit for bit", arguments: [1, 6, 40])
  func threads(rank: Int) throws {
    let first = try truncated(threads: 1, rank: rank)
    for threads in [2, 3, 5] {
      for (ours, other) in zip(try truncated(threads: threads, rank: rank), first) {
        #expect(ours.a == other.a && ours.b == other.b && ours.rank == other.rank)
      }
    }
  }

  /// Columns of (rows, columns), row by row.
  private func column(_ values: [Float], _ index: Int, of columns: Int) -> [Float] {
    stride(from: index, to: values.count, by: columns).map { values[$0] }
  }

  @Test(
    "Factors have the roots of the singular values on either side, and the first of B's largest numbers is positive")
  func signs() throws {
    let pool = ThreadPool(threads: 1)
    var signs: Set<FloatingPointSign> = []
    for merge in try merges(MergeFixture(), on: pool) {
      let factors = try merge.truncated(to: 12).factors, rank = factors.rank
      let dense = try dense(merge, on: pool)
      for factors in [
        factors,
        try TruncatedUpdate.factors(
          dense, rows: merge.outputs, columns: merge.inputs, rank: rank, on: pool
        ).factors,
      ] {
        var previous = Double.infinity
        for r in 0..<min(factors.rank, merge.outputs, merge.inputs) {
          let b = column(factors.b, r, of: factors.rank),
            a = Array(factors.a[r * merge.inputs..<(r + 1) * merge.inputs])
          let largest = try #require(b.map(\.magnitude).max()), length = NaiveMerge.norm(b.map { Double($0) })
          #expect(b.first { $0.magnitude == largest }?.sign == .plus)
          expectClose(NaiveMerge.norm(a.map { Double($0) }), length, absolute: 2e-3, relative: 1e-5)
          #expect(length <= previous * 1.000001)
          previous = length
          signs.insert(a[0].sign)
        }
      }
    }
    // A has both.
    #expect(signs.count == 2)
  }

  private func dense(_ merge: LowRankMerge, on pool: ThreadPool) throws -> FloatBuffer {
    let factors = merge.concatenated(), values = FloatBuffer(count: merge.outputs * merge.inputs)
    for place in 0..<values.count {
      let row = place / merge.inputs, column = place % merge.inputs
      values[place] = (0..<factors.rank).reduce(Float(0)) {
        $0 + 2 * factors.b[row * factors.rank + $1] * factors.a[$1 * merge.inputs + column]
      }
    }
    return values
  }

  @Test("A dense update cut down is the same bit for bit with any threads")
  func denseThreads() throws {
    let merge = try merges(MergeFixture(), on: ThreadPool(threads: 1))[0]
    func factors(_ threads: Int) throws -> [Float] {
      let pool = ThreadPool(threads: threads)
      let found = try TruncatedUpdate.factors(
        dense(merge, on: pool), rows: merge.outputs, columns: merge.inputs, rank: 5, on: pool
      ).factors
      return found.a + found.b
    }
    let first = try factors(1)
    for threads in [2, 3] { #expect(try factors(threads) == first) }
  }

  @Test("A rank beyond the map's own is zeros")
  func beyond() throws {
    let merge = try merges(MergeFixture(), on: ThreadPool(threads: 1))[3], factors = try merge.truncated(to: 5).factors
    #expect(factors.rank == 5 && factors.b.count == 5)
    #expect(factors.b[0] > 0 && factors.b[1...].allSatisfy { $0 == 0 })
    #expect(factors.a[merge.inputs...].allSatisfy { $0 == 0 })
  }

  /// RegMean of maps whose sizes are beyond every piece and tile.
  private func regMean(threads: Int, _ ratios: [Float]) throws -> (maps: [[Float]], grams: [[Float]], merged: [Float]) {
    let inputs = 1100, outputs = 270
    let maps = (0..<2).map { MergeFixture.numbers(outputs * inputs, seed: UInt64(5 + $0)) }
    let grams = ratios.map { ratio in
      var powers = [Float(1)]
      while powers.count < inputs { powers.append(powers[powers.count - 1] * ratio) }
      return (0..<inputs).flatMap { row in powers[0...row].reversed() + powers[1..<max(1, inputs - row)] }
    }
    let merged = try MergeFixture(threads: threads).merge(
      MergeFixture.Ask(
        method: try MergeFixture.method("regmean"), shape: [outputs, inputs], base: nil, parents: maps,
        statistics: grams, statisticShape: [inputs, inputs], shared: ["off_diagonal": 0.9]))
    return (maps, grams, merged)
  }

  @Test("RegMean beyond a tile solves the normal equations, with any threads bit for bit")
  func tiles() throws {
    let (maps, grams, merged) = try regMean(threads: 1, [0.5, 0.8]), inputs = 1100
    #expect(try regMean(threads: 3, [0.5, 0.8]).merged == merged)
    func times(_ w: [Float], _ gram: [Float], _ row: Int, _ column: Int) -> Double {
      (0..<inputs).reduce(0.0) {
        $0 + Double(w[row * inputs + $1]) * Double(gram[$1 * inputs + column]) * ($1 == column ? 1 : 0.9)
      }
    }
    for row in [0, 63, 64, 255, 256, 269] {
      for column in [0, 255, 256, 600, 1023, 1024, 1099] {
        let left = times(merged, grams[0], row, column) + times(merged, grams[1], row, column)
        let right = times(maps[0], grams[0], row, column) + times(maps[1], grams[1], row, column)
        expectClose(left, right, absolute: 1e-5)
      }
    }
  }

  @Test("Gram matrices that are all but singular leave no map")
  func singular() throws {
    let map = MergeFixture.numbers(6, seed: 1)
    // The second input is the first one, but for a few parts in ten million million.
    var ask = MergeFixture.Ask(
      method: try MergeFixture.method("regmean"), shape: [3, 2], base: nil, parents: [map],
      statistics: [[1, 1, 1, 1]], statisticShape: [2, 2], shared: ["off_diagonal": .number(1 - 1e-13)])
    let error = #expect(throws: Diagnostic.self) { _ = try MergeFixture().merge(ask) }
    #expect(error?.problem == "the sum of the Gram matrices is singular")
    ask.shared["off_diagonal"] = 0.999
    #expect(largestDifference(try MergeFixture().merge(ask), map.map { Double($0) }) < 1e-6)
  }
}
