import Glibc
import Tensors
import TestSupport
import Testing

func exponential(_ x: Double) -> Double { exp(x) }
func logarithm(_ x: Double) -> Double { log(x) }

/// Cosines and sines of some frequencies, (positions, frequencies).
private struct RotaryAngles {
  let cosine, sine: FloatBuffer

  init(_ frequencies: [Float], positions: Int) {
    let angles = (0..<positions).flatMap { position in frequencies.map { Double(Float(position) * $0) } }
    cosine = FloatBuffer(angles.map { Float(cos($0)) })
    sine = FloatBuffer(angles.map { Float(sin($0)) })
  }
}

@Suite struct RowKernelTests {
  @Test("RMS norm equals its twin bit for bit", arguments: ThreadPool.InstructionSet.allCases)
  func norm(set: ThreadPool.InstructionSet) {
    var random = SeededGenerator(seed: 6)
    let pool = ThreadPool(threads: 2, instructionSet: set)
    for columns in [1, 15, 16, 17, 64, 333] {
      let rows = 5
      let x = random.floats(rows * columns), weight = random.floats(columns), delta = random.floats(rows * columns)
      let y = FloatBuffer(count: rows * columns)
      pool.rmsNorm(x, rows: rows, columns: columns, weight: FloatBuffer(weight), epsilon: 1e-5, into: y.base)
      let expected = (0..<rows).flatMap {
        Naive.rmsNorm(Array(x[$0 * columns..<($0 + 1) * columns]), weight: weight, epsilon: 1e-5)
      }
      #expect(y.array == expected)
      let sum = FloatBuffer(x), both = FloatBuffer(count: x.count)
      pool.addThenRMSNorm(
        sum.base, delta, rows: rows, columns: columns, weight: FloatBuffer(weight), epsilon: 1e-5, into: both.base)
      #expect(sum.array == zip(x, delta).map { $0 + $1 })
      pool.rmsNorm(sum.base, rows: rows, columns: columns, weight: FloatBuffer(weight), epsilon: 1e-5, into: y.base)
      #expect(both.array == y.array)
      pool.rmsNorm(x, rows: rows, columns: columns, weight: FloatBuffer(weight), offset: 1, epsilon: 1e-5, into: y.base)
      let raised = weight.map { 1 + $0 }
      let shifted = (0..<rows).flatMap { (row: Int) -> [Float] in
        Naive.rmsNorm(Array(x[row * columns..<(row + 1) * columns]), weight: raised, epsilon: 1e-5)
      }
      #expect(y.array == shifted)
    }
  }

  @Test("silu(gate) * up equals its twin bit for bit, and the true function closely")
  func silu() {
    let gate = stride(from: Float(-100), through: 100, by: 0.37).map { $0 }
    let up = gate.indices.map { Float($0 % 7) - 3 }
    let expected = zip(gate, up).map { $0 / (1 + Naive.exponential(-$0)) * $1 }
    for set in ThreadPool.InstructionSet.allCases {
      let x = FloatBuffer(gate)
      ThreadPool(threads: 2, instructionSet: set).siluMultiply(x.base, up, count: gate.count)
      #expect(x.array.map(\.bitPattern) == expected.map(\.bitPattern), "\(set)")
    }
    for (index, value) in expected.enumerated() {
      let g = Double(gate[index])
      expectClose(Double(value), g / (1 + exp(-g)) * Double(up[index]), absolute: 1e-30, relative: 1e-6)
    }
  }

