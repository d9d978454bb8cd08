import Files
import Glibc

extension ModelConfiguration {
  /// `rope_theta` at the top (transformers 4) or in `rope_parameters` (transformers 5); what the family has where
  /// it is not stated.
  static func ropeTheta(_ reader: ConfigurationReader, _ family: ModelFamily) throws(Diagnostic) -> Double {
    let key = family.key("rope_theta")
    let parameters = try ropeParameters(reader)
    var theta = try parameters?.optionalPositive("rope_theta")
    if theta == nil { theta = try reader.optionalPositive(key) }
    // Below 1 the angles grow from pair to pair, beyond what float32 holds.
    if let theta, theta < 1 {
      throw .wrongValue(reader.place, key, .number(theta), "a number from 1 on was expected")
    }
    return theta ?? family.ropeTheta
  }

  /// `rope_scaling` (transformers 4; older files say `type`, newer ones `rope_type`) or `rope_parameters`.
  static func ropeScaling(_ reader: ConfigurationReader, _ family: ModelFamily) throws(Diagnostic) -> RopeScaling {
    let key = reader.value("rope_parameters") == nil ? "rope_scaling" : "rope_parameters"
    let found = key == "rope_parameters" ? try ropeParameters(reader) : try reader.member(key)
    guard let scaling = found else { return .none }
    switch try scaling.text("rope_type", "type") {
    case "default": return .none
    // rope_parameters that hold the base only.
    case nil where key == "rope_parameters": return .none
    case "linear": return .linear(factor: try scaling.positive("factor"))
    case "dynamic": return try dynamic(scaling, reader, family)
    case "llama3": return try llama3(scaling)
    case "yarn": return .yarn(try yarn(scaling, reader))
    case "longrope", "su": return .longRope(try longRope(scaling, reader))
    case let type?: throw .unknownScaling(reader.place, key, type)
    case nil:
      throw .wrongValue(
        reader.place, key, .object(scaling.object), "it must name its \"rope_type\"")
    }
  }

  /// `rope_parameters`; of a family that has them for each kind of layer, those of the layers without a window.
  private static func ropeParameters(_ reader: ConfigurationReader) throws(Diagnostic) -> ConfigurationReader? {
    guard let parameters = try reader.member("rope_parameters") else { return nil }
    return try parameters.member("full_attention") ?? parameters
  }

  /// An original length that the file may state is not read by transformers (5.24), either.
  private static func dynamic(
    _ reader: ConfigurationReader, _ file: ConfigurationReader, _ family: ModelFamily
  ) throws(Diagnostic) -> RopeScaling {
    let factor = try reader.positive("factor")
    guard factor >= 1 else {
      throw .wrongValue(file.place, "factor", .number(factor), "a number from 1 on was expected")
    }
    return .dynamic(
      factor: factor, originalContextLength: try file.size(family.key("max_position_embeddings")))
  }

  private static func longRope(
    _ reader: ConfigurationReader, _ file: ConfigurationReader
  ) throws(Diagnostic) -> LongRopeScaling {
    // Phi-3 has the original length beside its scaling, later files within.
    var original = try reader.optionalSize("original_max_position_embeddings")
    if original == nil { original = try file.optionalSize("original_max_position_embeddings") }
    guard let original else { throw .missingKey(file.place, "original_max_position_embeddings") }
    var factor = try reader.optionalPositive("factor")
    if factor == nil { factor = Double(try file.size("max_position_embeddings")) / Double(original) }
    let growth = factor.map { $0 <= 1 || original == 1 ? 1 : (1 + log($0) / log(Double(original))).squareRoot() }
    return LongRopeScaling(
      shortFactors: try reader.positives("short_factor"), longFactors: try reader.positives("long_factor"),
      originalContextLength: original,
      attentionFactor: try reader.optionalPositive("attention_factor") ?? growth ?? 1)
  }

  private static func llama3(_ reader: ConfigurationReader) throws(Diagnostic) -> RopeScaling {
    let low = try reader.positive("low_freq_factor")
    let high = try reader.positive("high_freq_factor")
    guard low < high else {
      throw Diagnostic(
        reader.place, "\"low_freq_factor\" (\(low)) is not below \"high_freq_factor\" (\(high))",
        expected: "llama3 scaling blends between the two")
    }
    return .llama3(
      factor: try reader.positive("factor"), lowFrequencyFactor: low, highFrequencyFactor: high,
      originalContextLength: try reader.size("original_max_position_embeddings"))
  }

  private static func yarn(
    _ reader: ConfigurationReader, _ file: ConfigurationReader
  ) throws(Diagnostic) -> YarnScaling {
    let factor = try reader.positive("factor")
    let fast = try reader.optionalPositive("beta_fast") ?? 32, slow = try reader.optionalPositive("beta_slow") ?? 1
    guard fast >= slow else {
      throw Diagnostic(
        reader.place, "\"beta_fast\" (\(fast)) is below \"beta_slow\" (\(slow))",
        expected: "yarn's ramp goes from the one down to the other")
    }
    var attention = try reader.optionalPositive("attention_factor")
    if attention == nil, let scale = try reader.optionalPositive("mscale"),
      let all = try reader.optionalPositive("mscale_all_dim")
    {
      attention = YarnScaling.growth(factor, scale: scale) / YarnScaling.growth(factor, scale: all)
    }
    var original = try reader.optionalSize("original_max_position_embeddings")
    if original == nil { original = try file.size("max_position_embeddings") }
    return YarnScaling(
      factor: factor, originalContextLength: original ?? 1, betaFast: fast, betaSlow: slow,
      attentionFactor: attention ?? YarnScaling.growth(factor), truncates: try reader.flag("truncate", default: true))
  }
}

extension Diagnostic {
  fileprivate static func unknownScaling(_ place: String, _ key: String, _ type: String) -> Diagnostic {
    Diagnostic(
      place, "\"\(key)\" of type '\(type)' is not supported",
      expected: "supported are \"linear\", \"dynamic\", \"llama3\", \"yarn\", \"longrope\" and null")
  }
}
