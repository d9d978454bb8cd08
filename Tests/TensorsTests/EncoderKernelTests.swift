import Glibc
import Tensors
import TestSupport
import Testing

@Suite struct EncoderKernelTests {
  /// Sixteen lanes, halved.
  private func laneSum(_ x: [Float], _ term: (Float, Float) -> Float) -> Float {
    var lanes = [Float](repeating: 0, count: 16)
    for (i, value) in x.enumerated() { lanes[i % 16] = term(value, lanes[i % 16]) }
    for half in [8, 4] { for i in 0..<half { lanes[i] += lanes[i + half] } }
    return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3])
  }

  @Test("layer norm equals its twin bit for bit", arguments: ThreadPool.InstructionSet.allCases)
  func norm(set: ThreadPool.InstructionSet) {
    var random = SeededGenerator(seed: 31)
    let pool = ThreadPool(threads: 2, instructionSet: set)
    for columns in [1, 15, 16, 17, 64, 333] {
      let rows = 60, epsilon: Float = 1e-5
      let x = random.floats(rows * columns), delta = random.floats(rows * columns)
      let bias = random.floats(columns), weight = random.floats(columns), shift = random.floats(columns)
      let y = FloatBuffer(x)
      pool.addThenLayerNorm(
        y.base, delta, bias: FloatBuffer(bias), rows: rows, weight: FloatBuffer(weight), shift: FloatBuffer(shift),
        epsilon: epsilon)
      let expected = (0..<rows).flatMap { row -> [Float] in
        let sums = (0..<columns).map { x[row * columns + $0] + (delta[row * columns + $0] + bias[$0]) }
        let mean = laneSum(sums) { $1 + $0 } / Float(columns)
        let centred = sums.map { $0 - mean }
        let scale = 1 / (laneSum(centred) { fma($0, $0, $1) } / Float(columns) + epsilon).squareRoot()
        return (0..<columns).map { fma(centred[$0] * scale, weight[$0], shift[$0]) }
      }
      #expect(y.array == expected, "\(columns) columns")
      let plain = FloatBuffer(count: x.count)
      pool.layerNorm(
        x, rows: rows, weight: FloatBuffer(weight), shift: FloatBuffer(shift), epsilon: epsilon, into: plain.base)
      let twin = (0..<rows).flatMap { (row: Int) -> [Float] in
        Naive.layerNorm(Array(x[row * columns..<(row + 1) * columns]), weight: weight, shift: shift, epsilon: epsilon)
      }
      #expect(plain.array == twin)
    }
  }

  @Test("GELU is x Φ(x) to seven digits on both sides, and the same bits in every instruction set")
  func gelu() {
    let values = stride(from: Float(-14), through: 14, by: 0.0113).map { $0 }
    let bias: Float = 0.25
    let results = ThreadPool.InstructionSet.allCases.map { set -> [Float] in
      let x = FloatBuffer(values)
      ThreadPool(threads: 3, instructionSet: set).addThenGELU(x.base, bias: FloatBuffer([bias]), rows: values.count)
      return x.array
    }
    for set in ThreadPool.InstructionSet.allCases {
      let pool = ThreadPool(threads: 3, instructionSet: set), exact = FloatBuffer(values), tangent = FloatBuffer(values)
      pool.gelu(exact.base, count: values.count)
      #expect(exact.array.map(\.bitPattern) == values.map { Naive.gelu($0).bitPattern })
      pool.geluTanh(tangent.base, count: values.count)
      #expect(tangent.array.map(\.bitPattern) == values.map { Naive.geluTanh($0).bitPattern })
    }
    for result in results { #expect(result.map(\.bitPattern) == results[0].map(\.bitPattern)) }
    for (value, result) in zip(values, results[0]) {
      let h = Double(value + bias)
      // Far out on the left the exponential ends.
      expectClose(Double(result), h * erfc(-h / 2.0.squareRoot()) / 2, absolute: 1e-36, relative: 2e-5)
      expectClose(Double(result), h * erfc(-h / 2.0.squareRoot()) / 2, absolute: 1e-7, relative: 1.2e-7)
    }
  }

  @Test("attention in both directions equals its twin bit for bit", arguments: ThreadPool.InstructionSet.allCases)
  func attention(set: ThreadPool.InstructionSet) {
    var random = SeededGenerator(seed: 32)
    for (heads, size) in [(1, 1), (3, 8), (1, 33)] {
      let lengths = [1, 2, 13, 40, 5], width = heads * size, rows = lengths.reduce(0, +), reach = 80
      let starts = lengths.reduce(into: [Int32(0)]) { $0.append($0[$0.count - 1] + Int32($1)) }
      let q = random.floats(rows * width), k = random.floats(rows * width), v = random.floats(rows * width)
      let biases = (0..<3).map { _ in random.floats(width) }
      let table = random.floats(heads * (2 * reach - 1))
      for relative in [nil, ThreadPool.RelativeScores(reach: reach, table: FloatBuffer(table))] {
        let result = FloatBuffer(count: rows * width)
        q.withUnsafeBufferPointer { q in
          k.withUnsafeBufferPointer { k in
            v.withUnsafeBufferPointer { v in
              guard let q = q.baseAddress, let k = k.baseAddress, let v = v.baseAddress else { return }
              ThreadPool(threads: 3, instructionSet: set).attendBothWays(
                q: (q, FloatBuffer(biases[0])), k: (k, FloatBuffer(biases[1])), v: (v, FloatBuffer(biases[2])),
                heads: heads, scale: 0.3, relative: relative, starts: starts, into: result.base)
            }
          }
        }
        // (heads, rows, size), biases added where the scores see them.
        func split(_ x: [Float], _ change: (Float, Int) -> Float) -> [[[Float]]] {
          (0..<heads).map { head in
            (0..<rows).map { row in
              (head * size..<(head + 1) * size).map { change(x[row * width + $0], $0) }
            }
          }
        }
        let queries = split(q) { ($0 + biases[0][$1]) * 0.3 }, keys = split(k) { $0 + biases[1][$1] }
        let values = split(v) { value, _ in value }
        var isEqual = true
        for (start, count) in zip(starts, lengths) {
          for head in 0..<heads {
            for row in Int(start)..<Int(start) + count {
              let places = Int(start)..<Int(start) + count
              let scores = places.map { place -> Float in
                var score: Float = 0
                for d in 0..<size { score = fma(queries[head][row][d], keys[head][place][d], score) }
                return relative == nil ? score : score + table[head * (2 * reach - 1) + reach - 1 + place - row]
              }
              let maximum = scores.max() ?? 0, weights = scores.map { Naive.exponential($0 - maximum) }
              let total = weights.reduce(0, +)
              for d in 0..<size {
                var sum: Float = 0
                for (weight, place) in zip(weights, places) { sum = fma(weight, values[head][place][d], sum) }
                let column = head * size + d
                if result[row * width + column] != sum / total + biases[2][column] { isEqual = false }
              }
            }
          }
        }
        #expect(isEqual, "\(heads) heads of \(size), relative \(relative != nil)")
      }
    }
  }
}
