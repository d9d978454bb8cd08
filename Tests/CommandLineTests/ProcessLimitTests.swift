import Files
import Glibc
import TestSupport
import Testing

/// Machines that let few processes be started: an error before the first program, and none is blamed.
@Suite struct ProcessLimitTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try folder.prepare(LongJob(name: "", words: ["execute"]))
    // Thirty threads, all at the same time.
    let program = """
          import threading
          gate = threading.Event()
          all = [threading.Thread(target=gate.wait) for _ in range(30)]
          for one in all: one.start()
          gate.set()
          for one in all: one.join()
          return 1

      """
    let line = JSON.object(["task_id": "T/0", "completion": .string(program)]).text() + "\n"
    try folder.write("samples.jsonl", String(repeating: line, count: 6))
  }

  private static let advice = "a limit of processes (ulimit -u, or the container's pids limit) that leaves "

  private func expectRefused(_ command: Command) {
    #expect(command.status == 1 && command.signal == 0, "\(command.errors)")
    #expect(command.errors.hasPrefix("error: "), "\(command.errors)")
    #expect(command.errors.contains("Resource temporarily unavailable\n       " + Self.advice), "\(command.errors)")
    #expect(!FileSystem.exists(folder["samples.jsonl_results.jsonl"]))
  }

  /// Upwards from where the system's own loader has too little, to the first limit that suffices; a thread more or less of the
  /// allocator's shifts where it ends, so that neighbours differ.
  @Test("ulimit -v, wherever it ends a command: an error, and no folder in which a result was being made is left")
  func memory() throws {
    let words = "world --out out/w --quiet --set people=40 --set documents=2000 --set items=10"
    var failures = 0
    for limit in stride(from: 60 << 10, through: 4 << 20, by: 3 << 10) {
      let command = try Command.shell(
        "bash -c 'ulimit -v \(limit); exec \"$0\" \(words)' '\(Command.path)'", in: folder)
      if command.status == 0, command.signal == 0 { break }
      if FileSystem.exists(folder["out"]) {
        #expect(try FileSystem.names(in: folder["out"]).isEmpty, "\(limit): \(command.errors)")
      }
      guard command.errors.contains("error: memory: ") else { continue }
      failures += 1
      #expect(command.status == 1, "\(limit): \(command.errors)")
    }
    #expect(failures > 0)
  }

  @Test("ulimit -u", arguments: [5, 20, 30])
  func user(limit: Int) throws {
    // Root has no such limit; its workers are users of their own, who have.
    expectRefused(
      try Command.shell(
        "bash -c 'ulimit -u \(limit); exec \"$0\" execute problems.jsonl samples.jsonl --threads 1' '\(Command.path)'",
        in: folder))
  }

  @Test(
    "a container's limit: for one worker, and for two that share it", .enabled(if: ProcessGroup.isPossible),
    arguments: [(3, 1, false), (20, 1, false), (60, 1, true), (60, 2, false), (70, 2, false), (110, 2, true)])
  func container(limit: Int, workers: Int, isEnough: Bool) throws {
    let group = try ProcessGroup(limit: limit)
    let command = try Command.shell(
      "echo $$ >'\(group.path)/cgroup.procs'; "
        + "exec '\(Command.path)' execute problems.jsonl samples.jsonl --threads \(workers)", in: folder)
    guard isEnough else { return expectRefused(command) }
    #expect(command.status == 0, "\(command.errors)")
    #expect(command.output.contains("pass@1                       1.0000"), "\(command.output)")
  }
}

/// A control group of this test's own that limits processes, where root may make one.
private final class ProcessGroup {
  let path: String

  /// Of either version of control groups.
  private static let parent = ["/sys/fs/cgroup/pids", "/sys/fs/cgroup"].first { folder in
    FileSystem.exists(folder + "/cgroup.procs")
  }

  static var isPossible: Bool { (try? ProcessGroup(limit: 100)) != nil }

  init(limit: Int) throws {
    guard let parent = Self.parent else {
      throw Diagnostic("/sys/fs/cgroup", "has no control groups", expected: "a system with them")
    }
    path = "\(parent)/assay-test-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    try FileSystem.makeDirectory(path)
    let file = open(path + "/pids.max", O_WRONLY)
    let text = Array("\(limit)\n".utf8)
    let written = file < 0 ? -1 : write(file, text, text.count)
    close(file)
    guard written == text.count else {
      rmdir(path)
      throw Diagnostic(path, "has no pids.max", expected: "the controller pids")
    }
  }

  /// The processes of a test have ended, and their group may take a moment to know.
  deinit {
    for _ in 0..<100 where rmdir(path) != 0 { usleep(10_000) }
  }
}
