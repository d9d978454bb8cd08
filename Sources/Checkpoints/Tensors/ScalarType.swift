/// The number formats that a safetensors file may hold, and the blocks of a few bits a weight that a GGUF file may hold beside them.
public enum ScalarType: String, Sendable, CaseIterable {
  case f64 = "F64"
  case f32 = "F32"
  case f16 = "F16"
  case bf16 = "BF16"
  case i64 = "I64"
  case i32 = "I32"
  case i16 = "I16"
  case i8 = "I8"
  case u8 = "U8"
  case bool = "BOOL"
  // In blocks, by ggml's names; what they stand for is known to `WeightFormat` of the same name.
  case q80 = "Q8_0"
  case q40 = "Q4_0"
  case q41 = "Q4_1"
  case q50 = "Q5_0"
  case q51 = "Q5_1"
  case iq4nl = "IQ4_NL"
  case q2k = "Q2_K"
  case q3k = "Q3_K"
  case q4k = "Q4_K"
  case q5k = "Q5_K"
  case q6k = "Q6_K"
  case iq4xs = "IQ4_XS"

  /// Numbers of a block and its bytes; one number where there are no blocks.
  public var block: (count: Int, bytes: Int) {
    switch self {
    case .q80: (32, 34)
    case .q40, .iq4nl: (32, 18)
    case .q41: (32, 20)
    case .q50: (32, 22)
    case .q51: (32, 24)
    case .q2k: (256, 84)
    case .q3k: (256, 110)
    case .q4k: (256, 144)
    case .q5k: (256, 176)
    case .q6k: (256, 210)
    case .iq4xs: (256, 136)
    default: (1, byteCount)
    }
  }

  public var isInBlocks: Bool { block.count > 1 }

  /// Bytes of one number; of a block where numbers stand in blocks.
  public var byteCount: Int {
    switch self {
    case .f64, .i64: 8
    case .f32, .i32: 4
    case .f16, .bf16, .i16: 2
    case .i8, .u8, .bool: 1
    default: block.bytes
    }
  }

  public var isWeight: Bool { self == .f32 || self == .f16 || self == .bf16 }

  /// Whether its numbers have a fraction. F64 is more than the engine computes with: a model's weights are rounded to F32.
  public var isFloat: Bool { isWeight || self == .f64 }

  /// The type of weights that people call so: by config.json's name, or short; nil for other words.
  public init?(weights name: String) {
    switch name {
    case "float32", "f32": self = .f32
    case "float16", "f16": self = .f16
    case "bfloat16", "bf16": self = .bf16
    default: return nil
    }
  }

  /// How config.json calls it (`torch_dtype`); nil for those that Assay never writes there.
  public var torchName: String? {
    switch self {
    case .f32: "float32"
    case .f16: "float16"
    case .bf16: "bfloat16"
    default: nil
    }
  }
}
