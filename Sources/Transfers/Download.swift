public import Files
import Glibc

/// One file from a server, by HTTP: what came stays on the disk, and the next attempt asks only for the rest.
public struct Download {
  public var url: String
  /// Where it grows.
  public var path: String
  public var limits: Limits
  /// Told now and then: bytes that are there, and how many there will be, where the server says so. What it throws ends the download.
  public var observe: (_ bytes: Int, _ total: Int?) throws(Diagnostic) -> Void

  public struct Limits: Sendable, Equatable {
    /// Without a connection, and without a single byte.
    public var seconds: Int
    /// How often the rest is asked for after a connection broke.
    public var retries: Int
    public var bytes: Int

    public init(seconds: Int = 60, retries: Int = 3, bytes: Int = 8 << 30) {
      self.seconds = seconds
      self.retries = retries
      self.bytes = bytes
    }
  }

  public init(
    _ url: String, to path: String, limits: Limits = Limits(),
    observe: @escaping (Int, Int?) throws(Diagnostic) -> Void = { (_, _) throws(Diagnostic) in }
  ) {
    self.url = url
    self.path = path
    self.limits = limits
    self.observe = observe
  }

  /// Returns when the whole file is there. Throws where the server does not have it, says nothing for too long, or breaks off again and
  /// again; what came by then stays.
  public func run() throws(Diagnostic) {
    var broken = 0
    while true {
      let before = Self.size(path)
      let attempt = try DownloadAttempt(self, from: before)
      switch try attempt.perform() {
      case .done: return
      case .noRanges:
        // The server knows no parts, or the file is another one by now: from the beginning.
        try FileSystem.remove(path)
      case .broken(let problem):
        // As long as something comes it is worth the while.
        broken = Self.size(path) > before ? 1 : broken + 1
        usleep(UInt32(100_000 * min(broken, 20)))
        guard broken <= limits.retries else {
          throw Diagnostic(
            url, problem,
            expected:
              "what came is kept: the same command again asks for the rest; --timeout gives a slow server more time")
        }
      }
    }
  }

  private static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
  }
}
