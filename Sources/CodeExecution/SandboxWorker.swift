import CSandboxContract
import Files
import Glibc

/// One `assay-sandbox` process and the socket that leads to it.
struct SandboxWorker: ~Copyable {
  let pid: pid_t
  let socket: Int32
  private let executable: String
  private let patience: Duration
  private var channel: SandboxChannel { SandboxChannel(socket: socket) }

  /// Starts the process; `greeting` waits until it is ready.
  /// - Parameter patience: how long it may take to say what it is, and the host to hand it a program.
  init(_ executable: String, arguments: [String], patience: Duration) throws(Diagnostic) {
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw .workerCannotStart(executable, errno) }
    defer { close(ends[1]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    var argv: [UnsafeMutablePointer<CChar>?] = ([executable, "--worker"] + arguments).map { strdup($0) }
    argv.append(nil)
    defer { for argument in argv { free(argument) } }
    // Nothing of this process's environment is a worker's business.
    var environment: [UnsafeMutablePointer<CChar>?] = [nil]
    var pid: pid_t = 0
    // Signals that end a job are blocked in this process's threads, and are not in a worker. It is in a group of its own: Ctrl-C
    // ends the job, and its workers when their sockets close, not before.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    let code = posix_spawn(&pid, executable, &actions, &attributes, argv, &environment)
    guard code == 0 else {
      close(ends[0])
      throw .workerCannotStart(executable, code)
    }
    self.pid = pid
    self.executable = executable
    self.patience = patience
    socket = ends[0]
  }

  /// A worker greets within a second of CPU time.
  static var usualPatience: Duration { .seconds(60) }

  /// The worker ends when its socket does; one that does not is killed, and with it its processes.
  deinit {
    close(socket)
    var status: Int32 = 0
    for _ in 0..<200 {
      let ended = waitpid(pid, &status, WNOHANG)
      if ended == pid || (ended < 0 && errno != EINTR) { return }
      usleep(10_000)
    }
    kill(pid, SIGKILL)
    while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
  }

  /// For one that must not be waited for.
  func terminate() { kill(pid, SIGKILL) }

  /// False if the worker is gone.
  func send(_ program: Program, mode: VerdictMode, limits: SandboxLimits) -> Bool {
    let texts = [
      program.candidate, program.helpers, program.tests, program.entryPoint ?? "", program.solution ?? "",
    ].map { Array($0.utf8) }
    let sizes = texts.map { UInt32(clamping: $0.count) }
    var frame: [UInt8] = []
    frame.reserveCapacity(96 + texts.reduce(0) { $0 + $1.count })
    let request = sandbox_request(
      magic: UInt32(SANDBOX_REQUEST_MAGIC), mode: UInt32(mode == .strict ? SANDBOX_STRICT : SANDBOX_REFERENCE),
      limits: sandbox_limits(
        cpu_ms: Self.milliseconds(limits.cpuSeconds), wall_ms: Self.milliseconds(limits.wallSeconds),
        idle_ms: Self.milliseconds(limits.idleSeconds), unused: 0, memory: UInt64(clamping: limits.memoryBytes)),
      candidate: sizes[0], helpers: sizes[1], tests: sizes[2], entry: sizes[3], solution: sizes[4], unused: 0)
    withUnsafeBytes(of: request) { frame.append(contentsOf: $0) }
    frame += texts[0]
    // Behind the candidate's text, where the worker keeps what the candidate must not have.
    let secretSize = SANDBOX_SECRET_BYTES
    frame += program.secret.prefix(secretSize)
    frame += [UInt8](repeating: 0, count: max(0, secretSize - program.secret.count))
    for text in texts.dropFirst() { frame += text }
    return channel.write(frame, until: .now + patience)
  }

  /// On the program that was sent last; nil if the worker is gone, or says what no worker says. An error where the worker says
  /// that the machine does not let it go on.
  func receive() throws(Diagnostic) -> WorkerReply? {
    let deadline = ContinuousClock.now + patience
    guard let bytes = channel.read(WorkerReply.headSize, until: deadline) else { return nil }
    let head = WorkerReply.head(bytes)
    guard let size = WorkerReply.textSize(head), let text = channel.read(size, until: deadline) else { return nil }
    if WorkerReply.isFailure(head) { throw .workerGaveUp(text) }
    return WorkerReply(head: head, text: text)
  }

  /// What the process says first. An error where it says nothing in time, ends, says something else, or why it cannot work.
  func greeting() throws(Diagnostic) -> WorkerGreeting {
    let deadline = ContinuousClock.now + patience
    guard let length = channel.read(4, until: deadline) else { throw .noGreeting(executable) }
    let count = Int(length.withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) })
    if count == SANDBOX_FAILURE_MAGIC {
      guard let rest = channel.read(WorkerReply.headSize - 4, until: deadline),
        let size = WorkerReply.textSize(WorkerReply.head(length + rest)), let text = channel.read(size, until: deadline)
      else { throw .noGreeting(executable) }
      throw .workerGaveUp(text)
    }
    guard count <= SANDBOX_GREETING_BYTES, let json = channel.read(count, until: deadline),
      let greeting = WorkerGreeting(json)
    else {
      throw .noGreeting(executable)
    }
    return greeting
  }

  /// All that the process says until it ends; nothing where it takes too long or says too much.
  func lines() -> String {
    String(decoding: channel.readToEnd(1 << 20, until: .now + .seconds(120)) ?? [], as: UTF8.self)
  }

  private static func milliseconds(_ seconds: Double) -> UInt32 {
    UInt32(saturating: min(max(seconds * 1000, 1), 4e9))
  }
}

extension Diagnostic {
  fileprivate static func workerCannotStart(_ executable: String, _ code: Int32) -> Diagnostic {
    Diagnostic(
      executable, "cannot be started: \(String(cString: strerror(code)))",
      expected: code == EAGAIN
        ? "a limit of processes (ulimit -u, or the container's pids limit) that leaves some for each worker"
        : "the program assay-sandbox that was built with assay")
  }

  /// The worker's own words: what is wrong, a line end, what would have been right.
  fileprivate static func workerGaveUp(_ text: [UInt8]) -> Diagnostic {
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n", maxSplits: 1)
    return Diagnostic(
      "sandbox", lines.first.map(String.init) ?? "a worker gave up",
      expected: lines.count > 1 ? String(lines[1]) : "the program assay-sandbox that was built with assay")
  }
}
