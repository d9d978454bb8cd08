import Files

/// The files of a model that was split (`NAME-00001-of-00003.gguf`), or one file by itself.
struct GGUFParts {
  /// In their order; the first has the metadata.
  let files: [GGUFFile]

  init(_ path: String) throws(Diagnostic) {
    let file = try GGUFFile(path)
    guard let count = file.metadata["split.count"]?.integer, count > 1 else {
      files = [file]
      return
    }
    guard let number = file.metadata["split.no"]?.integer, number >= 0, number < count, count < 100_000 else {
      throw Diagnostic(
        path, "is a part of a model and does not say which", expected: "\"split.no\" from 0 to \(count - 1)")
    }
    let ending = "-\(Self.digits(number + 1))-of-\(Self.digits(count)).gguf"
    guard path.hasSuffix(ending) else {
      throw Diagnostic(
        path, "is part \(number + 1) of \(count) and not named so: the others cannot be found",
        expected: "a name that ends with \(ending)")
    }
    let stem = path.dropLast(ending.utf8.count)
    var files: [GGUFFile] = []
    for other in 0..<count {
      if other == number {
        files.append(file)
        continue
      }
      let sibling = "\(stem)-\(Self.digits(other + 1))-of-\(Self.digits(count)).gguf"
      guard FileSystem.exists(sibling) else {
        throw Diagnostic(sibling, "is missing; \(path) is one of \(count) parts", expected: "all parts in one folder")
      }
      let part = try GGUFFile(sibling)
      guard part.metadata["split.no"]?.integer == other, part.metadata["split.count"]?.integer == count else {
        throw Diagnostic(sibling, "is not part \(other + 1) of \(count)", expected: "the parts of one model")
      }
      files.append(part)
    }
    if let expected = file.metadata["split.tensors.count"]?.integer {
      let found = files.reduce(0) { $0 + $1.tensors.count }
      guard found == expected else {
        throw Diagnostic(
          path, "has \(found) tensors in all its parts, and should have \(expected)", expected: "the parts of one model"
        )
      }
    }
    self.files = files
  }

  private static func digits(_ number: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, 5 - text.utf8.count)) + text
  }
}
