public import Evaluation
public import Files

/// A model folder as something that answers requests.
public enum ModelLoading {
  /// The one place where the engine is put together. To be filled when Inference is there.
  public static func open(
    _ options: ModelOptions
  ) throws(Diagnostic) -> (model: UnavailableModel, engine: EngineDescription) {
    guard FileSystem.isDirectory(options.path) else {
      throw Diagnostic(
        options.path, "is not a folder",
        expected: "a model is a folder with config.json, model.safetensors and tokenizer.model")
    }
    throw Diagnostic(options.path, "cannot be opened: this build has no engine", expected: "a build with Inference")
  }
}

/// Stands for the engine until it is there.
public struct UnavailableModel: LanguageModel {
  public var contextLength: Int { 0 }
  public var defaultBOS: BOSPolicy { .on }
  public func tokenCount(of text: String) throws(Diagnostic) -> Int { 0 }
  public func tokenIDs(of text: String, bos: BOSPolicy) throws(Diagnostic) -> [Int] { [] }
  public mutating func likelihoods(
    of requests: [LikelihoodRequest], bos: BOSPolicy, completed: (Int, Likelihood) throws -> Void
  ) throws {}
}
