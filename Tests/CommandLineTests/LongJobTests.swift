import Files
import Glibc
import TestSupport
import Testing

/// Every command that works for longer than a moment: what a signal makes of it, what a kill leaves, and two at once.
@Suite struct LongJobTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  /// The job from its beginning, stopped at work; one that was quicker than the test starts again.
  private func caught(_ job: LongJob, name: String = "") throws -> RunningCommand {
    for _ in 0..<9 {
      try removeMade()
      let running = try RunningCommand(job.words, in: folder, name: name)
      if running.waits(for: { FileSystem.exists(folder[job.atWork]) }) {
        running.send(SIGSTOP)
        // On a busy machine it may have been stopped behind its work, on its way out.
        if running.waits(for: { running.isStopped }), !FileSystem.exists(folder[job.result]), isTaken(job) {
          return running
        }
        running.send(SIGCONT)
      }
      let over = try running.finish()
      try #require(over.status == 0, "\(over.errors)")
    }
    throw Diagnostic(job.name, "is too quick to be caught", expected: "more work")
  }

  /// Whether it was stopped behind the moment between making its place and locking it. What else shows it at work is made later.
  private func isTaken(_ job: LongJob) -> Bool {
    guard job.atWork.hasSuffix(".tmp") else { return true }
    let descriptor = open(folder[job.atWork], O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0
  }

  private func removeMade() throws {
    for made in try FileSystem.names(in: folder.path) where made.hasPrefix("out") || made.hasPrefix("samples.jsonl_") {
      if FileSystem.isDirectory(folder[made]) {
        try FileSystem.removeDirectory(folder[made])
      } else {
        try FileSystem.remove(folder[made])
      }
    }
  }

  /// Files and folders of unfinished work, wherever they lie.
  private func leftOvers(below name: String = ".") throws -> [String] {
    var found: [String] = []
    for inner in try FileSystem.names(in: folder[name]) {
      let path = name + "/" + inner
      if inner.hasSuffix(".tmp") || inner.hasSuffix(".weights") { found.append(path) }
      if FileSystem.isDirectory(folder[path]) { found += try leftOvers(below: path) }
    }
    return found
  }

  private func expectDone(_ job: LongJob) throws {
    let made = try Command.run(job.words, in: folder)
    #expect(made.status == 0, "\(made.errors)")
    #expect(FileSystem.exists(folder[job.result]))
    #expect(try leftOvers().isEmpty)
  }

  @Test(
    "INT, TERM and HUP end it with its sentence, 128 and the number, and the same command goes on",
    .timeLimit(.minutes(15)), arguments: LongJob.all)
  func interrupted(job: LongJob) throws {
    try folder.prepare(job)
    for signal in [SIGTERM, SIGHUP, SIGINT] {
      let running = try caught(job)
      running.send(signal)
      running.send(SIGCONT)
      let stopped = try running.finish()
      let lines = stopped.errors.split(separator: "\n").map(String.init)
      #expect(stopped.signal == 0 && stopped.status == 128 + signal, "\(signal): \(stopped.status) \(lines)")
      #expect(stopped.output.isEmpty)
      let command = "assay \(job.words[0])"
      #expect(
        lines.count >= 2
          && ["error: \(job.place): interrupted ", "error: \(command): interrupted"].contains {
            lines[lines.count - 2].hasPrefix($0)
          }, "\(lines)")
      if let state = job.state {
        // It may have been caught before its first item.
        #expect(FileSystem.exists(folder[state]))
      } else {
        #expect(!FileSystem.exists(folder[job.result]))
      }
    }
    try expectDone(job)
  }

  @Test("What kill -9 leaves is swept by the same command", .timeLimit(.minutes(15)), arguments: LongJob.all)
  func killed(job: LongJob) throws {
    try folder.prepare(job)
    let running = try caught(job)
    running.send(SIGKILL)
    let dead = try running.finish()
    #expect(dead.signal == SIGKILL)
    // And what it would have left a little later.
    for path in job.unfinished {
      if path.hasSuffix("/") {
        try folder.write(path + "model.safetensors", "half")
        try folder.write(path + "below/provenance.json", "{")
      } else {
        try folder.write(path, "half")
      }
    }
    #expect(try !leftOvers().isEmpty)
    try expectDone(job)
  }

  @Test(
    "Of two at once the second is told by the one sentence, and the first is not disturbed", .timeLimit(.minutes(15)),
    arguments: LongJob.all)
  func twoAtOnce(job: LongJob) throws {
    try folder.prepare(job)
    let first = try caught(job, name: ".first")
    let second = try Command.run(job.words, in: folder)
    #expect(second.status == 1)
    #expect(
      second.errors.hasSuffix(
        "error: \(job.place): another process is writing this run\n"
          + "       wait until it has ended, or name another folder\n"), "\(second.errors)")
    first.send(SIGCONT)
    let made = try first.finish()
    #expect(made.status == 0, "\(made.errors)")
    #expect(FileSystem.exists(folder[job.result]))
    #expect(try leftOvers().isEmpty)
  }
}
