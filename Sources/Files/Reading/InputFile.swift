import Glibc

/// A regular file, open for reading. The one place where files are opened to be read: a named pipe, a device or a socket would
/// block, never end, or give other bytes the second time, and is refused before a byte of it is asked for.
struct InputFile: ~Copyable {
  let descriptor: Int32
  private let path: String
  private let opened: FileState

  /// Throws when there is no such file, or it is none that can be read twice.
  init(_ path: String) throws(Diagnostic) {
    // Without waiting: opening a pipe would last until somebody writes into it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      let code = errno
      var status = stat()
      if code == ENXIO, stat(path, &status) == 0 { throw .irregular(path, status.st_mode) }
      throw .system(path, "cannot be opened", code: code)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw .system(path, "cannot be examined", code: code)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .irregular(path, status.st_mode)
    }
    self.descriptor = descriptor
    self.path = path
    opened = FileState(status)
  }

  deinit { close(descriptor) }

  /// Bytes, when it was opened.
  var size: Int { opened.size }
  /// What it was when it was opened.
  var state: FileState { opened }

  /// Throws where somebody has written to it since.
  func checkUnchanged() throws(Diagnostic) {
    var status = stat()
    guard fstat(descriptor, &status) == 0, FileState(status) == opened else { throw .changed(path) }
  }
}

/// What tells that a file is as it was.
struct FileState: Hashable, Sendable {
  private let device: UInt
  private let number: UInt
  let size: Int
  private let seconds: Int
  private let nanoseconds: Int

  init(_ status: stat) {
    device = UInt(status.st_dev)
    number = UInt(status.st_ino)
    size = Int(status.st_size)
    seconds = Int(status.st_mtim.tv_sec)
    nanoseconds = Int(status.st_mtim.tv_nsec)
  }

  func isSameFile(as other: FileState) -> Bool { device == other.device && number == other.number }
}

extension Diagnostic {
  fileprivate static func irregular(_ path: String, _ mode: UInt32) -> Diagnostic {
    let kind =
      switch mode & S_IFMT {
      case S_IFDIR: "a folder"
      case S_IFIFO: "a pipe"
      case S_IFSOCK: "a socket"
      case S_IFCHR, S_IFBLK: "a device"
      default: "something else"
      }
    let why = mode & S_IFMT == S_IFIFO ? ", as <(command) gives one: it could be read only once" : ""
    return Diagnostic(
      path, "is not a regular file", expected: "a file with data was expected, and this is \(kind)\(why)")
  }

  static func changed(_ path: String) -> Diagnostic {
    Diagnostic(path, "was changed while it was read", expected: "a file must stay as it is until the job has ended")
  }
}
