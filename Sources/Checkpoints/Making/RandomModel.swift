public import Files
import Glibc
import Statistics

/// Models with random weights: for tests, for the demo, and for measuring speed without a download.
public enum RandomModel {
  /// Writes a new Hugging Face directory; throws when there is one already.
  ///
  /// Norm weights are 1, or 0 where 1 is added to them, all others, biases too, are drawn from a normal distribution of the given standard deviation. The
  /// same arguments give the same bytes, on any machine.
  ///
  /// - Parameters:
  ///   - dtype: `f32`, `f16` or `bf16`.
  ///   - madeBy: for provenance.json; nil writes none.
  ///   - force: replaces a folder that Assay made.
  ///   - tokenizer: the content of its `tokenizer.model`; nil writes none. Fewer pieces than the model are fine.
  public static func write(
    _ configuration: ModelConfiguration, seed: UInt64, dtype: ScalarType,
    standardDeviation: Double = 0.02, tokenizer: [UInt8]?, madeBy: String? = nil, force: Bool = false,
    to directory: String
  ) throws(Diagnostic) {
    precondition(dtype.isWeight, "random weights are f32, f16 or bf16")
    let writer = try ModelDirectoryWriter(
      configuration, tokenizer: tokenizer, dtype: dtype, place: directory, madeBy: madeBy)
    try writer.write(to: directory, force: force) { (file) throws(Diagnostic) in
      switch dtype {
      case .f16: try fill(file, configuration, seed, standardDeviation) { Float16($0).bitPattern }
      case .bf16: try fill(file, configuration, seed, standardDeviation) { bfloat16($0) }
      default: try fill(file, configuration, seed, standardDeviation) { $0.bitPattern }
      }
    }
  }

  private static func fill<Bits: FixedWidthInteger>(
    _ file: SafetensorsWriter, _ configuration: ModelConfiguration, _ seed: UInt64,
    _ standardDeviation: Double, _ encode: (Float) -> Bits
  ) throws(Diagnostic) {
    let table = normalQuantiles.map { encode(Float($0 * standardDeviation)) }
    for (index, weight) in configuration.weights.enumerated() {
      let count = weight.shape.reduce(1, *)
      if weight.shape.count == 1, !weight.name.hasSuffix(".bias") {
        try append([Bits](repeating: encode(1 - configuration.normOffset), count: count), to: file)
      } else {
        let key = KeyedRandom.mix(seed ^ KeyedRandom.mix(UInt64(index) &+ 1))
        for start in stride(from: 0, to: count, by: chunk) {
          try append(draw(min(chunk, count - start), from: start, key: key, table), to: file)
        }
      }
    }
  }

  /// Numbers in one chunk, a multiple of 4.
  private static let chunk = 1 << 21

  /// Number i takes 16 of the 64 bits that its place makes; they pick a quantile. Hence it depends on its
  /// place only.
  @inline(__always)
  private static func draw<Bits: FixedWidthInteger>(
    _ count: Int, from start: Int, key: UInt64, _ table: [Bits]
  ) -> [Bits] {
    [Bits](unsafeUninitializedCapacity: count + 3) { result, filled in
      table.withUnsafeBufferPointer { table in
        for place in stride(from: 0, to: count, by: 4) {
          let bits = KeyedRandom.mix(key &+ UInt64((start + place) / 4) &* KeyedRandom.increment)
          result[place] = table[Int(truncatingIfNeeded: bits & 0xFFFF)]
          result[place + 1] = table[Int(truncatingIfNeeded: bits >> 16 & 0xFFFF)]
          result[place + 2] = table[Int(truncatingIfNeeded: bits >> 32 & 0xFFFF)]
          result[place + 3] = table[Int(truncatingIfNeeded: bits >> 48)]
        }
      }
      filled = count
    }
  }

  private static func append<Bits: FixedWidthInteger>(
    _ numbers: [Bits], to file: SafetensorsWriter
  ) throws(Diagnostic) {
    let result = numbers.withUnsafeBytes { bytes in
      Result { () throws(Diagnostic) in try file.append(bytes) }
    }
    try result.get()
  }

  /// Rounds to nearest, ties to even; the number is finite.
  private static func bfloat16(_ number: Float) -> UInt16 {
    let bits = number.bitPattern
    return UInt16(truncatingIfNeeded: (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
  }

  /// The standard normal distribution in 65,536 equally likely values: the quantiles of (i + 1/2) / 65536,
  /// each found by Newton's method from the one before it.
  private static let normalQuantiles: [Double] = {
    let half = 1 << 15
    var upper: [Double] = []
    var x = 0.0
    for index in 0..<half {
      let target = (Double(half - index) - 0.5) / Double(2 * half)
      for _ in 0..<8 {
        let tail = 0.5 * erfc(x / 2.0.squareRoot())
        let density = exp(-x * x / 2) / (2 * Double.pi).squareRoot()
        let step = (tail - target) / density
        x += step
        if abs(step) < 1e-13 { break }
      }
      upper.append(x)
    }
    return upper.reversed().map { -$0 } + upper
  }()
}
