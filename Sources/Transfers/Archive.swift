import CArchive
public import Files
import Glibc

/// A file of many, such as `.tar.gz` or `.zip`, read by libarchive.
public struct Archive {
  public let path: String
  /// Bytes of one member at most: a small archive can grow a thousandfold.
  public var limit: Int

  public init(_ path: String, limit: Int = 1 << 28) {
    self.path = path
    self.limit = limit
  }

  /// Reads the members that are wanted, in the order in which they lie there. Throws where it is no archive, or is cut off.
  /// - Parameter use: gets the name of each and its bytes.
  public func read(
    where isWanted: (String) -> Bool, _ use: (String, [UInt8]) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard let archive = archive_read_new() else { throw .archive(path, "cannot be read: there is no memory") }
    defer { archive_read_free(archive) }
    archive_read_support_filter_all(archive)
    archive_read_support_format_all(archive)
    guard archive_read_open_filename(archive, path, 1 << 16) == ARCHIVE_OK else { throw .archive(path, archive) }
    while true {
      var entry: OpaquePointer?
      let code = archive_read_next_header(archive, &entry)
      if code == ARCHIVE_EOF { return }
      guard code == ARCHIVE_OK || code == ARCHIVE_WARN, let entry else { throw .archive(path, archive) }
      guard archive_entry_filetype(entry) == S_IFREG, let text = archive_entry_pathname(entry) else { continue }
      let name = String(cString: text)
      guard isWanted(name) else { continue }
      try use(name, try member(name, archive))
    }
  }

  private func member(_ name: String, _ archive: OpaquePointer) throws(Diagnostic) -> [UInt8] {
    var bytes: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { archive_read_data(archive, $0.baseAddress, $0.count) }
      if count == 0 { return bytes }
      guard count > 0 else { throw .archive(path, archive) }
      guard bytes.count + count <= limit else {
        throw .archive("\(path), \(name)", "is larger than \(limit) bytes")
      }
      bytes.append(contentsOf: buffer[..<count])
    }
  }
}

extension Diagnostic {
  fileprivate static func archive(_ path: String, _ problem: String) -> Diagnostic {
    Diagnostic(path, problem, expected: "a whole archive that libarchive reads, such as .tar.gz or .zip")
  }

  fileprivate static func archive(_ path: String, _ archive: OpaquePointer) -> Diagnostic {
    .archive(path, "cannot be read: \(archive_error_string(archive).map { String(cString: $0) } ?? "it is damaged")")
  }
}
