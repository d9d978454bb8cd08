import Checkpoints
import Corpora
import Evaluation
import Files
import Inference
import Tokenization

/// Instruction-following difficulty (arXiv:2308.12032, section 2.2): the mean loss of a response's tokens behind its instruction over their mean
/// loss behind nothing. Above 1 the instruction does not help; near 0 it says all.
///
/// The prompt is Alpaca's; the same tokens are asked both times, the second time behind BOS alone (EOS where there is no BOS).
struct FollowingDifficulty {
  let digest: String
  let warnings: [String]
  private let directory: String
  private var model: CausalLanguageModel

  private static let share = 128

  init(directory: String, threads: Int) throws(Diagnostic) {
    self.directory = directory
    digest = try PromptScorer.digest(of: directory)
    let opened = try ModelLoading.open(ModelOptions(path: directory, threads: threads))
    model = opened.model
    warnings = opened.engine.warnings
  }

  /// nil for records without a token of a response.
  mutating func values(
    of records: [CorpusRecord], observe: (_ done: Int) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> [Double?] {
    var values: [Double?] = []
    for start in stride(from: 0, to: records.count, by: Self.share) {
      let share = records[start..<min(records.count, start + Self.share)]
      let asked = try share.map { (record) throws(Diagnostic) in try questions(record) }
      values += try answers(to: asked)
      try observe(values.count)
    }
    return values
  }

  /// The response behind its prompt, and alone; none where it has no token.
  private func questions(_ record: CorpusRecord) throws(Diagnostic) -> [ContinuationEncoder.Encoding] {
    let tokenizer = model.tokenizer
    let response = record.text(of: .response), instruction = record.text(of: .instruction)
    let prompt: String
    if case .completion = record.content {
      prompt = instruction
    } else {
      let dialogue = Dialogue(turns: [Dialogue.Turn(instruction: instruction, response: response)])
      prompt = PromptTemplate.alpaca.spans(of: dialogue, separator: "")[0][0].text
    }
    guard let first = tokenizer.bosID ?? tokenizer.eosID else {
      throw Diagnostic(
        directory, "has neither a BOS nor an EOS token", expected: "one of them stands before a response alone")
    }
    let before = try tokenizer.encode(prompt)
    let own = Array(
      try tokenizer.encode(prompt + response).dropFirst(before.count).prefix(model.contextLength - 1))
    guard !own.isEmpty else { return [] }
    let context = (tokenizer.addsBOS ? [first] : []) + before
    return [
      ContinuationEncoder.Encoding(context: context.isEmpty ? [first] : context, continuation: own),
      ContinuationEncoder.Encoding(context: [first], continuation: own),
    ]
  }

  private mutating func answers(
    to questions: [[ContinuationEncoder.Encoding]]
  ) throws(Diagnostic) -> [Double?] {
    let all = Array(questions.joined())
    var sums = [Double](repeating: .nan, count: all.count)
    do {
      try model.likelihoods(of: all) { sums[$0] = $1.sum }
    } catch let error as Diagnostic {
      throw error
    } catch {
      throw Diagnostic(directory, "\(error)", expected: "losses of all responses")
    }
    var rest = sums[...], ratios: [Double?] = []
    for own in questions {
      let pair = Array(rest.prefix(own.count))
      rest = rest.dropFirst(own.count)
      guard pair.allSatisfy(\.isFinite) else {
        throw Diagnostic(directory, "gives a loss that is no number", expected: "a model whose logits are finite")
      }
      // As many tokens both times, so that sums have the ratio of means; what is certain anyway has none.
      ratios.append(pair.count == 2 && pair[1] < 0 ? pair[0] / pair[1] : nil)
    }
    return ratios
  }
}
