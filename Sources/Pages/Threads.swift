import Files
import Glibc
import Synchronization

/// Independent pieces of work, several at a time.
struct Threads {
  var count: Int

  /// What `body` gives for each of the numbers below `pieces`, in their order, whatever the order in which they are made. Throws what the first
  /// piece that failed threw.
  func map<Value: Sendable>(
    _ pieces: Int, _ body: @escaping @Sendable (Int) throws(Diagnostic) -> Value
  ) throws(Diagnostic) -> [Value] {
    let work = Work(pieces, body)
    var threads: [pthread_t] = []
    // The caller works, too.
    for _ in 0..<max(0, min(count, pieces) - 1) {
      var thread = pthread_t()
      let argument = Unmanaged<AnyObject>.passRetained(work)
      let code = pthread_create(
        &thread, nil,
        { argument in
          if let argument { (Unmanaged<AnyObject>.fromOpaque(argument).takeRetainedValue() as? any Runnable)?.run() }
          return nil
        }, argument.toOpaque())
      if code == 0 { threads.append(thread) } else { argument.release() }
    }
    // Also where no thread could be had.
    work.run()
    for thread in threads { pthread_join(thread, nil) }
    return try work.values()
  }
}

private protocol Runnable: AnyObject {
  func run()
}

private final class Work<Value: Sendable>: Runnable, Sendable {
  private let pieces: Int
  private let body: @Sendable (Int) throws(Diagnostic) -> Value
  private let next = Mutex(0)
  private let found: Mutex<[Int: Result<Value, Diagnostic>]> = Mutex([:])

  init(_ pieces: Int, _ body: @escaping @Sendable (Int) throws(Diagnostic) -> Value) {
    self.pieces = pieces
    self.body = body
  }

  func run() {
    while let piece = take() {
      let value = Result { () throws(Diagnostic) in try body(piece) }
      found.withLock { $0[piece] = value }
    }
  }

  private func take() -> Int? {
    next.withLock { next in
      guard next < pieces else { return nil }
      next += 1
      return next - 1
    }
  }

  func values() throws(Diagnostic) -> [Value] {
    let found = self.found.withLock { $0 }
    var values: [Value] = []
    for piece in 0..<pieces {
      if let value = found[piece] { values.append(try value.get()) }
    }
    return values
  }
}
