import Checkpoints
import Files
import Merging
import Tensors
import TestSupport
import Testing

/// Adapters merged as factors, beside the products that are never formed.
@Suite struct LowRankTests {
  private let outputs = 41, inputs = 29
  private let pool = ThreadPool(threads: 2)

  /// Updates of given ranks; all with the first one's A where it is shared.
  private func updates(_ ranks: [Int], sharesA: Bool = false, scaling: Double = 2) throws -> [LowRankUpdate] {
    let fixture = try MergeFixture()
    return try ranks.enumerated().map { k, rank in
      let a = MergeFixture.numbers(rank * inputs, seed: sharesA ? 3 : UInt64(3 + k))
      let b = MergeFixture.numbers(outputs * rank, seed: UInt64(50 + k))
      return LowRankUpdate(
        a: try fixture.view("a", a, [rank, inputs], file: "a\(k)"),
        b: try fixture.view("b", b, [outputs, rank], file: "b\(k)"), scaling: scaling)
    }
  }

  private func values(_ view: TensorView) -> [Float] { Array(view.bytes.bindMemory(to: Float.self)) }

  private func product(_ a: [Float], _ b: [Float], _ rank: Int, _ scaling: Double) -> [Double] {
    (0..<outputs * inputs).map { place in
      scaling
        * (0..<rank).reduce(0.0) {
          $0 + Double(b[place / inputs * rank + $1]) * Double(a[$1 * inputs + place % inputs])
        }
    }
  }

  private func product(_ factors: LowRankMerge.Factors) -> [Double] {
    product(factors.a, factors.b, factors.rank, factors.scaling)
  }

  private func average(_ updates: [LowRankUpdate], _ weights: [Double]) -> [Double] {
    NaiveMerge.sum(updates.map { product(values($0.a), values($0.b), $0.rank, $0.scaling) }, weights)
  }

  private func relative(_ a: [Double], _ b: [Double]) -> Double {
    NaiveMerge.norm(zip(a, b).map { $0 - $1 }) / NaiveMerge.norm(b)
  }

  @Test("The concatenation is the average, also of different ranks")
  func concatenation() throws {
    let updates = try updates([4, 3, 5]), weights = [0.5, 0.3, 0.2]
    let factors = LowRankMerge(updates, weights: weights, on: pool).concatenated()
    #expect(factors.rank == 12)
    #expect(relative(product(factors), average(updates, weights)) < 1e-6)
  }

  @Test("Weights 1, 0, 0 leave the first adapter as it is")
  func single() throws {
    let updates = try updates([4, 4, 4])
    let factors = LowRankMerge(updates, weights: [1, 0, 0], on: pool).concatenated()
    #expect(factors.rank == 4 && factors.scaling == 2)
    #expect(factors.a == values(updates[0].a) && factors.b == values(updates[0].b))
  }

  @Test("Truncation loses what it says, nothing at full rank, and no other approximation of the rank is better than it")
  func truncation() throws {
    let updates = try updates([4, 4, 4]), weights = [0.5, 0.3, 0.2], whole = average(updates, weights)
    let merge = LowRankMerge(updates, weights: weights, on: pool)
    var previous = Double.infinity
    for rank in [1, 4, 8, 12] {
      let truncated = try merge.truncated(to: rank)
      let error = relative(product(truncated.factors), whole)
      expectClose((truncated.lost / truncated.whole).squareRoot(), error, absolute: 2e-7, relative: 1e-5)
      #expect(error < previous)
      previous = error
      // The same of the dense matrix, by another algorithm.
      let dense = try TruncatedUpdate.factors(
        FloatBuffer(whole.map { Float($0) }), rows: outputs, columns: inputs, rank: rank, on: pool)
      expectClose(relative(product(dense.factors), whole), error, absolute: 1e-5, relative: 1e-3)
    }
    #expect(previous < 1e-6)
    #expect(try merge.truncated(to: 1 << 40).factors.rank == 12)
  }

  @Test("Truncation of dependent factors: shared A")
  func dependent() throws {
    let updates = try updates([4, 4], sharesA: true)
    let truncated = try LowRankMerge(updates, weights: [0.5, 0.5], on: pool).truncated(to: 4)
    #expect(relative(product(truncated.factors), average(updates, [0.5, 0.5])) < 1e-6)
    #expect(truncated.lost / truncated.whole < 1e-12)
  }

  @Test("A and B averaged apart are the average where A is shared, and far from it where it is not")
  func adapterSpace() throws {
    let weights = [0.25, 0.25, 0.25, 0.25]
    for sharesA in [true, false] {
      let updates = try updates([4, 4, 4, 4], sharesA: sharesA)
      let merge = LowRankMerge(updates, weights: weights, on: pool)
      let averaged = try #require(merge.averagedFactors())
      let expected = average(updates, weights)
      let gap = relative(product(averaged), expected)
      #expect(sharesA ? gap < 1e-6 : gap > 0.3)
      // The same gap from inner products of factors.
      let gram = merge.gram(with: [averaged])
      let cross = (0..<4).reduce(0) { $0 + weights[$1] * gram[$1, 4] }
      let whole = gram.prefix(4).norm(ofSum: weights)
      expectClose(whole, NaiveMerge.norm(expected), relative: 1e-9)
      expectClose(max(0, gram[4, 4] - 2 * cross + whole * whole).squareRoot() / whole, gap, absolute: 1e-6)
    }
    #expect(LowRankMerge(try updates([4, 3]), weights: [0.5, 0.5], on: pool).averagedFactors() == nil)
  }

  @Test("Inner products of updates are those of the products")
  func gram() throws {
    let updates = try updates([2, 5, 3]), gram = LowRankMerge(updates, weights: [1, 1, 1], on: pool).gram()
    let dense = updates.map { product(values($0.a), values($0.b), $0.rank, $0.scaling) }
    for i in 0..<3 {
      for j in 0...i { expectClose(gram[i, j], NaiveMerge.dot(dense[i], dense[j]), absolute: 1e-9, relative: 1e-9) }
    }
  }

  @Test("An adapter among dense parents is read as the base plus its update")
  func mixed() throws {
    let update = try updates([4])[0], fixture = try MergeFixture()
    let base = MergeFixture.numbers(outputs * inputs, seed: 1), other = MergeFixture.numbers(outputs * inputs, seed: 2)
    let shape = [outputs, inputs], view = try fixture.view("w", base, shape, file: "base")
    let stored = TensorSource.stored(try fixture.view("w", other, shape, file: "other"))
    let delta = product(values(update.a), values(update.b), 4, 2)
    for (name, factor) in [("linear", 0.5), ("task_arithmetic", 1.0)] {
      let method = try MergeFixture.method(name)
      let tensor = ModelMerge.Tensor(
        name: "w", shape: shape, dtype: .f32, parents: [stored, .updated(view, update)], base: .stored(view),
        parameters: try MergeFixture.parameters(method, .paper, shared: [:], parents: [[:], [:]]))
      var merged: [Float] = []
      _ = try ModelMerge(method, [tensor], seed: 0, on: pool).run { merged = Array($1.bindMemory(to: Float.self)) }
      let expected = base.indices.map { Double(base[$0]) + factor * (Double(other[$0]) - Double(base[$0]) + delta[$0]) }
      #expect(largestDifference(merged, expected) < 2e-6)
    }
  }
}
