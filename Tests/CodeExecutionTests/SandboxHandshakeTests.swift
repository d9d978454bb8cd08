import Files
import Glibc
import Testing

@testable import CodeExecution

/// What is named as the sandbox may be anything that can be started.
@Suite struct SandboxHandshakeTests {
  /// A script in the place of assay-sandbox.
  private static func error(of script: String, patience: Duration = .milliseconds(500)) throws -> Diagnostic? {
    // Not in /dev/shm, where machines may forbid to run anything.
    var template = Array("/tmp/assay-handshake-XXXXXX".utf8CString)
    let file = mkstemp(&template)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    let text = Array("#!/bin/bash\n\(script)\n".utf8)
    #expect(file >= 0 && Glibc.write(file, text, text.count) == text.count && fchmod(file, 0o755) == 0)
    close(file)
    return #expect(throws: Diagnostic.self) {
      try Sandbox(Sandbox.Options(executable: path, workers: 1), patience: patience)
    }
  }

  @Test(
    "an executable that is no sandbox is an error in two lines, in bounded time",
    arguments: [
      "exec sleep 600", "exit 0", "exit 3", "kill -9 $$", "exec yes", "exec cat /dev/zero",
      "printf '\\377\\377\\377\\377'",
      "printf '\\002\\000\\000\\000{}'; exec sleep 600", "printf '\\005\\000'; exec sleep 600",
      "printf '\\100\\000\\000\\000{'; exec sleep 600", "printf 'ASF1'; exec sleep 600",
      "exec 0<&- 1>&-; exec sleep 600", "exec cat",
    ])
  func noSandbox(script: String) throws {
    let start = ContinuousClock.now
    let error = try Self.error(of: script)
    #expect(error?.problem == "does not answer as a sandbox does")
    #expect(error?.expectation == "the program assay-sandbox that was built with assay; see 'assay doctor'")
    // Patience, and for each worker the two seconds until it is killed.
    #expect(ContinuousClock.now - start < .seconds(20))
  }

  @Test("a worker that gives up says why itself, as its greeting and later")
  func givesUp() throws {
    let zeros = String(repeating: "\\000", count: 8)
    let frame = "printf 'ASF1\(zeros)\\007\\000\\000\\000\(zeros)\(zeros)bad\\nfix'"
    let error = try Self.error(of: frame + "; exec sleep 600", patience: .seconds(30))
    #expect(error?.place == "sandbox" && error?.problem == "bad" && error?.expectation == "fix")
  }

  @Test("what nobody reads and what nobody says ends at its deadline")
  func neverAnswers() throws {
    var ends: [Int32] = [-1, -1]
    #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
    defer { ends.forEach { close($0) } }
    let channel = SandboxChannel(socket: ends[0])
    let start = ContinuousClock.now
    // Nobody reads, nobody writes.
    #expect(!channel.write([UInt8](repeating: 0, count: 8 << 20), until: .now + .milliseconds(100)))
    #expect(channel.read(1, until: .now + .milliseconds(100)) == nil)
    #expect(channel.readToEnd(10, until: .now + .milliseconds(100)) == nil)
    #expect(ContinuousClock.now - start < .seconds(5))
  }

  @Test("a limit of processes that is too low for programs is named before the first program")
  func fewProcesses() throws {
    let real = try SandboxExecutable.find()
    // The limit does not hold for root; its workers become a user of their own, for whom it does.
    let error = try Self.error(of: "ulimit -u 20; exec \(real) --worker", patience: .seconds(30))
    #expect(error?.place == "sandbox")
    #expect(error?.problem == "a process or thread cannot be made: Resource temporarily unavailable")
    #expect(
      error?.expectation
        == "a limit of processes (ulimit -u, or the container's pids limit) that leaves 38 for each worker")
  }
}
