import Glibc

/// What a file was at some time, to tell later whether it is that still.
public struct FileStamp: Hashable, Sendable {
  public let path: String
  private let state: FileState?
  /// A time of change can be set back, this one not.
  private let changed: [Int]

  public init(_ path: String) throws(Diagnostic) {
    self.path = path
    // What is in memory stays what it is.
    guard MountedFolder.bytes(of: path) == nil else {
      state = nil
      changed = []
      return
    }
    state = try InputFile(path).state
    var status = stat()
    guard stat(path, &status) == 0 else { throw .system(path, "cannot be examined", code: errno) }
    changed = [Int(status.st_ctim.tv_sec), Int(status.st_ctim.tv_nsec)]
  }

  /// Throws where it was written to, or where another file has its name now.
  public func check() throws(Diagnostic) {
    guard try FileStamp(path) == self else { throw .changed(path) }
  }
}
