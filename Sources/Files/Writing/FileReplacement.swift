/// A file being rewritten piece by piece: readers see the old one until `commit`, then the new one, never
/// half of it. Without a `commit`, also when writing fails, the old file stays and what was written goes
/// away.
public struct FileReplacement: ~Copyable {
  private let file: TemporaryFile
  private var buffer: [UInt8] = []

  public init(of path: String) throws(Diagnostic) { file = try TemporaryFile(for: path) }

  public mutating func append(_ text: String) throws(Diagnostic) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= 1 << 20 { try drain() }
  }

  /// Flushes everything to the disk and puts it in the old file's place.
  public consuming func commit() throws(Diagnostic) {
    try drain()
    try file.finish()
  }

  private mutating func drain() throws(Diagnostic) {
    try file.append(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
