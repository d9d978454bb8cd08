import Glibc

/// A file being rewritten piece by piece: readers see the old one until `commit`, then the new one, never
/// half of it. Without a `commit`, also when writing fails, the old file stays and what was written goes
/// away.
public struct FileReplacement: ~Copyable {
  private let path: String
  private let temporary: String
  private let file: AppendOnlyFile
  private var buffer: [UInt8] = []
  private var isCommitted = false

  public init(of path: String) throws(Diagnostic) {
    self.path = path
    temporary = "\(path).\(getpid()).tmp"
    do { file = try AppendOnlyFile(temporary, truncating: true) } catch { throw error.placed(at: path) }
  }

  deinit { if !isCommitted { unlink(temporary) } }

  public mutating func append(_ text: String) throws(Diagnostic) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= 1 << 20 { try drain() }
  }

  /// Flushes everything to the disk and puts it in the old file's place.
  public consuming func commit() throws(Diagnostic) {
    try drain()
    do { try file.synchronize() } catch { throw error.placed(at: path) }
    guard rename(temporary, path) == 0 else { throw .system(path, "cannot be replaced", code: errno) }
    isCommitted = true
  }

  private mutating func drain() throws(Diagnostic) {
    do { try file.append(buffer) } catch { throw error.placed(at: path) }
    buffer.removeAll(keepingCapacity: true)
  }
}

extension Diagnostic {
  /// The same sentence about the file that its user knows.
  fileprivate func placed(at path: String) -> Diagnostic {
    Diagnostic(path, problem, expected: expectation, status: status)
  }
}
