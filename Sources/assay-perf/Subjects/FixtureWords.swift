import Benchmarks
import Datasets
import Files
import Tokenization

/// The words of the built-in fixtures: a vocabulary for random models, and text of any length in about as
/// many tokens as a trained tokenizer would make of it.
struct FixtureWords {
  /// Words of two letters or more, sorted.
  let words: [String]

  init() throws(Diagnostic) {
    var seen: Set<String> = []
    for path in DataDirectory.fixturePaths where path.hasPrefix("mmlu/") || path.hasPrefix("arc/") {
      let text = try DataDirectory.fixtures.file(path).text()
      for word in text.split(whereSeparator: { !$0.isASCII || !$0.isLetter }) where word.count > 1 {
        seen.insert(String(word))
      }
    }
    words = seen.sorted()
  }

  /// A tokenizer that has each word as one token. Byte-pair merges build a word letter by letter, so its
  /// beginnings are tokens too.
  var tokenizer: SentencePieceProto {
    var proto = SentencePieceProto.characters
    var known = Set(proto.pieces.map(\.text))
    for word in ["A", "B", "C", "D"] + words {
      var beginning = "\u{2581}"
      for letter in word {
        beginning.append(letter)
        if known.insert(beginning).inserted {
          proto.pieces.append(.init(beginning, score: -1000 - Float(proto.pieces.count)))
        }
      }
    }
    return proto
  }
}
