import Evaluation
public import Files
import Inference
import Statistics

/// The job of `assay generate`: texts that a model makes of nothing, one behind its beginning token each. Each is a function of the model,
/// the seed and its number: neither threads nor batches nor how many there are change it.
public struct GenerateTexts: Sendable {
  public var model: ModelOptions
  /// File of JSON lines with a field `text`.
  public var out: String
  public var count: Int
  /// The most tokens of a text.
  public var tokens: Int
  public var temperature: Double
  public var topP = 1.0
  public var topK: Int?
  public var seed: Int
  /// Writes over a file that is there.
  public var force = false

  public init(_ model: ModelOptions, out: String, count: Int, tokens: Int, temperature: Double = 1, seed: Int = 0) {
    self.model = model
    self.out = out
    self.count = count
    self.tokens = tokens
    self.temperature = temperature
    self.seed = seed
  }

  /// What came of it.
  public struct Outcome: Sendable {
    public var written = 0
    /// Texts that ended before they began; they are left out.
    public var empty = 0
    public var tokens = 0
  }

  /// Writes the file, whole or not at all. `observe` may throw to stop.
  /// - Parameter warn: is told what of the model's folder was ignored.
  public func run(
    warn: (String) -> Void = { _ in }, observe: (_ done: Int) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Outcome {
    var read = [model.path] + model.adapters + model.ensemble
    for folder in read where FileSystem.isDirectory(folder) {
      read += try FileSystem.names(in: folder).map { folder + "/" + $0 }
    }
    let place = try OutputPlace(out, .file, files: read, force: force)
    try place.check(isOwn: { _ in false }) { path in
      Diagnostic(path, "is there already", expected: "another name; --force writes over it")
    }
    let staged = try StagedFile(place.path)
    var opened = try ModelLoading.open(model)
    for warning in opened.engine.warnings { warn(warning) }
    guard tokens < opened.model.contextLength else {
      throw Diagnostic(
        "--max-new-tokens",
        "\(tokens) tokens and one in front of them, and the model's context has \(opened.model.contextLength)",
        expected: "at most \(opened.model.contextLength - 1)", status: .wrongUsage)
    }
    let key = KeyedRandom.number(of: "generate"), seed = UInt64(bitPattern: Int64(seed))
    let requests = (0..<count).map { number in
      GenerationRequest(
        prompt: "", maxTokens: tokens,
        decoding: .sampled(
          Sampling(
            temperature: temperature, topP: topP, topK: topK, stream: KeyedRandom.key(seed, key, UInt64(number)))),
        isBudgetFixed: true)
    }
    var texts = [String](repeating: "", count: count), outcome = Outcome(), done = 0
    do {
      try opened.model.completions(of: requests, bos: .on) { number, completion in
        texts[number] = completion.text
        outcome.tokens += completion.tokens
        done += 1
        try observe(done)
      }
    } catch let error as Diagnostic { throw error } catch {
      throw Diagnostic(model.path, "\(error)", expected: "a model that continues texts")
    }
    let file = try AppendOnlyFile(staged.path)
    for text in texts {
      if text.allSatisfy(\.isWhitespace) {
        outcome.empty += 1
      } else {
        try file.append(Array((["text": .string(text)] as JSON).text().utf8) + [0x0A])
        outcome.written += 1
      }
    }
    try staged.finish()
    return outcome
  }
}
