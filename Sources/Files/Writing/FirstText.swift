import Glibc

/// A text on which several processes agree, on whatever machines that share the folder: the first to come writes it, all read that one.
public enum FirstText {
  /// What is there, or `proposal`, which is there from now on.
  public static func of(_ path: String, proposing proposal: String) throws(Diagnostic) -> String {
    if !FileSystem.exists(path) { _ = try claim(path, proposal) }
    guard let text = String(validating: try FileSystem.bytes(of: path), as: UTF8.self) else {
      throw Diagnostic(path, "is not valid UTF-8", expected: "the file as assay wrote it")
    }
    return text
  }

  /// Whether nobody had the name, and the text stands there now.
  static func claim(_ path: String, _ text: String) throws(Diagnostic) -> Bool {
    // Making a second name is one step on every file system, also where exclusive opening is not; it fails where the name is taken.
    let own = OutputPlace.temporary(of: "\(path).\(hostName.filter { $0 != "/" }).\(getpid())")
    let file = open(own, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o666)
    guard file >= 0 else { throw .system(path, "cannot be written", code: errno) }
    defer { unlink(own) }
    let written = OpenDescriptor(file).write(text)
    let flushed = fsync(file) == 0 ? 0 : errno
    close(file)
    guard written == 0, flushed == 0 || flushed == EINVAL || flushed == EROFS else {
      throw .system(path, "cannot be written", code: written != 0 ? written : flushed)
    }
    if link(own, path) == 0 { return true }
    guard errno == EEXIST else { throw .system(path, "cannot be written", code: errno) }
    return false
  }

  /// Of this machine.
  static var hostName: String {
    var host = [CChar](repeating: 0, count: 256)
    gethostname(&host, host.count - 1)
    return String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
