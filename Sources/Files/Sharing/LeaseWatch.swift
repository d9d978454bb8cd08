import Glibc

/// What one process has seen of the leases of others, by its own clock.
struct LeaseWatch {
  /// A holder that gave no sign of life for so long is taken for dead.
  let timeout: Duration
  private var seen: [String: (sign: Sign, since: ContinuousClock.Instant)] = [:]

  /// What a touch changes.
  private struct Sign: Equatable {
    var seconds, nanoseconds: Int
    var inode: UInt
  }

  init(timeout: Duration) { self.timeout = timeout }

  /// Whether the lease of this number may have a living holder. One that is seen for the first time has.
  /// - Parameter number: 0: there is none.
  mutating func mayLive(_ stem: String, _ number: Int) throws(Diagnostic) -> Bool {
    guard number > 0 else { return false }
    let path = "\(stem).\(number)"
    var status = stat()
    guard lstat(path, &status) == 0 else {
      // It was given back meanwhile: whoever asks next sees what there is.
      if errno == ENOENT || errno == ESTALE { return true }
      throw .system(path, "cannot be looked at", code: errno)
    }
    if let holder = Self.holder(path), !holder.mayLive { return false }
    let sign = Sign(
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec, inode: UInt(status.st_ino))
    guard let known = seen[path], known.sign == sign else {
      seen[path] = (sign, .now)
      return true
    }
    return ContinuousClock.now - known.since < timeout
  }

  /// nil where that is not known: the file is just being written, or is not what was written.
  private static func holder(_ path: String) -> ProcessIdentity? {
    guard let text = ShortFile.text(of: path), let json = try? JSON(parsing: text), let system = json["system"]?.string,
      let process = json["process"]?.integer, let started = json["started"]?.integer
    else { return nil }
    return ProcessIdentity(system: system, process: process, started: started)
  }
}
