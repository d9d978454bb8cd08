internal import CKernels

/// How weights lie in memory: numbers one by one, or, as GGUF files have them, in blocks of a row with scales of their own. Arithmetic is
/// float32 whatever they are: over blocks it has the bits of that over the float32 numbers that they stand for.
public enum WeightFormat: String, Sendable, CaseIterable {
  case f32, f16, bf16
  // By ggml's names.
  case q80 = "q8_0"
  case q40 = "q4_0"
  case q41 = "q4_1"
  case q50 = "q5_0"
  case q51 = "q5_1"
  case iq4nl = "iq4_nl"
  case q2k = "q2_k"
  case q3k = "q3_k"
  case q4k = "q4_k"
  case q5k = "q5_k"
  case q6k = "q6_k"
  case iq4xs = "iq4_xs"

  /// Those of numbers one by one, which weights can be converted to.
  public static let plain: [WeightFormat] = [.f32, .f16, .bf16]
  /// Those that `ThreadPool.quantize` makes.
  public static let quantized: [WeightFormat] = [.q80, .q40, .q4k]

  public var isInBlocks: Bool { !Self.plain.contains(self) }
  /// Numbers of a block; 1 where they stand one by one. A row consists of whole blocks.
  public var blockCount: Int { Int(assay_block_numbers(kernel)) }
  /// Bytes of a block.
  public var blockBytes: Int { Int(assay_block_bytes(kernel)) }

  /// Bytes of so many numbers, which must be whole blocks.
  public func byteCount(_ numbers: Int) -> Int { numbers / blockCount * blockBytes }

  var kernel: assay_dtype {
    switch self {
    case .f32: ASSAY_F32
    case .f16: ASSAY_F16
    case .bf16: ASSAY_BF16
    case .q80: ASSAY_Q8_0
    case .q40: ASSAY_Q4_0
    case .q41: ASSAY_Q4_1
    case .q50: ASSAY_Q5_0
    case .q51: ASSAY_Q5_1
    case .iq4nl: ASSAY_IQ4_NL
    case .q2k: ASSAY_Q2_K
    case .q3k: ASSAY_Q3_K
    case .q4k: ASSAY_Q4_K
    case .q5k: ASSAY_Q5_K
    case .q6k: ASSAY_Q6_K
    case .iq4xs: ASSAY_IQ4_XS
    }
  }
}
