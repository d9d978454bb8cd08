import Glibc

/// How several processes share a folder of artefacts, and what one of them has seen of the others.
final class SharedWork {
  private let folder: String
  private let beat: Duration
  private var watch: LeaseWatch
  /// What this process has the right to make.
  private var own: Lease?
  private var lastCheck = ContinuousClock.now
  /// What others were seen to make since `forget`; stems of their leases, with what is there when they are done.
  private(set) var held: [(stem: String, final: String)] = []

  /// - Parameter timeout: who gives no sign of life for so long is taken for dead.
  init(_ store: String, timeout: Duration) throws(Diagnostic) {
    folder = store + "/" + Self.folderName
    watch = LeaseWatch(timeout: timeout)
    beat = min(timeout / 6, .seconds(10))
    try FileSystem.makeDirectory(folder)
  }

  static let folderName = "leases"

  /// Makes something while nobody else does; nil, and noted, where somebody does.
  /// - Parameters:
  ///   - final: what is there when it is made; empty for nothing.
  ///   - isNoted: false: whether somebody does is of no matter to `held`.
  func alone<Made>(
    _ name: String, final: String, isNoted: Bool = true, make: () throws(Diagnostic) -> Made
  ) throws(Diagnostic) -> Made? {
    let stem = folder + "/" + name
    guard let lease = try Lease.take(stem, after: &watch, beat: beat) else {
      if isNoted { held.append((stem, final)) }
      return nil
    }
    let outer = own
    own = lease
    defer { own = outer }
    return try make()
  }

  /// Throws where the right that this process has was taken over.
  func check() throws(Diagnostic) {
    lastCheck = .now
    try own?.check()
  }

  /// The same, once a second at most.
  func checkNowAndThen() throws(Diagnostic) { if ContinuousClock.now - lastCheck >= .seconds(1) { try check() } }

  /// Somebody else holds a lock in what this one has the right to make: whoever was taken over is not dead.
  func hold(_ name: String, final: String) { held.append((folder + "/" + name, final)) }

  func forget() { held = [] }

  /// Whether all that others were seen to make is still being made.
  func isWaiting() throws(Diagnostic) -> Bool {
    for (stem, final) in held {
      if !final.isEmpty, FileSystem.exists(final) { return false }
      guard let highest = try Lease.numbers(of: stem).last, try watch.mayLive(stem, highest) else { return false }
    }
    return !held.isEmpty
  }

  /// The folder of the leases goes with the last process.
  func removeFolder() {
    own = nil
    rmdir(folder)
  }
}
