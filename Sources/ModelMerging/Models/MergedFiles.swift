import Checkpoints
import Files

/// What stands beside the weights of a merged model.
struct MergedFiles {
  let job: MergeConfiguration
  let parents: MergeParents
  /// Layers of the result; nil where they are those of the parents.
  let layers: Int?
  /// Whether an output layer of its own is written.
  let hasHead: Bool

  /// - Parameter notes: gets what is to be told.
  func write(to directory: String, _ notes: inout [String]) throws(Diagnostic) {
    guard let folder = parents.folder else { return }
    let source = parents.vocabulary?.folder ?? folder
    try MergedTokenizer(
      folder: source, additions: parents.vocabulary?.additions ?? [], count: parents.vocabulary?.ownCount ?? 0
    ).write(to: directory)
    if let choice = job.chatTemplate {
      if let text = try ChatTemplate.text(choice, folders: parents.folders) {
        try write(template: text, to: directory)
      } else {
        notes.append("chat_template: auto finds none in the models: none is written")
      }
    }
    guard var configuration = try JSON(file: folder + "/config.json").object else {
      throw Diagnostic(folder + "/config.json", "is no JSON object", expected: "the configuration of a model")
    }
    if let name = job.dtype.flatMap(\.torchName) {
      configuration["torch_dtype"] = .string(name)
      if configuration["dtype"] != nil { configuration["dtype"] = .string(name) }
    }
    // F64 is read as F32, and is written so.
    for key in ["torch_dtype", "dtype"] where configuration[key] == "float64" { configuration[key] = "float32" }
    // Of parents whose heads differ from their embeddings, whatever their files say.
    if hasHead, configuration["tie_word_embeddings"] == true { configuration["tie_word_embeddings"] = false }
    if let layers { configuration["num_hidden_layers"] = .integer(layers) }
    if let rows = parents.vocabulary?.rowCount ?? parents.resizedRows { configuration["vocab_size"] = .integer(rows) }
    if source != folder, FileSystem.exists(source + "/config.json") {
      // Ids belong to the tokenizer.
      let other = try JSON(file: source + "/config.json")
      for key in ["bos_token_id", "eos_token_id", "pad_token_id"] { if let id = other[key] { configuration[key] = id } }
    }
    try FileSystem.write(JSON.object(configuration).text(pretty: true) + "\n", to: directory + "/config.json")
  }

  /// In tokenizer_config.json, which all versions of transformers read; a file of its own would go before it.
  private func write(template: String, to directory: String) throws(Diagnostic) {
    let file = directory + "/chat_template.jinja"
    if FileSystem.exists(file) { try FileSystem.remove(file) }
    try MergedTokenizer.change(directory + "/tokenizer_config.json") { $0["chat_template"] = .string(template) }
  }
}
