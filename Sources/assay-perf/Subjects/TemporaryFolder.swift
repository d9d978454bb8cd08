import Files
import Glibc

/// A folder for what a run makes; gone with its owner.
final class TemporaryFolder {
  let path: String

  /// Below `TMPDIR`, or /tmp.
  init() throws(Diagnostic) {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/assay-perf-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Diagnostic(
        parent, "no folder can be made there: \(String(cString: strerror(errno)))",
        expected: "TMPDIR must name a folder with room for the model")
    }
    path = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { try? FileSystem.removeDirectory(path) }
}
