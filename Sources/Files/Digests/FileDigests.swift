import Glibc
import Synchronization

/// SHA-256 of several files, computed by threads of their own while the caller does something else: reading a
/// large checkpoint takes seconds.
public struct FileDigests: ~Copyable {
  private let work: Work
  private var threads: [pthread_t] = []

  /// Starts; at most `threads` files are read at a time.
  public init(_ paths: [String], threads count: Int) {
    work = Work(paths)
    for _ in 0..<min(max(1, count), paths.count) {
      var thread = pthread_t()
      let argument = Unmanaged.passRetained(work)
      let code = pthread_create(
        &thread, nil,
        { argument in
          if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run() }
          return nil
        }, argument.toOpaque())
      if code == 0 { threads.append(thread) } else { argument.release() }
    }
  }

  /// Waits for all; in the order of the paths. Throws for the first file that could not be read.
  public mutating func value() throws(Diagnostic) -> [String] {
    join()
    // Where no thread could be had, and for nothing else.
    work.run()
    return try work.results()
  }

  deinit { for thread in threads { pthread_join(thread, nil) } }

  private mutating func join() {
    for thread in threads { pthread_join(thread, nil) }
    threads = []
  }
}

private final class Work: Sendable {
  private let paths: [String]
  private let next = Mutex(0)
  private let digests: Mutex<[Int: Result<String, Diagnostic>]> = Mutex([:])

  init(_ paths: [String]) { self.paths = paths }

  func run() {
    while let index = take() {
      let digest = Result { () throws(Diagnostic) in try SHA256.known(ofFile: paths[index]) }
      digests.withLock { $0[index] = digest }
    }
  }

  func results() throws(Diagnostic) -> [String] {
    let digests = self.digests.withLock { $0 }
    var results: [String] = []
    for index in paths.indices {
      if let digest = digests[index] { results.append(try digest.get()) }
    }
    return results
  }

  private func take() -> Int? {
    next.withLock { next in
      guard next < paths.count else { return nil }
      next += 1
      return next - 1
    }
  }
}
