import Glibc
import Tensors
import TestSupport
import Testing

/// Gradients of kernels, held to naive twins in float64.
@Suite struct GradientKernelTests {
  @Test("layer norm: the gradients of a row, its weight and its shift", arguments: [1, 15, 16, 17, 64, 333])
  func layerNorm(columns: Int) {
    var random = SeededGenerator(seed: UInt64(columns))
    let rows = 37, epsilon: Float = 1e-3
    let x = random.floats(rows * columns), dy = random.floats(rows * columns), start = random.floats(rows * columns)
    let weight = random.floats(columns), before = random.floats(2 * columns)
    func result(_ set: ThreadPool.InstructionSet, threads: Int, cut: Int) -> [Float] {
      let pool = ThreadPool(threads: threads, instructionSet: set), dx = FloatBuffer(start)
      let dweight = FloatBuffer(Array(before[..<columns])), dshift = FloatBuffer(Array(before[columns...]))
      // Pieces of the rows, one after the other, are as good as all at once.
      for piece in [0..<cut, cut..<rows] where !piece.isEmpty {
        pool.layerNormBack(
          Array(x[piece.lowerBound * columns..<piece.upperBound * columns]), rows: piece.count,
          weight: FloatBuffer(weight), epsilon: epsilon,
          dy: Array(dy[piece.lowerBound * columns..<piece.upperBound * columns]),
          addingTo: dx.base + piece.lowerBound * columns, gradients: (dweight, dshift))
      }
      return dx.array + dweight.array + dshift.array
    }
    let found = result(.portable, threads: 1, cut: 0)
    for set in ThreadPool.InstructionSet.allCases { #expect(result(set, threads: 3, cut: 5) == found, "\(set)") }

    var expected = start.map(Double.init), sums = before.map(Double.init)
    for row in 0..<rows {
      let own = (0..<columns).map { Double(x[row * columns + $0]) }, count = Double(columns)
      let mean = own.reduce(0, +) / count
      let scale = 1 / (own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count + Double(epsilon)).squareRoot()
      let z = own.map { ($0 - mean) * scale }, g = (0..<columns).map { Double(weight[$0] * dy[row * columns + $0]) }
      let constant = g.reduce(0, +) / count, along = zip(g, z).reduce(0) { $0 + $1.0 * $1.1 } / count
      for column in 0..<columns {
        expected[row * columns + column] += scale * (g[column] - constant - z[column] * along)
        sums[column] += Double(dy[row * columns + column]) * z[column]
        sums[columns + column] += Double(dy[row * columns + column])
      }
    }
    for (ours, theirs) in zip(found, expected + sums) {
      expectClose(Double(ours), theirs, absolute: 3e-4, relative: 1e-4)
    }
    // Without gradients of its own dx has the same bits.
    let dx = FloatBuffer(start)
    ThreadPool(threads: 2).layerNormBack(
      x, rows: rows, weight: FloatBuffer(weight), epsilon: epsilon, dy: dy, addingTo: dx.base)
    #expect(dx.array == Array(found[..<start.count]))
  }

  @Test("GELU, exact and in its tanh form, backwards is its slope", arguments: ThreadPool.InstructionSet.allCases)
  func gelu(set: ThreadPool.InstructionSet) {
    let pool = ThreadPool(threads: 2, instructionSet: set)
    let values = stride(from: Float(-13), through: 13, by: 0.0517).map { $0 } + [-1e20, 1e20, 0]
    let exact = FloatBuffer(values), tangent = FloatBuffer(values), dy = values.map { _ in Float(0.7) }
    pool.geluBack(exact.base, dy: dy, count: values.count)
    pool.geluTanhBack(tangent.base, dy: dy, count: values.count)
    for (index, x) in values.map(Double.init).enumerated() where abs(x) < 100 {
      let below = 0.5 * erfc(-x / 2.0.squareRoot()), density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
      expectClose(Double(exact[index]), 0.7 * (below + x * density), absolute: 3e-7, relative: 1e-6, "\(x)")
      func form(_ g: Double) -> Double { g * 0.5 * (1 + tanh(0.7978845608028654 * (g + 0.044715 * g * g * g))) }
      let h = 1e-5
      expectClose(
        Double(tangent[index]), 0.7 * (form(x + h) - form(x - h)) / (2 * h), absolute: 3e-6, relative: 1e-5, "\(x)")
    }
    // Far out the slopes are 0 and 1, not NaN.
    for buffer in [exact, tangent] {
      #expect(abs(buffer[values.count - 3]) < 1e-10 && buffer[values.count - 2] == 0.7)
    }
  }

  /// Causal attention backwards, one number at a time: what each query, key and value changes.
  private func naive(
    q: [Float], k: [Float], v: [Float], dout: [Float], heads: Int, keyHeads: Int, size: Int, scale: Double,
    cap: Double?, slopes: [Float]?, window: Int?, starts: [Int32]
  ) -> [Double] {
    var dq = [Double](repeating: 0, count: q.count), dk = [Double](repeating: 0, count: k.count), dv = dk
    for (start, end) in zip(starts, starts.dropFirst()).map({ (Int($0), Int($1)) }) {
      for head in 0..<heads {
        for t in start..<end {
          let seen = Array(max(start, window.map { t - $0 + 1 } ?? start)...t), own = head / (heads / keyHeads)
          func at(_ row: Int, _ d: Int) -> Int { (row * keyHeads + own) * size + d }
          func query(_ d: Int) -> Int { (t * heads + head) * size + d }
          let raw = seen.map { s in
            scale * (0..<size).reduce(0.0) { $0 + Double(q[query($1)]) * Double(k[at(s, $1)]) }
          }
          let bent = raw.map { x in cap.map { $0 * tanh(x / $0) } ?? x }
          let scores = zip(seen, bent).map { s, x in x + Double(slopes?[head] ?? 0) * Double(s - t) }
          let top = scores.max() ?? 0, powers = scores.map { exp($0 - top) }, total = powers.reduce(0, +)
          let p = powers.map { $0 / total }
          let dp = seen.map { s in
            (0..<size).reduce(0.0) { $0 + Double(dout[query($1)]) * Double(v[at(s, $1)]) }
          }
          let mean = zip(p, dp).reduce(0) { $0 + $1.0 * $1.1 }
          for (index, s) in seen.enumerated() {
            let bend = cap.map { 1 - tanh(raw[index] / $0) * tanh(raw[index] / $0) } ?? 1
            let slope = p[index] * (dp[index] - mean) * scale * bend
            for d in 0..<size {
              dq[query(d)] += slope * Double(k[at(s, d)])
              dk[at(s, d)] += slope * Double(q[query(d)])
              dv[at(s, d)] += p[index] * Double(dout[query(d)])
            }
          }
        }
      }
    }
    return dq + dk + dv
  }

  @Test(
    "attention, with slopes, caps and windows, in every instruction set",
    arguments: [(true, nil, nil), (false, 3, nil), (true, nil, 7), (true, 2, 5)] as [(Bool, Float?, Int?)])
  func attention(hasSlopes: Bool, cap: Float?, window: Int?) {
    var random = SeededGenerator(seed: 5)
    let heads = 4, keyHeads = 2, size = 6, starts: [Int32] = [0, 9, 10, 71], rows = 71
    let q = random.floats(rows * heads * size), k = random.floats(rows * keyHeads * size)
    let v = random.floats(rows * keyHeads * size), dout = random.floats(rows * heads * size)
    let slopes: [Float]? = hasSlopes ? [-0.25, -0.0625, -0.4, -0.003] : nil
    func result(_ set: ThreadPool.InstructionSet, threads: Int) -> [Float] {
      let pool = ThreadPool(threads: threads, instructionSet: set), out = FloatBuffer(count: q.count)
      let shape = KeyValueShape(layers: 1, heads: keyHeads, headSize: size)
      let parts = zip(starts, starts.dropFirst()).map { start, end in
        PathExtension(
          path: [],
          segment: KeyValueSegment(start: 0, capacity: Int(end - start), shape: shape, isTransient: true),
          firstRow: Int(start), rows: Int(end - start))
      }
      pool.store(keys: k, values: v, layer: 0, extensions: parts)
      let own = slopes.map { FloatBuffer($0) }
      pool.attend(
        q, into: out.base, heads: heads, scale: 0.4, cap: cap, slopes: own, window: window, layer: 0,
        runs: QueryRun.covering(nil, of: parts), extensions: parts)
      let dq = FloatBuffer(count: q.count), dk = FloatBuffer(count: k.count), dv = FloatBuffer(count: v.count)
      pool.attendBack(
        q: q, k: k, v: v, out: out.base, dout: dout, heads: heads, keyHeads: keyHeads, headSize: size, scale: 0.4,
        cap: cap, slopes: own, window: window, starts: starts, dq: dq.base, dk: dk.base, dv: dv.base)
      return dq.array + dk.array + dv.array
    }
    let found = result(.portable, threads: 1)
    for set in ThreadPool.InstructionSet.allCases { #expect(result(set, threads: 3) == found, "\(set)") }
    let expected = naive(
      q: q, k: k, v: v, dout: dout, heads: heads, keyHeads: keyHeads, size: size, scale: Double(Float(0.4)),
      cap: cap.map(Double.init), slopes: slopes, window: window, starts: starts)
    for (ours, theirs) in zip(found, expected) { expectClose(Double(ours), theirs, absolute: 3e-5, relative: 3e-5) }
  }
}
