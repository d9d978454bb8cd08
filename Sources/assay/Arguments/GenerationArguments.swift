import ArgumentParser
import Evaluation
import Files

/// The options that say how text is generated where a protocol asks for text.
struct GenerationArguments: ParsableArguments {
  @Option(help: ArgumentHelp("Completions of each item; more than one need --temperature.", valueName: "n"))
  var samples: Int?

  @Option(
    help: ArgumentHelp("Sampling temperature; 0, the default, decodes greedily.", valueName: "t"))
  var temperature: Double?

  @Option(
    help: ArgumentHelp(
      "Nucleus sampling: sample from the fewest tokens that have this probability together.", valueName: "p"))
  var topP: Double?

  @Option(help: ArgumentHelp("Sample from this many of the most likely tokens.", valueName: "n"))
  var topK: Int?

  @Option(help: ArgumentHelp("Maximum number of new tokens, in place of the protocol's.", valueName: "n"))
  var maxNewTokens: Int?

  @Option(
    help: ArgumentHelp("Tries that pass@k is told for, separated by commas. Default: 1,10,100.", valueName: "k"))
  var k: String?

  func options() throws(Diagnostic) -> GenerationOptions {
    let samples = try NumberRange.samples(samples) ?? 1
    let topK = try NumberRange.topK(topK)
    let budget = try NumberRange.newTokens(maxNewTokens)
    let temperature = try drawn()
    if temperature == nil {
      if samples > 1 { throw .greedily("--samples", "\(samples) completions without chance are all the same") }
      if topP != nil { throw .greedily("--top-p", "there is nothing to draw without a temperature") }
      if topK != nil { throw .greedily("--top-k", "there is nothing to draw without a temperature") }
    }
    return GenerationOptions(
      samples: samples, temperature: temperature, topP: try probability(), topK: topK, maxTokens: budget,
      tries: try tries(samples: samples))
  }

  /// nil: greedy.
  private func drawn() throws(Diagnostic) -> Double? {
    guard let temperature, temperature != 0 else { return nil }
    guard temperature.isFinite, temperature > 0, temperature <= 100 else {
      throw .wrongUsage("--temperature", "\(temperature) is out of range", "a number from 0 to 100, as a rule below 1")
    }
    return temperature
  }

  private func probability() throws(Diagnostic) -> Double {
    let probability = topP ?? 1
    guard probability > 0, probability <= 1 else {
      throw .wrongUsage("--top-p", "\(probability) is out of range", "a number above 0, at most 1, such as 0.95")
    }
    return probability
  }

  private func tries(samples: Int) throws(Diagnostic) -> [Int]? {
    guard let k else { return nil }
    var tries: [Int] = []
    for part in k.split(separator: ",", omittingEmptySubsequences: false) {
      guard let number = Int(part), number > 0 else {
        throw .wrongUsage("--k", "'\(part)' is no number of tries", "numbers of at least 1, such as 1,10,100")
      }
      guard number <= samples else {
        throw .wrongUsage(
          "--k", "pass@\(number) cannot be told of \(samples) \(samples == 1 ? "sample" : "samples") an item",
          "--samples \(number) or more, or a smaller k")
      }
      if !tries.contains(number) { tries.append(number) }
    }
    return tries
  }
}

extension Diagnostic {
  static func wrongUsage(_ option: String, _ problem: String, _ expected: String) -> Diagnostic {
    Diagnostic(option, problem, expected: expected, status: .wrongUsage)
  }

  fileprivate static func greedily(_ option: String, _ problem: String) -> Diagnostic {
    .wrongUsage(option, problem, "--temperature beside it, such as --temperature 0.8")
  }
}
