import Files

/// `prompts.jsonl` of a selection: the score of each prompt that a scorer has answered, by the digest of scorer and prompt; a line is
/// there as soon as the answer is, so that an interrupted job goes on behind it.
final class PromptScores {
  static let name = "prompts.jsonl"

  private var known: [String: Double] = [:]
  private let file: AppendOnlyFile

  /// Opens or makes the file; lines that are not what was written are asked anew.
  init(folder: String) throws(Diagnostic) {
    let path = folder + "/" + Self.name
    let text = FileSystem.exists(path) ? String(decoding: try FileSystem.bytes(of: path), as: UTF8.self) : ""
    var replacement = try FileReplacement(of: path)
    for line in text.split(separator: "\n") {
      guard let json = CheckedLine.json(String(line)), let key = json["prompt_sha256"]?.string,
        let score = json["score"]?.number, score.isFinite
      else { continue }
      known[key] = score
      try replacement.append(line + "\n")
    }
    try replacement.commit()
    file = try AppendOnlyFile(path)
  }

  static func key(scorer: String, prompt: String) -> String { SHA256.hexadecimal(of: scorer + "\n" + prompt) }

  subscript(key: String) -> Double? { known[key] }

  func append(_ key: String, _ score: Double) throws(Diagnostic) {
    known[key] = score
    let line: JSON = ["prompt_sha256": .string(key), "score": .number(score)]
    try file.append(Array((CheckedLine.text(line) + "\n").utf8))
  }
}
