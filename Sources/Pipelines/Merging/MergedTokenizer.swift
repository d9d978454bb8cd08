import Checkpoints
import Files
import Tokenization

/// The tokenizer beside a merged model: another folder's files, with tokens added, and with a template for chats.
struct MergedTokenizer {
  let folder: String
  let additions: [(token: String, list: TokenList)]
  /// Tokens that the folder's own tokenizer has.
  let count: Int

  private static let names = [
    "tokenizer.model", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "tokenizer.json",
    "generation_config.json", "chat_template.jinja",
  ]

  func write(to directory: String) throws(Diagnostic) {
    for name in Self.names where FileSystem.exists("\(folder)/\(name)") {
      if name.hasSuffix(".json"), try JSON(file: "\(folder)/\(name)").object == nil {
        throw Diagnostic(
          "\(folder)/\(name)", "is not a JSON object", expected: "a file that the merged model can be read with")
      }
      try FileSystem.write(try FileSystem.bytes(of: "\(folder)/\(name)"), to: "\(directory)/\(name)")
    }
    guard !additions.isEmpty else { return }
    let added = try additions.enumerated().map { (index, addition) throws(Diagnostic) in
      (id: count + index, flags: try addition.list.added(addition.token))
    }
    let hasModel = FileSystem.exists("\(directory)/tokenizer.model")
    if hasModel || FileSystem.exists("\(directory)/added_tokens.json") {
      try Self.change("\(directory)/added_tokens.json") { object in
        for (id, flags) in added { object[flags["content"]?.string ?? ""] = .integer(id) }
      }
    }
    if FileSystem.exists("\(directory)/tokenizer_config.json") {
      try Self.change("\(directory)/tokenizer_config.json") { object in
        // Where there is none, added_tokens.json is what is read.
        guard var decoder = object["added_tokens_decoder"]?.object else { return }
        for (id, flags) in added { decoder["\(id)"] = .object(flags) }
        object["added_tokens_decoder"] = .object(decoder)
      }
    }
    if FileSystem.exists("\(directory)/tokenizer.json") {
      try Self.change("\(directory)/tokenizer.json") { object in
        let entries = added.map { id, flags in
          JSON.object(JSONObject([(key: "id", value: .integer(id))] + flags.members))
        }
        object["added_tokens"] = .array((object["added_tokens"]?.array ?? []) + entries)
      }
    }
    try check(directory)
  }

  /// What was written is read back: each new token has the id of its row.
  private func check(_ directory: String) throws(Diagnostic) {
    let list = try TokenList(folder: directory)
    for (index, addition) in additions.enumerated() where list.id(of: addition.token) != count + index {
      throw Diagnostic(
        folder, "its tokenizer cannot be given the token '\(addition.token)' under id \(count + index)",
        expected: "another base, or tokenizer_source: a folder that has all tokens")
    }
  }

  static func change(_ path: String, _ change: (inout JSONObject) -> Void) throws(Diagnostic) {
    let json: JSON = FileSystem.exists(path) ? try JSON(file: path) : .object(JSONObject())
    guard var object = json.object else {
      throw Diagnostic(path, "is not a JSON object", expected: "an object with members was expected")
    }
    change(&object)
    try FileSystem.write(JSON.object(object).text(pretty: true) + "\n", to: path)
  }
}
