import Tensors
import TestSupport
import Testing

@Suite struct BlockFormatTests {
  static let formats = WeightFormat.allCases.filter(\.isInBlocks)

  /// Any bits but those of scales that are no numbers.
  private func matrix(_ format: WeightFormat, rows: Int, columns: Int, _ random: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    let places: [Int] =
      switch format {
      case .q41, .q51, .q4k, .q5k: [0, 2]
      case .q2k: [80, 82]
      case .q3k: [108]
      case .q6k: [208]
      default: [0]
      }
    for _ in 0..<rows * columns / format.blockCount {
      var block = (0..<format.blockBytes).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      for place in places {
        let scale = Float16(Float(Int(random.next() % 2001) - 1000) / 4096)
        withUnsafeBytes(of: scale.bitPattern.littleEndian) { block.replaceSubrange(place..<place + 2, with: $0) }
      }
      bytes += block
    }
    return bytes
  }

  private func weights(_ bytes: [UInt8], _ format: WeightFormat, rows: Int, columns: Int) -> WeightMatrix {
    let memory = FloatBuffer(count: (bytes.count + 3) / 4)
    UnsafeMutableRawBufferPointer(start: memory.base, count: bytes.count).copyBytes(from: bytes)
    return WeightMatrix(data: memory.base, format: format, rows: rows, columns: columns, owner: memory)
  }

  @Test("every weight of every format is what its definition says, in every instruction set", arguments: formats)
  func numbers(format: WeightFormat) {
    var random = SeededGenerator(seed: 17)
    let rows = 5, columns = 512
    let bytes = matrix(format, rows: rows, columns: columns, &random)
    let stored = weights(bytes, format, rows: rows, columns: columns)
    let expected = (0..<rows * columns).map { index -> Float in
      let start = index / format.blockCount * format.blockBytes
      return NaiveBlock(format: format, bytes: bytes[start..<start + format.blockBytes])[index % format.blockCount]
    }
    #expect(Set(expected).count > 200)
    for set in ThreadPool.InstructionSet.allCases {
      let pool = ThreadPool(threads: 2, instructionSet: set)
      #expect(stored.values(on: pool).map(\.bitPattern) == expected.map(\.bitPattern), "\(set)")
      let row = FloatBuffer(count: 2 * columns)
      pool.gather([3, 0], from: stored, into: row.base)
      #expect(row.array == Array(expected[3 * columns..<4 * columns] + expected[..<columns]))
    }
  }

  @Test(
    "products and scores over blocks have the bits of those over the numbers that they stand for", arguments: formats)
  func products(format: WeightFormat) {
    var random = SeededGenerator(seed: 18)
    for (rows, outputs, inputs) in [(1, 33, 256), (2, 64, 512), (5, 17, 768), (13, 70, 256), (40, 130, 512)] {
      let bytes = matrix(format, rows: outputs, columns: inputs, &random)
      let stored = weights(bytes, format, rows: outputs, columns: inputs), x = random.floats(rows * inputs)
      for set in ThreadPool.InstructionSet.allCases {
        let pool = ThreadPool(threads: 3, instructionSet: set)
        let plain = stored.converted(to: .f32, on: pool)
        let y = FloatBuffer(count: rows * outputs), expected = FloatBuffer(count: rows * outputs)
        pool.multiply(x, rows: rows, by: stored, into: y.base)
        pool.multiply(x, rows: rows, by: plain, into: expected.base)
        #expect(y.array.map(\.bitPattern) == expected.array.map(\.bitPattern), "\(set) \(rows) \(outputs) \(inputs)")
        // A part of the rows lies within the whole.
        let part = FloatBuffer(count: rows * 9)
        pool.multiply(x, rows: rows, by: stored.rows(4..<13), into: part.base)
        for row in 0..<rows {
          #expect(part.array[row * 9..<row * 9 + 9] == y.array[row * outputs + 4..<row * outputs + 13])
        }
        let targets = (0..<rows).map { ThreadPool.Target(row: Int32($0), id: Int32($0 % outputs)) }
        #expect(
          pool.scoreTokens(x, rows: rows, head: stored, targets: targets)
            == pool.scoreTokens(x, rows: rows, head: plain, targets: targets))
      }
    }
  }

  @Test("a scale that is no number is found where its first weight stands", arguments: formats)
  func notFinite(format: WeightFormat) {
    var random = SeededGenerator(seed: 19)
    let pool = ThreadPool(threads: 2)
    var bytes = matrix(format, rows: 4, columns: 256, &random)
    #expect(weights(bytes, format, rows: 4, columns: 256).firstNotFinite(on: pool) == nil)
    let place = format == .q2k ? 80 : format == .q3k ? 108 : format == .q6k ? 208 : 0
    let block = 2 * 256 / format.blockCount
    for (index, byte) in [0x00, 0x7C].enumerated() { bytes[block * format.blockBytes + place + index] = UInt8(byte) }
    let found = weights(bytes, format, rows: 4, columns: 256).firstNotFinite(on: pool)
    #expect(found.map { $0 / format.blockCount } == block)
  }

  @Test(
    "what is quantized stays within a step, of most numbers well within, and numbers that a format holds exactly come back"
  )
  func quantized() {
    var random = SeededGenerator(seed: 20)
    let pool = ThreadPool(threads: 2)
    let values = random.floats(64 * 256, within: 2)
    for (format, step) in [(WeightFormat.q80, Float(0.016)), (.q40, 0.26), (.q4k, 0.28)] {
      let bytes = pool.quantize(values, format, count: values.count)
      let back = weights(bytes, format, rows: 64, columns: 256).values(on: pool)
      let worst = zip(values, back).map { abs($0 - $1) }.max() ?? .infinity
      #expect(worst <= step, "\(format): \(worst)")
      // Numbers that fall anywhere within a step are off by a step / sqrt(12).
      var squares = 0.0
      for (value, other) in zip(values, back) { squares += Double(value - other) * Double(value - other) }
      #expect((squares / Double(values.count)).squareRoot() <= Double(step) * 0.34, "\(format)")
      let again = pool.quantize(back, format, count: back.count)
      if format != .q4k { #expect(again == bytes) }
      for threads in [1, 3] {
        #expect(ThreadPool(threads: threads).quantize(values, format, count: values.count) == bytes)
      }
    }
    // Of what lies evenly, both ends are met, and nothing is lost.
    let even = (0..<256).map { Float($0 % 16) * 0.25 - 1 }
    let bytes = pool.quantize(even, .q4k, count: 256)
    for (value, back) in zip(even, weights(bytes, .q4k, rows: 1, columns: 256).values(on: pool)) {
      #expect(abs(value - back) < 0.02)
    }
    for format in WeightFormat.quantized {
      let zeros = pool.quantize([Float](repeating: 0, count: 256), format, count: 256)
      #expect(weights(zeros, format, rows: 1, columns: 256).values(on: pool).allSatisfy { $0 == 0 })
    }
  }
}
