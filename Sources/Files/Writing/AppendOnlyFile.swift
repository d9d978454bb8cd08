import Glibc

/// A file that only grows: every `append` reaches the kernel before it returns, so a killed process loses nothing.
public final class AppendOnlyFile {
  public let path: String
  private let descriptor: Int32

  /// Opens for appending, making the file if needed; `truncating` empties it first.
  public init(_ path: String, truncating: Bool = false) throws(Diagnostic) {
    self.path = path
    // A pipe that nobody reads from is an error, nothing to wait for.
    let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK | (truncating ? O_TRUNC : 0)
    descriptor = open(path, flags, 0o666)
    guard descriptor >= 0 else { throw .system(path, "cannot be opened for writing", code: errno) }
  }

  deinit { close(descriptor) }

  /// Appends all bytes or throws; a short write is continued, an interrupted one repeated.
  public func append(_ bytes: [UInt8]) throws(Diagnostic) {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(Diagnostic) in try append(buffer) }
    }
    try result.get()
  }

  public func append(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    let code = OpenDescriptor(descriptor).write(bytes)
    guard code == 0 else { throw .system(path, "cannot be written", code: code) }
  }

  /// Waits until the disk has it.
  public func synchronize() throws(Diagnostic) {
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
      throw .system(path, "cannot be flushed to the disk", code: errno)
    }
  }

  /// Cuts the file to `length` bytes.
  public func truncate(to length: Int) throws(Diagnostic) {
    guard ftruncate(descriptor, off_t(length)) == 0 else {
      throw .system(path, "cannot be shortened", code: errno)
    }
  }
}
