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
    let count = names.count, file = try SafetensorsFile(path)
    guard file.metadata[keyName] == key else { return nil }
    guard let view = file[tensor], view.dtype == .f32, view.shape == [count, width],
      let source = view.bytes.baseAddress, let truncated = file.metadata[truncatedName].flatMap({ Int($0) }),
      (0...count).contains(truncated)
    else {
      try file.checkSeal()
      return nil
    }
    let vectors = FloatBuffer(count: count * width)
    UnsafeMutableRawPointer(vectors.base).copyMemory(from: source, byteCount: view.bytes.count)
    let texts = EmbeddedTexts(vectors: vectors, width: width, truncated: truncated)
    // First what names the record.
    try texts.check(names: names, place: path)
    try file.checkSeal()
    // Earlier versions had the digest in the manifest alone.
    if !file.isSealed, path.hasSuffix("/" + name) {
      try FolderSeal.check(FileSystem.directory(of: path), record: "manifest.json")
    }
    return texts
  }

  static func write(_ texts: EmbeddedTexts, key: String, to path: String) throws(Diagnostic) {
    let vectors = texts.vectors, width = texts.width
    let bytes = UnsafeRawBufferPointer(start: vectors.base, count: 4 * vectors.count)
    let shape = [vectors.count / width, width]
    var metadata = ["format": "pt", keyName: key, truncatedName: "\(texts.truncated)"]
    var seal = SafetensorsSeal(metadata)
    seal.add(tensor, .f32, shape, bytes)
    metadata[SafetensorsSeal.key] = seal.text()
    let writer = try SafetensorsWriter(
      path, tensors: [SafetensorsWriter.Tensor(tensor, .f32, shape)], metadata: metadata)
    try writer.append(bytes)
    try writer.finish()
    withExtendedLifetime(vectors) {}
  }

  /// The first sound file with that key in the folders beside `folder`, or in it. What is no such file is nobody's business here;
  /// one that has the key and is damaged is told.
  static func find(
    near folder: String, key: String, names: [String], width: Int, damaged: (Diagnostic) throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> (path: String, texts: EmbeddedTexts)? {
    let parent = FileSystem.directory(of: folder)
    for name in (try? FileSystem.names(in: parent)) ?? [] {
      let path = "\(parent)/\(name)/\(Self.name)"
      guard FileSystem.exists(path), (try? SafetensorsFile(path))?.metadata[keyName] == key else { continue }
      do throws(Diagnostic) {
        if let texts = try read(path, key: key, names: names, width: width) { return (path, texts) }
      } catch {
        try damaged(error)
      }
    }
    return nil
  }
}
