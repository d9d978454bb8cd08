import Glibc
import Synchronization

/// The right of one process to make something in a folder that several processes share, for as long as it gives a sign of life.
///
/// A lease is a file `NAME.1`, which appears in one step (`FirstText.claim`); whoever takes over from one that is dead makes `NAME.2`,
/// and so on, and the highest number has the right. Nothing is removed to take over, so two that try at once cannot both succeed. A thread touches the file; others judge by their own clock whether it has changed, so that clocks need
/// not agree. Where the holder is a process of the same system that is gone, nobody waits.
final class Lease: Sendable {
  private let stem: String
  private let number: Int
  private let token: String
  private let heart = Heart()

  private var path: String { "\(stem).\(number)" }

  /// - Parameters:
  ///   - stem: path of the lease without its number.
  ///   - number: one above those that are there.
  ///   - beat: time between two signs of life.
  /// - Returns: nil where another process was quicker.
  private init?(_ stem: String, number: Int, beat: Duration) throws(Diagnostic) {
    self.stem = stem
    self.number = number
    let own = ProcessIdentity.own
    let record: JSON = [
      "system": .string(own.system), "process": .integer(own.process), "started": .integer(own.started),
      "host": .string(FirstText.hostName), "token": .string(String(UInt64.random(in: .min ... .max), radix: 16)),
    ]
    token = record.text() + "\n"
    guard try FirstText.claim("\(stem).\(number)", token) else { return nil }
    startBeating(every: beat)
  }

  /// The right to make what is called so, or nil where another process has it.
  static func take(_ stem: String, after watch: inout LeaseWatch, beat: Duration) throws(Diagnostic) -> Lease? {
    let highest = try numbers(of: stem).last ?? 0
    guard try !watch.mayLive(stem, highest) else { return nil }
    return try Lease(stem, number: highest + 1, beat: beat)
  }

  /// The numbers that are there, in their order.
  static func numbers(of stem: String) throws(Diagnostic) -> [Int] {
    let name = FileSystem.lastName(of: stem) + "."
    return try FileSystem.names(in: FileSystem.directory(of: stem)).compactMap {
      $0.hasPrefix(name) ? Int($0.dropFirst(name.count)) : nil
    }.sorted()
  }

  /// Throws where another process has taken over, since this one gave no sign of life for too long.
  func check() throws(Diagnostic) {
    guard try Self.numbers(of: stem).last == number, ShortFile.text(of: path) == token else {
      throw Diagnostic(
        FileSystem.lastName(of: stem), "was taken over by another worker: this one gave no sign of life for too long",
        expected: "start it again; nothing is lost")
    }
  }

  /// Gives the right back: the highest number goes last, so that nobody takes over from one that is done.
  deinit {
    heart.isStopped.store(true, ordering: .relaxed)
    guard ShortFile.text(of: path) == token else { return }
    for lower in (try? Self.numbers(of: stem)) ?? [] where lower < number { unlink("\(stem).\(lower)") }
    unlink(path)
  }

  /// Without a thread there is no sign of life, and who works for longer than the time-out is taken over.
  private func startBeating(every beat: Duration) {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(Beating(path, heart, every: beat))
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Beating>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, argument.toOpaque())
    if code == 0 { pthread_detach(thread) } else { argument.release() }
  }

  private final class Heart: Sendable {
    let isStopped = Atomic(false)
  }

  /// Touches the file of a lease until its heart stops.
  private final class Beating: Sendable {
    private let path: String
    private let heart: Heart
    private let beat: Duration

    init(_ path: String, _ heart: Heart, every beat: Duration) {
      self.path = path
      self.heart = heart
      self.beat = beat
    }

    func run() {
      var last = ContinuousClock.now
      while !heart.isStopped.load(ordering: .relaxed) {
        usleep(50_000)
        guard ContinuousClock.now - last >= beat else { continue }
        // By the clock of the file's server: no times are given.
        utimensat(AT_FDCWD, path, nil, AT_SYMLINK_NOFOLLOW)
        last = .now
      }
    }
  }
}
