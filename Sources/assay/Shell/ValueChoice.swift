/// What may stand for a value on the command line, so far as the program knows.
enum ValueChoice: Equatable {
  /// Names of files; of folders, and words beside them.
  case files
  case folders([String])
  /// One of some words; several of them with commas between them.
  case word([String])
  case words([String])
  /// A number or a text of one's own.
  case free

  /// nil: nobody has said what stands for this name; a test finds it.
  init?(_ parameter: CommandDescription.Parameter, of command: [String]) {
    if !parameter.values.isEmpty {
      self = .word(parameter.values)
      return
    }
    let key = parameter.names.first ?? parameter.valueName
    if let words = Self.words(key, parameter.valueName, of: command) {
      self = words
      return
    }
    switch parameter.valueName {
    // A model's folder, or a GGUF file.
    case "dir" where key == "--model" && ["score", "serve", "generate"].contains(command.last): self = .files
    case "dir": self = .folders(key == "--data" ? ["fixtures"] : [])
    case "parent", "adapter", "directory": self = .folders([])
    case "file", "problems", "samples", "model", "reference", "candidate", "run",
      "first", "second", "tokenizer":
      self = .files
    case "n", "t", "p", "k", "size", "seconds", "minutes", "numbers", "list", "share", "key=value", "key", "part",
      "text", "texts", "sha", "id", "ids", "who", "url", "shard", "command", "host":
      self = .free
    default: return nil
    }
  }
}
