/// The number formats that a safetensors file may hold. Weights are `f32`, `f16` or `bf16`.
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

  /// Bytes of one number.
  public var byteCount: Int {
    switch self {
    case .f64, .i64: 8
    case .f32, .i32: 4
    case .f16, .bf16, .i16: 2
    case .i8, .u8, .bool: 1
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
