import Corpora
import Files
import Tokenization

/// Plain text as sequences of one length, as models are pre-trained on it: documents one behind the other, each with BOS in front where
/// the tokenizer has it so and EOS behind, cut every so many tokens. Every token but a block's first is learned; positions and
/// attention do not know where a document ends.
struct TextBlocks {
  /// All of the same length but the last.
  let samples: [TrainingSample]
  let tokens: Int

  /// Throws where a record is no plain text, where the model has no row for a token, and where there are less than two tokens.
  init(
    _ corpus: Corpus, by tokenizer: any Tokenizer, addsBOS: Bool, length: Int, rows: Int
  ) throws(Diagnostic) {
    var ids: [Int32] = [], samples: [TrainingSample] = [], tokens = 0
    let bos = addsBOS ? tokenizer.bosID : nil
    func cut(_ count: Int) {
      let block = Array(ids.prefix(count))
      ids.removeFirst(block.count)
      guard block.count > 1 else { return }
      tokens += block.count
      samples.append(
        TrainingSample(
          name: "replay block \(samples.count + 1)", ids: block,
          isLabel: [false] + [Bool](repeating: true, count: block.count - 1)))
    }
    for record in corpus.records {
      guard case .text(let text) = record.content else {
        throw Diagnostic(
          record.name, "is no plain text to replay", expected: "text files, or JSON lines with a field \"text\"")
      }
      let own = (bos.map { [$0] } ?? []) + (try tokenizer.encode(text)) + (tokenizer.eosID.map { [$0] } ?? [])
      if let id = own.first(where: { $0 >= rows }) {
        throw Diagnostic(
          record.name, "holds token \(id), for which the model has no weights",
          expected: "texts of the \(rows) tokens that the embedding has")
      }
      ids += own
      while ids.count >= length { cut(length) }
    }
    cut(ids.count)
    guard !samples.isEmpty else {
      throw Diagnostic(
        corpus.records.first?.name ?? "replay.data", "holds less than two tokens", expected: "text to replay")
    }
    self.samples = samples
    self.tokens = tokens
  }

  var longest: Int { samples.reduce(0) { max($0, $1.ids.count) } }

  /// Of ids and flags, and of what each block has besides.
  var bytes: Int { tokens * 5 + samples.count * 128 }
}
