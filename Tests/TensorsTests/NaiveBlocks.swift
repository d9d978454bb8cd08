import Tensors

/// One weight of a block at a time, as GGUF's tensor types define it: bit by bit, without a loop that the kernels have.
struct NaiveBlock {
  let format: WeightFormat
  let bytes: ArraySlice<UInt8>

  private func byte(_ offset: Int) -> Int { Int(bytes[bytes.startIndex + offset]) }
  private func half(_ offset: Int) -> Float {
    Float(Float16(bitPattern: UInt16(byte(offset)) | UInt16(byte(offset + 1)) << 8))
  }
  /// Bits `first ..< first + count` of the bytes from `offset` on, as one little-endian number.
  private func bits(_ offset: Int, _ first: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | (byte(offset + (first + $1) / 8) >> ((first + $1) % 8) & 1) << $1 }
  }
  private static func signed(_ byte: Int) -> Int { byte > 127 ? byte - 256 : byte }

  /// Four bits of weight `i` of 32, at `offset`.
  private func nibble(_ offset: Int, _ i: Int) -> Int { bits(offset + i % 16, i < 16 ? 0 : 4, 4) }

  private static let values = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113]

  subscript(i: Int) -> Float {
    switch format {
    case .q80: return Float(Self.signed(byte(2 + i))) * half(0)
    case .q40: return Float(nibble(2, i) - 8) * half(0)
    case .q41: return Float(nibble(4, i)) * half(0) + half(2)
    case .q50: return Float(nibble(6, i) + 16 * bits(2, i, 1) - 16) * half(0)
    case .q51: return Float(nibble(8, i) + 16 * bits(4, i, 1)) * half(0) + half(2)
    case .iq4nl: return Float(Self.values[nibble(2, i)]) * half(0)
    case .q2k:
      let pair = byte(i / 16), low = Float(pair % 16) * half(80), least = Float(pair / 16) * half(82)
      return low * Float(bits(16 + i / 128 * 32 + i % 32, i % 128 / 32 * 2, 2)) - least
    case .q3k:
      let group = i / 16
      let low = bits(96 + group % 8, group < 8 ? 0 : 4, 4), high = bits(104 + group % 4, group / 4 * 2, 2)
      let q = bits(32 + i / 128 * 32 + i % 32, i % 128 / 32 * 2, 2) + 4 * bits(i % 32, i / 32, 1) - 4
      return Float(low + 16 * high - 32) * half(108) * Float(q)
    case .q4k: return scale(i) * Float(bits(16 + i / 64 * 32 + i % 32, i % 64 / 32 * 4, 4)) - least(i)
    case .q5k:
      let q = bits(48 + i / 64 * 32 + i % 32, i % 64 / 32 * 4, 4) + 16 * bits(16 + i % 32, i / 32, 1)
      return scale(i) * Float(q) - least(i)
    case .q6k:
      let low = bits(i / 128 * 64 + i % 64, i % 128 / 64 * 4, 4)
      let high = bits(128 + i / 128 * 32 + i % 32, i % 128 / 32 * 2, 2)
      return Float(Self.signed(byte(192 + i / 16))) * half(208) * Float(low + 16 * high - 32)
    case .iq4xs:
      let group = i / 32
      let scale = bits(4 + group / 2, group % 2 * 4, 4) + 16 * bits(2, group * 2, 2) - 32
      return Float(Self.values[nibble(8 + group * 16, i % 32)]) * (half(0) * Float(scale))
    case .f32, .f16, .bf16: return .nan
    }
  }

  /// Of Q4_K and Q5_K: twelve bytes hold eight scales and eight least values of six bits.
  private func six(_ group: Int, isLeast: Bool) -> Float {
    if group < 4 { return Float(bits(4 + group + (isLeast ? 4 : 0), 0, 6)) }
    return Float(
      bits(4 + group + 4, isLeast ? 4 : 0, 4) + 16 * bits(4 + group - (isLeast ? 0 : 4), 6, 2))
  }
  private func scale(_ i: Int) -> Float { half(0) * six(i / 32, isLeast: false) }
  private func least(_ i: Int) -> Float { half(2) * six(i / 32, isLeast: true) }
}
