import Glibc

/// A whole file as read-only memory, mapped on demand: opening costs nothing, pages come as they are touched.
///
/// A class because the mapping has one owner and many readers; immutable after `init`, hence safe to share.
/// The file must not be shortened while it is mapped: that is a bus error by the rules of mmap.
public final class MappedFile: @unchecked Sendable {
  public let path: String
  /// Valid as long as this object lives, and an object may die right after its last use: who has only a local
  /// variable of it reads through `withBytes`.
  public let bytes: UnsafeRawBufferPointer

  /// Throws a `Diagnostic` when the file cannot be opened, is not a regular file, or is a Git LFS pointer.
  public init(_ path: String) throws(Diagnostic) {
    self.path = path
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(path, "cannot be opened", code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .system(path, "cannot be examined", code: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Diagnostic(path, "is not a regular file", expected: "a file with data was expected")
    }
    let size = Int(status.st_size)
    guard size > 0 else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
      return
    }
    guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED
    else { throw .system(path, "cannot be mapped into memory", code: errno) }
    bytes = UnsafeRawBufferPointer(start: base, count: size)
    try LargeFilePointer.check(bytes, path: path)
  }

  deinit {
    if let base = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: base), bytes.count)
    }
  }

  /// Calls `body` with the bytes while the mapping is certainly there.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(bytes)
  }
}
