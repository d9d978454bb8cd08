import Files
import Glibc

/// A new, empty folder that vanishes with the value. In memory where the system has such a place: fuzz tests write ten
/// thousand files.
public final class ScratchDirectory {
  public let path: String

  public init() throws {
    let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(parent)/assay-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Diagnostic(parent, "no scratch folder can be made", expected: "a writable folder")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileSystem.removeDirectory(path) }

  /// The path of a name in the folder.
  public subscript(_ name: String) -> String { path + "/" + name }

  /// Writes a file and gives its path.
  @discardableResult
  public func write(_ name: String, _ text: String) throws -> String {
    try write(name, Array(text.utf8))
  }

  @discardableResult
  public func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let full = path + "/" + name
    try FileSystem.makeDirectory(FileSystem.directory(of: full))
    // Not FileSystem.write: a test need not wait for the disk.
    try AppendOnlyFile(full, truncating: true).append(bytes)
    return full
  }
}