  @Test("gelu(gate) * up and capped numbers equal their twins bit for bit, and the true functions closely")
  func gelu() {
    let gate = stride(from: Float(-30), through: 30, by: 0.0371).map { $0 } + [-1e20, 1e20, -0.0, 1e-8]
    let up = gate.indices.map { Float($0 % 7) - 3 }
    let expected = zip(gate, up).map { Naive.geluTanh($0) * $1 }
    let capped = gate.map { Naive.softCap($0, 7) }
    for set in ThreadPool.InstructionSet.allCases {
      let pool = ThreadPool(threads: 2, instructionSet: set), x = FloatBuffer(gate), y = FloatBuffer(gate)
      pool.geluMultiply(x.base, up, count: gate.count)
      #expect(x.array.map(\.bitPattern) == expected.map(\.bitPattern), "\(set)")
      pool.softCap(y.base, 7, count: gate.count)
      #expect(y.array.map(\.bitPattern) == capped.map(\.bitPattern), "\(set)")
      pool.softCap(y.base, nil, count: gate.count)
      #expect(y.array.map(\.bitPattern) == capped.map(\.bitPattern), "no cap changes nothing")
    }
    for (index, g) in gate.map(Double.init).enumerated() {
      let u = 0.7978845608028654 * (g + 0.044715 * g * g * g)
      expectClose(Double(expected[index]), g * 0.5 * (1 + tanh(u)) * Double(up[index]), absolute: 3e-7, relative: 3e-6)
      expectClose(Double(capped[index]), 7 * tanh(g / 7), absolute: 1e-7, relative: 3e-7)
    }
  }

  @Test("gradients of gelu(gate) * up and of capped numbers are slopes", arguments: ThreadPool.InstructionSet.allCases)
  func slopes(set: ThreadPool.InstructionSet) {
    let pool = ThreadPool(threads: 2, instructionSet: set)
    let gate = stride(from: Float(-8), through: 8, by: 0.123).map { $0 } + [-1e20, 1e20], up = gate.map { 0.3 * $0 + 1 }
    func gelu(_ g: Double) -> Double { g * 0.5 * (1 + tanh(0.7978845608028654 * (g + 0.044715 * g * g * g))) }
    let dgate = FloatBuffer(gate), dup = FloatBuffer(up), dy = gate.map { _ in Float(0.7) }
    pool.geluMultiplyBack(dgate.base, dup.base, dy: dy, count: gate.count)
    let capped = FloatBuffer(gate), slope = FloatBuffer(count: gate.count)
    pool.softCap(capped.base, 3, slope: slope.base, count: gate.count)
    #expect(capped.array.map(\.bitPattern) == gate.map { Naive.softCap($0, 3).bitPattern })
    for (index, g) in gate.map(Double.init).enumerated() where abs(g) < 100 {
      let h = 1e-5, along = (gelu(g + h) - gelu(g - h)) / (2 * h)
      expectClose(Double(dgate[index]), 0.7 * Double(up[index]) * along, absolute: 3e-6, relative: 1e-5)
      expectClose(Double(dup[index]), 0.7 * gelu(g), absolute: 1e-6, relative: 1e-5)
      expectClose(Double(slope[index]), (tanh((g + h) / 3) - tanh((g - h) / 3)) * 3 / (2 * h), absolute: 1e-6)
    }
    // Far out the slopes are 1 and 0, not NaN.
    #expect(abs(dgate[gate.count - 2]) < 1e-10 && dgate[gate.count - 1] == 0.7 * up[gate.count - 1])
    let product = FloatBuffer(up)
    pool.multiply(product.base, byElements: slope.base, count: up.count)
    #expect(product.array == zip(up, slope.array).map { $0 * $1 })
  }

  @Test("a rotated part of a head leaves the rest as it was")
  func partial() {
    var random = SeededGenerator(seed: 17)
    let x = random.floats(2 * 3 * 10), frequencies: [Float] = [1, 0.3]
    let table = RotaryAngles(frequencies, positions: 5), y = FloatBuffer(x)
    ThreadPool(threads: 2).rotate(
      y.base, heads: 3, headSize: 10, rotated: 4, positions: [4, 2], cosine: table.cosine, sine: table.sine)
    for row in 0..<2 {
      for head in 0..<3 {
        let first = (row * 3 + head) * 10
        let expected = Naive.rotate(Array(x[first..<first + 10]), position: row == 0 ? 4 : 2, frequencies: frequencies)
        #expect(Array(y.array[first..<first + 10]) == expected)
      }
    }
  }

