import Files
import Glibc

/// One `assay-sandbox` process and the socket that leads to it.
struct SandboxWorker: ~Copyable {
  let pid: pid_t
  let socket: Int32

  /// Starts the process; `greeting` waits until it is ready.
  init(_ executable: String, arguments: [String]) throws(Diagnostic) {
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
    socket = ends[0]
  }

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
    let texts = [program.candidate, program.helpers, program.tests, program.entryPoint ?? ""]
    var frame: [UInt8] = []
    frame.reserveCapacity(48 + texts.reduce(0) { $0 + $1.utf8.count })
    func append(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { frame.append(contentsOf: $0) }
    }
    append(UInt32(0x3152_5341))
    append(UInt32(mode == .strict ? 1 : 2))
    append(Self.milliseconds(limits.cpuSeconds))
    append(Self.milliseconds(limits.wallSeconds))
    append(Self.milliseconds(limits.idleSeconds))
    append(UInt32(0))
    append(UInt64(clamping: limits.memoryBytes))
    for text in texts { append(UInt32(clamping: text.utf8.count)) }
    for text in texts { frame.append(contentsOf: text.utf8) }
    return frame.withUnsafeBytes { bytes in
      var sent = 0
      while sent < bytes.count {
        let count = Glibc.send(
          socket, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, Int32(MSG_NOSIGNAL))
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { return false }
        sent += count
      }
      return true
    }
  }

  /// The verdict on the program that was sent last; nil if the worker is gone, or says what no worker says.
  func receive() -> (verdict: Verdict, seconds: Double)? {
    guard let head = read(24) else { return nil }
    func word(_ at: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(head[at + $1]) << (8 * $1) } }
    guard word(0) == 0x3150_5341, word(12) <= 1024, let text = read(Int(word(12))),
      let verdict = Verdict(code: word(4), signal: word(8), text: String(decoding: text, as: UTF8.self))
    else { return nil }
    let microseconds = UInt64(word(16)) | UInt64(word(20)) << 32
    return (verdict, Double(microseconds) / 1e6)
  }

  func greeting() -> WorkerGreeting? {
    var state = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    while poll(&state, 1, 120_000) < 0 && errno == EINTR {}
    guard state.revents & Int16(POLLIN) != 0, let length = read(4) else { return nil }
    let count = (0..<4).reduce(0) { $0 | Int(length[$1]) << (8 * $1) }
    guard count <= 1 << 16, let json = read(count) else { return nil }
    return WorkerGreeting(json)
  }

  /// All that the process says until it ends; nothing after two minutes of silence.
  func lines() -> String {
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    while true {
      var state = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
      let ready = poll(&state, 1, 120_000)
      if ready < 0 && errno == EINTR { continue }
      guard ready > 0 else { return "" }
      let count = buffer.withUnsafeMutableBytes { Glibc.read(socket, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return String(decoding: text, as: UTF8.self) }
      text += buffer[..<count]
    }
  }

  private func read(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    let whole = bytes.withUnsafeMutableBytes { bytes in
      var got = 0
      while got < bytes.count {
        let part = Glibc.read(socket, bytes.baseAddress?.advanced(by: got), bytes.count - got)
        if part < 0 && errno == EINTR { continue }
        if part <= 0 { return false }
        got += part
      }
      return true
    }
    return whole ? bytes : nil
  }

  private static func milliseconds(_ seconds: Double) -> UInt32 {
    UInt32(saturating: min(max(seconds * 1000, 1), 4e9))
  }
}

extension Diagnostic {
  fileprivate static func workerCannotStart(_ executable: String, _ code: Int32) -> Diagnostic {
    Diagnostic(
      executable, "cannot be started: \(String(cString: strerror(code)))",
      expected: "the program assay-sandbox that was built with assay")
  }
}
