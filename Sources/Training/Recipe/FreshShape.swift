public import Checkpoints
import Configuration
public import Files

extension TrainingConfiguration {
  /// What a fresh base is like.
  /// - Parameters:
  ///   - vocabulary: pieces of its tokenizer.
  ///   - bos: the tokenizer's beginning token; nil for none.
  ///   - eos: its ending token; nil for none.
  public func shape(vocabulary: Int, bos: Int?, eos: Int?) throws(Diagnostic) -> ModelConfiguration {
    var shape = fresh
    if shape["architectures"] == nil { shape["architectures"] = ["LlamaForCausalLM"] }
    if shape["vocab_size"] == nil { shape["vocab_size"] = .integer(vocabulary) }
    if shape["bos_token_id"] == nil, let bos { shape["bos_token_id"] = .integer(bos) }
    if shape["eos_token_id"] == nil, let eos { shape["eos_token_id"] = .integer(eos) }
    let configuration: ModelConfiguration
    do { configuration = try ModelConfiguration(json: shape, place: "init") } catch {
      let key = Self.shapeKeys.first { error.problem.contains("\"\($0)\"") }
      throw wrong(key, error.problem, error.expectation)
    }
    guard configuration.isMadeFresh else {
      throw wrong(
        "architectures", "a fresh \(configuration.familyName) model cannot be made",
        "LlamaForCausalLM or MistralForCausalLM")
    }
    guard configuration.vocabularySize >= vocabulary else {
      throw wrong(
        "vocab_size", "vocab_size is smaller than the tokenizer's \(vocabulary) pieces", "as many at least, or nothing")
    }
    return configuration
  }

  private func wrong(_ key: String?, _ problem: String, _ expectation: String) -> Diagnostic {
    Diagnostic(
      written["init." + (key ?? ""), "init"], "init: \(problem)", expected: expectation, status: .wrongUsage)
  }

  /// Throws where sequences are longer than a model's context.
  public func checkLength(of model: ModelConfiguration) throws(Diagnostic) {
    guard maxLength > model.contextLength else { return }
    throw Diagnostic(
      written["max_length"], "max_length \(maxLength) is beyond the model's context of \(model.contextLength) tokens",
      expected: "at most the context", status: .wrongUsage)
  }
}
