import Files

/// What a run says about generating. The defaults are what every protocol has: one greedy completion within the protocol's
/// budget. Anything else is a departure from the protocol, part of the run's identity, and shown beside the scores.
public struct GenerationOptions: Sendable, Equatable {
  /// Completions of each item, at least 1.
  public var samples: Int
  /// nil: greedy. Above 0.
  public var temperature: Double?
  /// Above 0, at most 1.
  public var topP: Double
  public var topK: Int?
  /// New tokens in place of the protocol's budget.
  public var maxTokens: Int?
  /// The numbers of tries k that pass@k is told for. They change no outcome, so that a finished run can be asked for others.
  public var tries: [Int]

  /// - Parameter tries: nil: 1, 10 and 100, so far as there are so many samples.
  public init(
    samples: Int = 1, temperature: Double? = nil, topP: Double = 1, topK: Int? = nil, maxTokens: Int? = nil,
    tries: [Int]? = nil
  ) {
    self.samples = samples
    self.temperature = temperature
    self.topP = topP
    self.topK = topK
    self.maxTokens = maxTokens
    self.tries = tries ?? [1, 10, 100].filter { $0 <= samples }
  }

  /// Whatever is told for how many tries.
  public var isAsTheProtocolSays: Bool { json == GenerationOptions().json }

  /// How sample `sample` of an item chooses its tokens, given the run's seed.
  func decoding(seed: Int, task: String, item: String, sample: Int) -> GenerationRequest.Decoding {
    guard let temperature else { return .greedy }
    // Lengths before texts, so that no two of (task, item) look alike.
    let name = "\(seed) \(task.utf8.count):\(task) \(item.utf8.count):\(item) \(sample)"
    let stream = UInt64(SHA256.hexadecimal(of: name).prefix(16), radix: 16) ?? 0
    return .sampled(Sampling(temperature: temperature, topP: topP, topK: topK, stream: stream))
  }

  var json: JSON {
    [
      "samples": .integer(samples), "temperature": temperature.map { .number($0) } ?? .null,
      "top_p": .number(topP), "top_k": topK.map { .integer($0) } ?? .null,
      "most_tokens": maxTokens.map { .integer($0) } ?? .null,
    ]
  }

  /// For people: `5 samples, temperature 0.8, top-p 0.95`.
  public var words: String {
    var words: [String] = []
    if samples > 1 { words.append("\(samples) samples of each item") }
    if let temperature { words.append("temperature \(temperature)") }
    if topP != 1 { words.append("top-p \(topP)") }
    if let topK { words.append("top-k \(topK)") }
    if let maxTokens { words.append("at most \(maxTokens) new tokens") }
    return words.joined(separator: ", ")
  }
}
