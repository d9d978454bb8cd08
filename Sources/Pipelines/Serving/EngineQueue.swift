import Glibc
import Transfers

/// Questions that wait for the engine, which answers in a thread of its own: all that wait together are answered together.
final class EngineQueue: @unchecked Sendable {
  /// A question and, in the end, its answer.
  final class Entry {
    let question: CompletionQuestion
    fileprivate(set) var response: WebListener.Response?

    init(_ question: CompletionQuestion) { self.question = question }
  }

  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var waiting: [Entry] = []
  private var isClosed = false

  init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(lock)
    changed.deallocate()
    lock.deallocate()
  }

  private static let closed = ServiceRefusal(503, "the server is being stopped").response

  /// Waits for the answer; called by the thread of a connection.
  func ask(_ question: CompletionQuestion) -> WebListener.Response {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    guard !isClosed else { return Self.closed }
    let entry = Entry(question)
    waiting.append(entry)
    pthread_cond_broadcast(changed)
    while true {
      if let response = entry.response { return response }
      pthread_cond_wait(changed, lock)
    }
  }

  /// What waits now, or comes within a tenth of a second.
  func take() -> [Entry] {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    if waiting.isEmpty {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      time.tv_nsec += 100_000_000
      if time.tv_nsec >= 1_000_000_000 {
        time.tv_sec += 1
        time.tv_nsec -= 1_000_000_000
      }
      pthread_cond_timedwait(changed, lock, &time)
    }
    defer { waiting = [] }
    return waiting
  }

  func answer(_ entry: Entry, _ response: WebListener.Response) {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    entry.response = response
    pthread_cond_broadcast(changed)
  }

  /// All that wait are told that the server ends, and so are all that come.
  func close() {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    isClosed = true
    for entry in waiting { entry.response = Self.closed }
    waiting = []
    pthread_cond_broadcast(changed)
  }
}
