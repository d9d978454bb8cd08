import Files

/// `chat_template`: the one that most of the models have, a template by its name, or a template as it is.
enum ChatTemplate {
  /// Written for this project after the formats that the names stand for.
  private static let named: [String: String] = [
    "chatml":
      "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
      + "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
    "alpaca":
      "{% for message in messages %}{% if message['role'] == 'system' %}{{ message['content'] + '\\n\\n' }}"
      + "{% elif message['role'] == 'user' %}{{ '### Instruction:\\n' + message['content'] + '\\n\\n' }}"
      + "{% else %}{{ '### Response:\\n' + message['content'] + eos_token + '\\n\\n' }}{% endif %}{% endfor %}"
      + "{% if add_generation_prompt %}{{ '### Response:\\n' }}{% endif %}",
    "llama3":
      "{{ bos_token }}{% for message in messages %}{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' "
      + "+ message['content'] | trim + '<|eot_id|>' }}{% endfor %}{% if add_generation_prompt %}"
      + "{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}",
  ]

  /// Throws for what is neither `auto`, nor a name, nor a template.
  static func check(_ text: String, place: String) throws(Diagnostic) {
    guard text != "auto", named[text] == nil, !text.contains("{{"), !text.contains("{%") else { return }
    throw Diagnostic(
      place, "chat_template: there is none called '\(text)'",
      expected: "auto, \(named.keys.sorted().joined(separator: ", ")), or a Jinja template", status: .wrongUsage)
  }

  /// The template; nil where `auto` finds none.
  /// - Parameter folders: of the models, the base first.
  static func text(_ choice: String, folders: [String]) throws(Diagnostic) -> String? {
    guard choice == "auto" else { return named[choice] ?? choice }
    var found: [String] = []
    for folder in folders { if let text = try own(folder) { found.append(text) } }
    // The first of those that are equally common.
    var best: (text: String, count: Int)?
    for text in found {
      let count = found.count { $0 == text }
      if count > best?.count ?? 0 { best = (text, count) }
    }
    return best?.text
  }

  private static func own(_ folder: String) throws(Diagnostic) -> String? {
    let file = folder + "/chat_template.jinja", configuration = folder + "/tokenizer_config.json"
    if FileSystem.exists(file) {
      guard let text = String(validating: try FileSystem.bytes(of: file), as: UTF8.self) else {
        throw Diagnostic(file, "is not valid UTF-8", expected: "a Jinja template")
      }
      return text
    }
    guard FileSystem.exists(configuration), let value = try JSON(file: configuration)["chat_template"], !value.isNull
    else { return nil }
    if let text = value.string { return text }
    guard let named = value.array, named.allSatisfy({ $0["name"]?.string != nil && $0["template"]?.string != nil })
    else {
      throw Diagnostic(
        configuration, "\"chat_template\" is malformed",
        expected: "a Jinja template, or a list of {\"name\": \"text\", \"template\": \"text\"}")
    }
    return named.first { $0["name"] == "default" }?["template"]?.string
  }
}