  @Test("rotation keeps the length of every pair and is undone by the opposite angle")
  func rotation() {
    var random = SeededGenerator(seed: 7)
    let heads = 3, size = 10, half = 5
    let angles = random.floats(4 * half)
    let cosine = FloatBuffer(angles.map { cosf($0) }), sine = FloatBuffer(angles.map { sinf($0) })
    let opposite = FloatBuffer(angles.map { -sinf($0) })
    let pool = ThreadPool(threads: 2)
    let x = random.floats(2 * heads * size)
    let y = FloatBuffer(x)
    pool.rotate(y.base, heads: heads, headSize: size, positions: [3, 1], cosine: cosine, sine: sine)
    for row in 0..<2 {
      for head in 0..<heads {
        for i in 0..<half {
          let first = (row * heads + head) * size + i, second = first + half
          let angle = angles[(row == 0 ? 3 : 1) * half + i]
          expectClose(Double(y[first]), Double(x[first] * cosf(angle) - x[second] * sinf(angle)), absolute: 1e-6)
          expectClose(
            Double(hypotf(y[first], y[second])), Double(hypotf(x[first], x[second])), absolute: 1e-6)
        }
      }
    }
    pool.rotate(y.base, heads: heads, headSize: size, positions: [3, 1], cosine: cosine, sine: opposite)
    for (back, original) in zip(y.array, x) { expectClose(Double(back), Double(original), absolute: 1e-6) }
  }

  @Test("the first NaN or infinity is found, wherever it stands", arguments: WeightFormat.plain)
  func notFinite(format: WeightFormat) {
    let pool = ThreadPool(threads: 2)
    for place in [0, 1, 4095, 4096, 9999] {
      for bad in [Float.nan, .infinity, -.infinity] {
        var values = [Float](repeating: 1, count: 10_000)
        values[place] = bad
        values[9_999] = bad
        let matrix = WeightMatrix(values, rows: 100, columns: 100).converted(to: format, on: pool)
        #expect(matrix.firstNotFinite(on: pool) == place)
      }
    }
    let fine = WeightMatrix([Float](repeating: -65504, count: 100), rows: 10, columns: 10)
    #expect(fine.converted(to: format, on: pool).firstNotFinite(on: pool) == nil)
  }

  @Test("f16 and bf16 are rounded to nearest even, and widened exactly")
  func narrowing() {
    let pool = ThreadPool(threads: 1)
    var random = SeededGenerator(seed: 8)
    let values =
      random.floats(2000, within: 3000) + [0, -0.0, 1 + 1 / 2048, 1 + 3 / 2048, 1 + 1 / 256, 1 + 3 / 256, 6e-8]
    let matrix = WeightMatrix(values, rows: 1, columns: values.count)
    let half = matrix.converted(to: .f16, on: pool).values(on: pool)
    #expect(half == values.map { Float(Float16($0)) })
    let brain = matrix.converted(to: .bf16, on: pool).values(on: pool)
    for (value, rounded) in zip(values, brain) {
      #expect(rounded.bitPattern & 0xFFFF == 0)
      let step = max(abs(value).ulp * 65536, 1e-38)
      #expect(abs(rounded - value) <= step / 2)
    }
    #expect(brain[values.count - 3] == 1 && brain[values.count - 2] == 1 + 4 / 256)
  }

  @Test("rows of an embedding are gathered in order")
  func gather() {
    let matrix = WeightMatrix((0..<60).map(Float.init), rows: 12, columns: 5)
    let y = FloatBuffer(count: 15)
    ThreadPool(threads: 2).gather([11, 0, 11], from: matrix, into: y.base)
    #expect(y.array == [55, 56, 57, 58, 59, 0, 1, 2, 3, 4, 55, 56, 57, 58, 59])
  }
}
