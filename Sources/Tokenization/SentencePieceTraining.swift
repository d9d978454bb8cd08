import CSentencePiece
public import Files
import Glibc

/// Trains a tokenizer of Llama's kind: BPE or unigram pieces, single bytes for what they cannot write, `<unk>`, `<s>` and `</s>`
/// as ids 0, 1 and 2, spaces kept as they are.
public struct SentencePieceTraining: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case bpe, unigram
  }

  public var pieces: Int
  public var kind: Kind
  /// Whether each digit is a piece of its own.
  public var splitsDigits: Bool
  /// Part of the text's characters that get pieces; the rest is written in bytes.
  public var coverage: Double

  /// Three special pieces and 256 bytes.
  public static let fewestPieces = 260

  public init(pieces: Int, kind: Kind = .bpe, splitsDigits: Bool = true, coverage: Double = 0.9995) {
    self.pieces = pieces
    self.kind = kind
    self.splitsDigits = splitsDigits
    self.coverage = coverage
  }

  /// The content of a tokenizer.model; the same sentences give the same bytes.
  /// - Parameter place: what messages call the text.
  public func model(of sentences: [String], place: String) throws(Diagnostic) -> [UInt8] {
    guard pieces >= Self.fewestPieces else {
      throw Diagnostic(place, "\(pieces) pieces are too few", expected: "at least \(Self.fewestPieces)")
    }
    let options = [
      "--model_type=\(kind.rawValue)", "--vocab_size=\(pieces)", "--character_coverage=\(coverage)",
      "--byte_fallback=true", "--split_digits=\(splitsDigits)", "--normalization_rule_name=identity",
      "--remove_extra_whitespaces=false", "--allow_whitespace_only_pieces=true", "--unk_id=0", "--bos_id=1",
      "--eos_id=2", "--pad_id=-1", "--num_threads=1", "--hard_vocab_limit=false", "--minloglevel=3",
      "--max_sentence_length=1000000",
    ]
    let list = SentenceList(sentences)
    var bytes: UnsafeMutableRawPointer?
    var count = 0
    var problem = [CChar](repeating: 0, count: 400)
    let status = spm_train(
      options.joined(separator: " "),
      { context, count in
        guard let context else { return nil }
        return Unmanaged<SentenceList>.fromOpaque(context).takeUnretainedValue().next(count)
      }, Unmanaged.passUnretained(list).toOpaque(), &bytes, &count, &problem, problem.count)
    defer { free(bytes) }
    guard status == 0, let bytes else {
      let sentence = String(decoding: problem.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      // Behind the source line and the condition, which say nothing to a user.
      let words = sentence.split(separator: "] ", maxSplits: 1).last.map(String.init) ?? sentence
      throw Diagnostic(
        place, "gives no tokenizer: \(words)",
        expected: sentence.contains("required_chars")
          ? "more pieces: each character is one" : "more text, or fewer pieces")
    }
    return Array(UnsafeRawBufferPointer(start: bytes, count: count))
  }
}

/// Hands out sentences one by one.
private final class SentenceList {
  private let sentences: [String]
  private var place = 0
  private var pointer: UnsafeMutablePointer<CChar>?

  init(_ sentences: [String]) { self.sentences = sentences }

  deinit { free(pointer) }

  func next(_ count: UnsafeMutablePointer<Int>?) -> UnsafePointer<CChar>? {
    free(pointer)
    pointer = nil
    guard place < sentences.count else { return nil }
    pointer = strdup(sentences[place])
    count?.pointee = sentences[place].utf8.count
    place += 1
    return UnsafePointer(pointer)
  }
}
