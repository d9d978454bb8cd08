import Checkpoints
import Files
import Tensors

/// `embeddings.safetensors`: the vectors of a corpus, and a key that says of which texts by which model.
struct EmbeddingFile {
  static let name = "embeddings.safetensors"
  private static let tensor = "embeddings", keyName = "key", truncatedName = "truncated"

  /// Of texts and a model: equal keys, equal vectors.
  static func key(texts: [String], model: String) -> String {
    var hash = SHA256()
    hash.update(model)
    for text in texts {
      hash.update("\n\(text.utf8.count) ")
      hash.update(text)
    }
    return hash.hexadecimal()
  }

  /// The vectors (count, width) of a file with that key; nil where it holds others. Throws where one of them has not length 1.
  /// - Parameter names: of the records, for messages.
  static func read(_ path: String, key: String, names: [String], width: Int) throws(Diagnostic) -> EmbeddedTexts? {
    let count = names.count
    if path.hasSuffix("/" + name) {
      try FolderSeal.check(FileSystem.directory(of: path), record: "manifest.json")
    }
    let file = try SafetensorsFile(path)
    guard file.metadata[keyName] == key, let view = file[tensor], view.dtype == .f32, view.shape == [count, width],
      let source = view.bytes.baseAddress, let truncated = file.metadata[truncatedName].flatMap({ Int($0) }),
      (0...count).contains(truncated)
    else { return nil }
    let vectors = FloatBuffer(count: count * width)
    UnsafeMutableRawPointer(vectors.base).copyMemory(from: source, byteCount: view.bytes.count)
    let texts = EmbeddedTexts(vectors: vectors, width: width, truncated: truncated)
    try texts.check(names: names, place: path)
    return texts
  }

  static func write(_ texts: EmbeddedTexts, key: String, to path: String) throws(Diagnostic) {
    let vectors = texts.vectors, width = texts.width
    let writer = try SafetensorsWriter(
      path, tensors: [SafetensorsWriter.Tensor(tensor, .f32, [vectors.count / width, width])],
      metadata: ["format": "pt", keyName: key, truncatedName: "\(texts.truncated)"])
    try writer.append(UnsafeRawBufferPointer(start: vectors.base, count: 4 * vectors.count))
    try writer.finish()
    withExtendedLifetime(vectors) {}
  }

  /// The first file with that key in the folders beside `folder`, or in it. What cannot be read there is nobody's
  /// business here.
  static func find(
    near folder: String, key: String, names: [String], width: Int
  ) -> (path: String, texts: EmbeddedTexts)? {
    let parent = FileSystem.directory(of: folder)
    for name in (try? FileSystem.names(in: parent)) ?? [] {
      let path = "\(parent)/\(name)/\(Self.name)"
      guard FileSystem.exists(path), let texts = try? read(path, key: key, names: names, width: width) else {
        continue
      }
      return (path, texts)
    }
    return nil
  }
}
