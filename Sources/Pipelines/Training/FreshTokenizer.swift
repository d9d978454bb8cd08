import Checkpoints
import Files
import Tokenization

/// The tokenizer of a base that is made of nothing, and its files, which the base is given.
struct FreshTokenizer {
  let tokenizer: any Tokenizer
  private let origin: Origin

  private enum Origin {
    /// SentencePiece's tokenizer.model alone.
    case model([UInt8])
    /// tokenizer.json with what stands beside it.
    case files([(name: String, bytes: [UInt8])])
  }

  /// - Parameter path: tokenizer.model; or tokenizer.json, whose folder says what else there is; or a folder with either.
  init(_ path: String) throws(Diagnostic) {
    let inner = path + "/tokenizer.model"
    let model = FileSystem.isDirectory(path) && FileSystem.exists(inner) ? inner : path
    guard let folder = try Self.folder(of: model) else {
      let bytes = try FileSystem.bytes(of: model)
      tokenizer = try SentencePieceTokenizer(model: bytes, place: model)
      origin = .model(bytes)
      return
    }
    let fast = try FastTokenizer(directory: folder)
    try fast.checkFraming(directory: folder)
    tokenizer = fast
    origin = .files(try CompanionFiles.contents(of: folder).filter { Self.names.contains($0.name) })
  }

  /// The files of a model of that shape.
  func files(of configuration: ModelConfiguration) -> [(name: String, bytes: [UInt8])] {
    switch origin {
    case .model(let bytes): configuration.tokenizerFiles(bytes)
    case .files(let files): files
    }
  }

  /// How ids are generated is the base's own business.
  private static let names = [
    "tokenizer.json", "tokenizer_config.json", "added_tokens.json", "special_tokens_map.json", "chat_template.jinja",
  ]

  private static func folder(of path: String) throws(Diagnostic) -> String? {
    if FileSystem.isDirectory(path) { return path }
    guard path.hasSuffix(".json") else { return nil }
    guard FileSystem.lastName(of: path) == "tokenizer.json" else {
      throw Diagnostic(
        path, "is not called tokenizer.json", expected: "that name: what stands beside it says what its tokens are for")
    }
    return FileSystem.directory(of: path)
  }
}
