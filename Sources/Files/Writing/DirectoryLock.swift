import Glibc

/// Sole right to write in a folder, held while the value lives. The kernel drops it when the process dies, however it dies.
public final class DirectoryLock {
  private let descriptor: Int32

  /// Throws at once when another process holds the lock.
  public init(_ directory: String) throws(Diagnostic) {
    let path = directory + "/lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .system(path, "cannot be opened", code: errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let code = errno
      guard code == EWOULDBLOCK else { throw .system(path, "cannot be locked", code: code) }
      throw .busy(directory)
    }
  }

  /// Runs after a failed `init`, too. A child that is just being started may have a copy of the descriptor, hence the lock is
  /// given back, not only dropped.
  deinit {
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
