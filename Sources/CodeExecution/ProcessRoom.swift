import Files
import Glibc

/// Whether the machine has room for what all workers may start at the same time. Each worker tries for itself when it starts; a limit
/// that they share, as a container's is, would let each of them pass, and then one program's threads make another program fail.
enum ProcessRoom {
  /// Of a worker: the threads that any program must be able to start, and its own processes (`sandbox/sandbox.h`).
  static let each = 38

  /// Tries it with threads that do nothing, before there are workers.
  static func check(workers: Int) throws(Diagnostic) {
    // One alone has tried as much itself.
    guard workers > 1 else { return }
    let gate = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    pthread_mutex_init(gate, nil)
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    pthread_attr_init(attributes)
    // Larger than what libraries keep for each thread, which is taken from it.
    pthread_attr_setstacksize(attributes, 512 << 10)
    pthread_mutex_lock(gate)
    var threads: [pthread_t] = []
    var code: Int32 = 0
    while code == 0, threads.count < workers * each {
      var thread = pthread_t()
      code = pthread_create(
        &thread, attributes,
        { gate in
          if let gate = gate?.assumingMemoryBound(to: pthread_mutex_t.self) {
            pthread_mutex_lock(gate)
            pthread_mutex_unlock(gate)
          }
          return nil
        }, gate)
      if code == 0 { threads.append(thread) }
    }
    pthread_mutex_unlock(gate)
    for thread in threads { pthread_join(thread, nil) }
    pthread_attr_destroy(attributes)
    attributes.deallocate()
    pthread_mutex_destroy(gate)
    gate.deallocate()
    // Another code tells of no limit of processes.
    guard code != EAGAIN else {
      throw Diagnostic(
        "sandbox", "a process or thread cannot be made: \(String(cString: strerror(code)))",
        expected:
          "a limit of processes (ulimit -u, or the container's pids limit) that leaves \(each) for each worker: "
          + "\(workers * each) for \(workers); or fewer --threads")
    }
  }
}
