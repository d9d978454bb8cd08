import Tensors
import TestSupport
import Testing

@Suite struct ProductTests {
  static let sets = ThreadPool.InstructionSet.allCases

  /// Odd sizes: rows around a tile, outputs around a panel, inputs around a block of k.
  static let sizes: [(rows: Int, outputs: Int, inputs: Int)] = [
    (1, 1, 1), (2, 33, 7), (3, 32, 64), (4, 65, 31), (5, 17, 257), (12, 70, 256), (13, 32, 300), (25, 129, 33),
    (1, 96, 513), (7, 16, 16), (64, 40, 100),
  ]

  @Test("products equal their naive twin bit for bit, in every instruction set and weight format", arguments: sets)
  func products(set: ThreadPool.InstructionSet) {
    var random = SeededGenerator(seed: 1)
    let pool = ThreadPool(threads: 3, instructionSet: set)
    for format in WeightFormat.plain {
      for size in Self.sizes {
        let x = random.floats(size.rows * size.inputs)
        let stored = WeightMatrix(
          random.floats(size.outputs * size.inputs), rows: size.outputs, columns: size.inputs)
        let weight = stored.converted(to: format, on: pool)
        let expected = Naive.multiply(
          x, rows: size.rows, weight.values(on: pool), outputs: size.outputs, inputs: size.inputs)
        let y = FloatBuffer(count: size.rows * size.outputs)
        pool.multiply(x, rows: size.rows, by: weight, into: y.base)
        #expect(y.array.map(\.bitPattern) == expected.map(\.bitPattern), "\(set) \(format) \(size)")
      }
    }
  }

  @Test("a row has the same bits alone and among others, whatever the threads", arguments: [1, 2, 3, 8])
  func rowsAreIndependent(threads: Int) {
    var random = SeededGenerator(seed: 2)
    let rows = 37, inputs = 200, outputs = 150
    let x = random.floats(rows * inputs)
    let one = ThreadPool(threads: 1), pool = ThreadPool(threads: threads)
    let weight = WeightMatrix(random.floats(outputs * inputs), rows: outputs, columns: inputs)
      .converted(to: .f16, on: one)
    let y = FloatBuffer(count: rows * outputs), single = FloatBuffer(count: outputs)
    pool.multiply(x, rows: rows, by: weight, into: y.base)
    for row in 0..<rows {
      let part = Array(x[row * inputs..<(row + 1) * inputs])
      one.multiply(part, rows: 1, by: weight, into: single.base)
      #expect(single.array == Array(y.array[row * outputs..<(row + 1) * outputs]))
    }
  }

  @Test("several products of one input equal each alone")
  func manyProducts() {
    var random = SeededGenerator(seed: 3)
    let pool = ThreadPool(threads: 2)
    let x = random.floats(20 * 48)
    let weights = [1, 31, 64, 100, 5, 32, 2, 77, 40, 9].map {
      WeightMatrix(random.floats($0 * 48), rows: $0, columns: 48)
    }
    for rows in [1, 20] {
      let results = weights.map { FloatBuffer(count: rows * $0.rows) }
      pool.multiply(x, rows: rows, zip(weights, results).map { ($0, $1.base) })
      for (weight, result) in zip(weights, results) {
        let alone = FloatBuffer(count: rows * weight.rows)
        pool.multiply(x, rows: rows, by: weight, into: alone.base)
        #expect(result.array == alone.array)
      }
    }
  }

  @Test("log-softmax: float64 twin, ties go to the first id, the same bits everywhere")
  func tokenScores() {
    var random = SeededGenerator(seed: 4)
    let rows = 9, inputs = 24, vocabulary = 1300
    let x = random.floats(rows * inputs, within: 1)
    var w = random.floats(vocabulary * inputs, within: 1)
    // Rows 700 and 40 of the head are equal, and the largest for row 0 of x.
    for k in 0..<inputs { w[40 * inputs + k] = 3 * x[k]; w[700 * inputs + k] = 3 * x[k] }
    let head = WeightMatrix(w, rows: vocabulary, columns: inputs)
    let logits = Naive.multiply(x, rows: rows, w, outputs: vocabulary, inputs: inputs)
    let targets = [(0, 40), (0, 700), (3, 0), (3, 1299), (8, 511), (8, 512), (5, 1024)].map {
      ThreadPool.Target(row: Int32($0.0), id: Int32($0.1))
    }
    var first: [ThreadPool.TokenScore]?
    for set in Self.sets {
      for threads in [1, 2, 8] {
        let scores = ThreadPool(threads: threads, instructionSet: set)
          .scoreTokens(x, rows: rows, head: head, targets: targets)
        for (target, score) in zip(targets, scores) {
          let row = logits[Int(target.row) * vocabulary..<(Int(target.row) + 1) * vocabulary].map(Double.init)
          let maximum = row.max() ?? 0
          let total = row.reduce(0) { $0 + exponential($1 - maximum) }
          expectClose(score.logProbability, row[Int(target.id)] - maximum - logarithm(total), absolute: 2e-6)
          #expect(Int(score.mostLikely) == row.firstIndex(of: maximum))
        }
        #expect(scores[0].mostLikely == 40)
        #expect(scores == first ?? scores, "\(set), \(threads) threads")
        first = scores
      }
    }
  }

  @Test("more scored rows than one piece holds, and rows nobody asks about")
  func manyScoredRows() {
    var random = SeededGenerator(seed: 5)
    let rows = 700, inputs = 8, vocabulary = 600
    let x = random.floats(rows * inputs)
    let head = WeightMatrix(random.floats(vocabulary * inputs), rows: vocabulary, columns: inputs)
    let pool = ThreadPool(threads: 2)
    let targets = stride(from: 0, to: rows, by: 3).map { ThreadPool.Target(row: Int32($0), id: Int32($0 % vocabulary)) }
    let scores = pool.scoreTokens(x, rows: rows, head: head, targets: targets.shuffled(using: &random).reversed())
    let again = pool.scoreTokens(x, rows: rows, head: head, targets: targets)
    #expect(Set(scores.map(\.logProbability)) == Set(again.map(\.logProbability)))
    for (target, score) in zip(targets, again) {
      let row = Array(x[Int(target.row) * inputs..<(Int(target.row) + 1) * inputs])
      let alone = pool.scoreTokens(row, rows: 1, head: head, targets: [.init(row: 0, id: target.id)])
      #expect(alone == [score])
      // What is told of the most likely one is what it gives when it is asked for, to the bit.
      let most = pool.scoreTokens(row, rows: 1, head: head, targets: [.init(row: 0, id: score.mostLikely)])
      #expect(most[0].logProbability == score.greatest && score.greatest >= score.logProbability)
    }
  }
}
