public import Files

extension FastTokenizer {
  /// How texts are framed and spaced, for people.
  public var manner: String {
    "\(addsBOS ? "\(frame.front) in front" : "nothing in front"), "
      + "\(addsEOS ? "\(frame.back) behind" : "nothing behind"), as tokenizer.json says"
  }

  /// Throws unless BOS alone stands in front of a text, and EOS alone behind it, or nothing: what scoring can say of a model.
  public func checkFraming(directory: String) throws(Diagnostic) {
    for (ids, role, id, words) in [
      (frame.front, "bos_token", bosID, "in front of"), (frame.back, "eos_token", eosID, "behind"),
    ] where !ids.isEmpty && ids != [id].compactMap({ $0 }) {
      throw Diagnostic(
        directory + "/tokenizer.json",
        "\"post_processor\" puts the tokens \(ids) \(words) a text, and \(role) is \(id.map { "\($0)" } ?? "none")",
        expected: "that token alone, or nothing; tokenizer_config.json and special_tokens_map.json say which it is")
    }
  }

  /// Keys of tokenizer_config.json that look as if they had an effect; transformers 5 lets tokenizer.json decide.
  static func warnings(_ files: FastTokenizerFiles, _ frame: TextFrame) throws(Diagnostic) -> [String] {
    guard let file = files.configuration else { return [] }
    var warnings: [String] = []
    for (key, found) in [("add_bos_token", !frame.front.isEmpty), ("add_eos_token", !frame.back.isEmpty)] {
      guard let asked = try file.flag(key), asked != found else { continue }
      warnings.append(
        "\(file.path): \"\(key)\" is \(asked) and has no effect: the post_processor of tokenizer.json decides")
    }
    return warnings
  }
}
