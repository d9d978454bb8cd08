import Glibc

/// A file of a line or two that is read, not mapped: the kernel's have no size, and a mapped one that goes away on another machine would
/// end the process.
enum ShortFile {
  /// Up to 4096 bytes; nil where it cannot be read.
  static func text(of path: String) -> String? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = fread(&bytes, 1, bytes.count, file)
    return ferror(file) == 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
  }
}
