import Glibc

/// An open file or folder that is locked while the value lives. The kernel drops the lock when the process dies, however it dies: what
/// can be locked belongs to nobody.
final class HeldLock {
  let descriptor: Int32

  /// Opens `path` by `flags` and locks it.
  /// - Parameter place: what messages call it.
  init(_ path: String, _ flags: Int32, place: String) throws(Diagnostic) {
    while true {
      let descriptor = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o666)
      guard descriptor >= 0 else {
        // Between the folder's making and here another process took it, did its work and was done with it.
        if errno == ENOENT, flags & O_DIRECTORY != 0 {
          try FileSystem.makeDirectory(path)
          continue
        }
        throw .system(place, "cannot be opened for writing", code: errno)
      }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let code = errno
        close(descriptor)
        throw code == EWOULDBLOCK ? .busy(place) : .system(place, "cannot be locked", code: code)
      }
      // Whoever had it may have given it another name since it was opened.
      var opened = stat(), named = stat()
      if fstat(descriptor, &opened) == 0, lstat(path, &named) == 0, opened.st_ino == named.st_ino,
        opened.st_dev == named.st_dev
      {
        self.descriptor = descriptor
        return
      }
      close(descriptor)
      if flags & O_CREAT == 0 { try FileSystem.makeDirectory(path) }
    }
  }

  /// A child that is just being started may have a copy of the descriptor, hence the lock is given back, not only dropped.
  deinit {
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}

extension HeldLock {
  /// The lock of a folder; nil on a file system that has none. Throws where another process has it.
  static func ifKnown(_ folder: String) throws(Diagnostic) -> HeldLock? {
    do throws(Diagnostic) { return try HeldLock(folder, O_RDONLY | O_DIRECTORY, place: folder) } catch {
      guard !error.isBusy else { throw error }
      return nil
    }
  }
}

extension Diagnostic {
  /// The one sentence for two at once.
  static func busy(_ place: String) -> Diagnostic {
    Diagnostic(
      place, busyProblem, expected: "wait until it has ended, or name another folder")
  }

  var isBusy: Bool { problem == Self.busyProblem }

  private static let busyProblem = "another process is writing this run"
}
