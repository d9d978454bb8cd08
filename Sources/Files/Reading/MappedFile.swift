internal import CFaults
import Glibc
import Synchronization

/// A whole file as read-only memory, mapped on demand: opening costs nothing, pages come as they are touched.
///
/// A class because the mapping has one owner and many readers; immutable after `init`, hence safe to share.
/// A file that is made shorter while it is mapped ends the process with an error that names it (`CFaults`): by the rules of
/// mmap that is a bus error, in whichever thread meets it. Other changes are found by `checkUnchanged`.
public final class MappedFile: @unchecked Sendable {
  public let path: String
  /// Valid as long as this object lives, and an object may die right after its last use: who has only a local
  /// variable of it reads through `withBytes`.
  public let bytes: UnsafeRawBufferPointer
  /// nil for what is in memory, as files of a `MountedFolder` are.
  private let state: FileState?

  /// All that live, for `checkUnchanged(below:)`.
  private static let all = Mutex<[ObjectIdentifier: (path: String, state: FileState)]>([:])

  /// Throws a `Diagnostic` when the file cannot be opened, is not a regular file, or is a Git LFS pointer.
  public init(_ path: String) throws(Diagnostic) {
    self.path = path
    if let content = MountedFolder.bytes(of: path) {
      let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: content.count, alignment: 64)
      copy.copyBytes(from: content)
      bytes = UnsafeRawBufferPointer(copy)
      state = nil
      return
    }
    let file = try InputFile(path)
    let state = file.state
    self.state = state
    let size = file.size
    if size > 0 {
      guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, file.descriptor, 0), base != MAP_FAILED
      else { throw .system(path, "cannot be mapped into memory", code: errno) }
      guard assay_faults_watch(base, size, path) else {
        munmap(base, size)
        throw .system(path, "cannot be mapped into memory", code: ENOMEM)
      }
      bytes = UnsafeRawBufferPointer(start: base, count: size)
    } else {
      bytes = UnsafeRawBufferPointer(start: nil, count: 0)
    }
    let key = ObjectIdentifier(self), entry = (path: path, state: state)
    Self.all.withLock { $0[key] = entry }
    try LargeFilePointer.check(bytes, path: path)
  }

  deinit {
    guard state != nil else { return bytes.deallocate() }
    let key = ObjectIdentifier(self)
    Self.all.withLock { $0[key] = nil }
    if let base = bytes.baseAddress {
      assay_faults_forget(base)
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

  /// Throws where somebody has written to the file since it was opened. One that was replaced by another of its name is what
  /// it was: the old one stays mapped.
  public func checkUnchanged() throws(Diagnostic) {
    if let state { try Self.check(path, state) }
  }

  /// The same for all mapped files that are one of those places, or lie in a folder of them: for jobs that are about to say what came of
  /// theirs.
  public static func checkUnchanged(below places: [String]) throws(Diagnostic) {
    func isMeant(_ path: String) -> Bool {
      places.contains { !$0.isEmpty && (path == $0 || path.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/")) }
    }
    for (path, state) in all.withLock({ Array($0.values) }) where isMeant(path) {
      try check(path, state)
    }
  }

  private static func check(_ path: String, _ state: FileState) throws(Diagnostic) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    let now = FileState(status)
    guard !now.isSameFile(as: state) || now == state else { throw .changed(path) }
  }
}
