public import Checkpoints
import Configuration
public import Corpora
public import Files
import Statistics
public import Tokenization

extension TrainingConfiguration {
  /// The template that a prompt of one's own makes; nil without one.
  func ownTemplate() throws(Diagnostic) -> PromptTemplate? {
    guard let prompt else { return nil }
    let key = prompt.contains("{instruction}") && promptWithoutInput != nil ? "prompt_without_input" : "prompt"
    do { return try PromptTemplate(prompt: prompt, promptWithoutInput: promptWithoutInput, place: key) } catch {
      throw Diagnostic(
        written[key], "\(error.place) \(error.problem)", expected: error.expectation, status: .wrongUsage)
    }
  }

  public func encoder(_ tokenizer: any Tokenizer) throws(Diagnostic) -> SampleEncoder {
    return SampleEncoder(
      tokenizer: tokenizer, template: try ownTemplate() ?? template, separator: separator, boundary: boundary,
      addsBOS: bos ?? tokenizer.addsBOS, addsEOS: eos, maxLength: maxLength)
  }

  /// What is learned from: the records as tokens, the digest of the files that they come from, and that of the records that a
  /// choice of clusters left.
  /// - Parameter corpora: those that were read already; nil reads the files.
  public func corpus(
    for tokenizer: any Tokenizer, of model: ModelConfiguration, from corpora: ReadCorpora? = nil
  ) throws(Diagnostic) -> (samples: EncodedCorpus, digest: String, learned: String) {
    var read = try source.read(from: corpora)
    var learned = read.digest
    if !assignment.isEmpty {
      let selection = try ClusterSelection(assignment: assignment, labels: cluster, of: read)
      read.records = selection.records(of: read)
      learned = selection.digest
    }
    if let limit { read.records = Array(read.records.prefix(limit)) }
    let encoder = try encoder(tokenizer)
    try checkLength(of: model)
    let encoded = try EncodedCorpus(read, by: encoder)
    try encoded.check(rows: model.vocabularySize)
    return (encoded, read.digest, learned)
  }

  /// The samples to train on and those kept apart, drawn by the seed.
  public func split(_ samples: [TrainingSample]) -> (training: [TrainingSample], validation: [TrainingSample]) {
    guard validationFraction > 0 else { return (samples, []) }
    let count = min(samples.count, Int(saturating: (validationFraction * Double(samples.count)).rounded(.up)))
    let order = KeyedRandom.permutation(
      KeyedRandom.key(recipe.seed, KeyedRandom.number(of: "validation")), count: samples.count)
    let apart = Set(order.prefix(count))
    return (
      samples.indices.filter { !apart.contains($0) }.map { samples[$0] }, apart.sorted().map { samples[$0] }
    )
  }
}
