import Files

extension EncoderConfiguration {
  /// Throws where the files of sentence-transformers ask for other vectors than the mean of all tokens' states: another
  /// pooling, or layers behind it. Whether they are normalized makes no difference, because here they always are.
  static func checkPooling(_ directory: String) throws(Diagnostic) {
    let expectation = "an encoder whose vectors are the mean of its last states, as all-MiniLM-L6-v2 has it"
    let modules = directory + "/modules.json", pooling = directory + "/1_Pooling/config.json"
    if FileSystem.exists(modules) {
      guard let list = try JSON(file: modules).array else {
        throw Diagnostic(modules, "is no list", expected: "the modules of a sentence encoder, as a JSON list")
      }
      for module in list {
        let kind = module["type"]?.string?.split(separator: ".").last.map(String.init) ?? ""
        guard ["Transformer", "Pooling", "Normalize"].contains(kind) else {
          throw Diagnostic(modules, "has a module \(kind)", expected: expectation)
        }
      }
    }
    guard FileSystem.exists(pooling) else { return }
    let asked = try JSON(file: pooling)
    guard let members = asked.object?.members else {
      throw Diagnostic(pooling, "is not a JSON object", expected: expectation)
    }
    if let mode = asked["pooling_mode"], !mode.isNull, mode != "mean" {
      throw Diagnostic(pooling, "key \"pooling_mode\" is \(mode.text())", expected: expectation)
    }
    for member in members where member.key.hasPrefix("pooling_mode_") && !member.value.isNull {
      guard member.value != .bool(member.key == "pooling_mode_mean_tokens") else { continue }
      throw Diagnostic(pooling, "key \"\(member.key)\" is \(member.value.text())", expected: expectation)
    }
  }
}
