import Files
import Glibc

/// The workers of a sandbox and what each is doing. One thread, which waits for whoever is done first.
final class WorkerCrew {
  enum Event {
    /// A worker has nothing to do; alone: all the others have not either.
    case idle(isAlone: Bool)
    /// nil: the worker died.
    case done(SandboxSession.Job, WorkerReply?)
  }
  typealias Order = (job: SandboxSession.Job, program: Program, limits: SandboxLimits)

  private struct Place: ~Copyable {
    var worker: SandboxWorker?
    var order: Order?
    var deadline = ContinuousClock.now
  }

  private let executable: String
  private let arguments: [String]
  private let patience: Duration
  private var places: [Int: Box] = [:]

  /// A place on the heap: arrays cannot hold what cannot be copied.
  private final class Box {
    var place = Place()
  }

  init(executable: String, arguments: [String], patience: Duration) {
    self.executable = executable
    self.patience = patience
    self.arguments = arguments
  }

  /// Starts all of them first and waits then, for they take a moment to set Python up.
  func hire(_ count: Int) throws(Diagnostic) -> [WorkerGreeting] {
    try ProcessRoom.check(workers: count)
    for index in 0..<count {
      let box = Box()
      box.place.worker = try SandboxWorker(executable, arguments: arguments, patience: patience)
      places[index] = box
    }
    var greetings: [WorkerGreeting] = []
    for index in 0..<count {
      guard let greeting = try places[index]?.place.worker?.greeting() else { throw .noGreeting(executable) }
      greetings.append(greeting)
    }
    return greetings
  }

  var processes: [Int32] { (0..<places.count).compactMap { places[$0]?.place.worker?.pid } }

  /// Until no worker is busy and there is nothing to do for any.
  func work(_ handle: (Event) throws -> Order?) throws {
    // A call that was broken off by an error leaves workers with programs whose verdicts nobody wants.
    for index in 0..<places.count where places[index]?.place.order != nil { try replace(index) }
    while true {
      for index in 0..<places.count {
        guard let box = places[index], box.place.order == nil else { continue }
        let isAlone = places.values.allSatisfy { $0.place.order == nil }
        guard let order = try handle(.idle(isAlone: isAlone)) else { continue }
        try give(order, to: index, handle)
      }
      let busy = (0..<places.count).filter { places[$0]?.place.order != nil }
      if busy.isEmpty { return }
      for index in wait(for: busy) { try take(from: index, handle) }
    }
  }

  private func give(_ order: Order, to index: Int, _ handle: (Event) throws -> Order?) throws {
    guard let box = places[index] else { return }
    guard Self.fits(order.program) else {
      _ = try handle(.done(order.job, WorkerReply(.unsupported("a program of more than 64 MiB"))))
      return
    }
    box.place.order = order
    let patience = order.limits.wallSeconds * 2 + order.limits.cpuSeconds + 60
    box.place.deadline = .now + .seconds(patience)
    if box.place.worker?.send(order.program, mode: order.job.mode, limits: order.limits) != true {
      try fail(index, handle)
    }
  }

  private func take(from index: Int, _ handle: (Event) throws -> Order?) throws {
    guard let box = places[index], let order = box.place.order else { return }
    guard let reply = try box.place.worker?.receive() else { return try fail(index, handle) }
    box.place.order = nil
    _ = try handle(.done(order.job, reply))
  }

  private func fail(_ index: Int, _ handle: (Event) throws -> Order?) throws {
    guard let box = places[index], let order = box.place.order else { return }
    try replace(index)
    _ = try handle(.done(order.job, nil))
  }

  private func replace(_ index: Int) throws(Diagnostic) {
    guard let box = places[index] else { return }
    box.place.worker?.terminate()
    box.place.worker = nil
    box.place.order = nil
    box.place.worker = try SandboxWorker(executable, arguments: arguments, patience: patience)
    guard try box.place.worker?.greeting() != nil else { throw .noGreeting(executable) }
  }

  /// Those of the busy workers that have something to say, or have said nothing for far too long.
  private func wait(for busy: [Int]) -> [Int] {
    var states = busy.map { pollfd(fd: places[$0]?.place.worker?.socket ?? -1, events: Int16(POLLIN), revents: 0) }
    _ = poll(&states, nfds_t(states.count), 1000)
    let now = ContinuousClock.now
    return zip(busy, states).compactMap { index, state in
      if state.revents != 0 { return index }
      guard let deadline = places[index]?.place.deadline, now > deadline else { return nil }
      places[index]?.place.worker?.terminate()
      return index
    }
  }

  private static func fits(_ program: Program) -> Bool {
    [program.candidate, program.helpers, program.tests, program.solution ?? ""].allSatisfy { $0.utf8.count <= 64 << 20 }
      && (program.entryPoint ?? "").utf8.count <= 4096
  }
}
