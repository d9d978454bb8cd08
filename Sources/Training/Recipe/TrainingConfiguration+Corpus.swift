public import Checkpoints
public import Corpora
public import Files
import Statistics
public import Tokenization

extension TrainingConfiguration {
  public func encoder(_ tokenizer: SentencePieceTokenizer) throws(Diagnostic) -> SampleEncoder {
    var template = template
    if let prompt {
      template = try PromptTemplate(prompt: prompt, promptWithoutInput: promptWithoutInput, place: "prompt")
    }
    return SampleEncoder(
      tokenizer: tokenizer, template: template, separator: separator, boundary: boundary,
      addsBOS: bos ?? tokenizer.addsBOS, addsEOS: eos, maxLength: maxLength)
  }

  /// What is learned from: the records as tokens, the digest of the files that they come from, and that of the records that a
  /// choice of clusters left.
  /// - Parameter corpora: those that were read already; nil reads the files.
  public func corpus(
    for tokenizer: SentencePieceTokenizer, of model: ModelConfiguration, from corpora: ReadCorpora? = nil
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
    guard encoder.maxLength <= model.contextLength else {
      throw Diagnostic(
        "max_length", "\(encoder.maxLength) is beyond the model's context of \(model.contextLength) tokens",
        expected: "at most the context", status: .wrongUsage)
    }
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
