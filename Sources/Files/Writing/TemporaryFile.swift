import Glibc

/// A file that comes into being whole or not at all: written beside its place and then renamed over what is there. One writer at a
/// time; what a killed one left is taken over by the next.
public final class TemporaryFile {
  private let final: String
  private let path: String
  private let lock: HeldLock
  private var isFinished = false

  public init(for final: String) throws(Diagnostic) {
    self.final = final
    path = OutputPlace.temporary(of: final)
    lock = try HeldLock(path, O_RDWR | O_CREAT, place: final)
    guard ftruncate(lock.descriptor, 0) == 0 else { throw .system(final, "cannot be written", code: errno) }
  }

  deinit { if !isFinished { unlink(path) } }

  public func append(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    let code = OpenDescriptor(lock.descriptor).write(bytes)
    guard code == 0 else { throw .system(final, "cannot be written", code: code) }
  }

  public func append(_ bytes: [UInt8]) throws(Diagnostic) {
    let result = bytes.withUnsafeBytes { buffer in
      Result { () throws(Diagnostic) in try append(buffer) }
    }
    try result.get()
  }

  /// Brings it to the disk and gives it its name.
  public func finish() throws(Diagnostic) {
    guard fsync(lock.descriptor) == 0 || errno == EINVAL || errno == EROFS else {
      throw .system(final, "cannot be flushed to the disk", code: errno)
    }
    try FileSystem.move(path, to: final)
    isFinished = true
  }
}
