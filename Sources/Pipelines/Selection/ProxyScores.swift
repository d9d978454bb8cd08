import Corpora
import Glibc

/// What stands in for scorers and costs nothing: numbers that the texts of a corpus give by themselves.
enum ProxyScores {
  static func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

  /// Words of each instruction; of plain text, of all of it.
  static func lengths(_ records: [CorpusRecord]) -> [Double] {
    records.map { Double(words($0.text(of: .instruction)).count) }
  }

  /// The mean over a record's words of -ln of their share of all words of the corpus; nil for one without words.
  static func rarities(_ records: [CorpusRecord]) -> [Double?] {
    let texts = records.map { words($0.text(of: .both)).map { $0.lowercased() } }
    var counts: [String: Int] = [:], all = 0
    for word in texts.joined() {
      counts[word, default: 0] += 1
      all += 1
    }
    return texts.map { words in
      guard !words.isEmpty else { return nil }
      return words.reduce(0) { $0 - log(Double(counts[$1] ?? 1) / Double(all)) } / Double(words.count)
    }
  }
}
