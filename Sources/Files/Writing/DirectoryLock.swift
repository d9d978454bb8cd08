import Glibc

/// Sole right to write in a folder, held while the value lives. The kernel drops it when the process dies, however it dies.
public final class DirectoryLock {
  private let descriptor: Int32

  /// Throws at once when another process holds the lock.
  /// - Parameter isShared: any number of processes that say so may have it together.
  public init(_ directory: String, isShared: Bool = false) throws(Diagnostic) {
    let path = directory + "/lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .system(path, "cannot be opened", code: errno) }
    // The last of those that shared it may be tidying up.
    var patience = isShared ? 40 : 0
    while flock(descriptor, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
      let code = errno
      if code == EWOULDBLOCK, patience > 0 {
        patience -= 1
        usleep(50_000)
        continue
      }
      guard code == EWOULDBLOCK else { throw .system(path, "cannot be locked", code: code) }
      throw .busy(directory)
    }
  }

  /// Whether nobody else shares it; then nobody does from now on.
  func becomesExclusive() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// Runs after a failed `init`, too. A child that is just being started may have a copy of the descriptor, hence the lock is
  /// given back, not only dropped.
  deinit {
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
