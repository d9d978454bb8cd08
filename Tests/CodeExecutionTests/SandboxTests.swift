import Files
import Glibc
import Testing

@testable import CodeExecution

/// The verdicts, one by one, and what a session does about time and dead workers.
@Suite struct SandboxTests {
  @Test(
    "Each verdict has its program",
    arguments: [
      ("def f(x): return x + 1", "passed"),
      ("def f(x): return x", "wrong answer"),
      ("def f(x): raise ValueError('first\\nlast')", "exception: ValueError: last"),
      ("def f(x):\n  while True: pass", "timed out"),
      ("def f(x): return len(bytearray(1 << 40))", "out of memory"),
      ("import os\ndef f(x): return os.system('true')", "forbidden call: os.system"),
      (
        "import os\ndef f(x): return os.fork()",
        "exception: PermissionError: [Errno 1] Operation not permitted: os.fork"
      ),
      ("import os\ndef f(x): os._exit(0)", "crashed: it left before its end"),
    ])
  func verdicts(candidate: String, expected: String) throws {
    let report = try Self.report(Program(candidate: candidate, tests: "assert f(1) == 2"), cpuSeconds: 0.4)
    #expect("\(report.verdict)" == expected)
  }

  @Test("A crash is told by its signal")
  func crash() throws {
    let wild = "import faulthandler\ndef f(x): return faulthandler._read_null()"
    #expect(try Self.report(Program(candidate: wild, tests: "assert f(1) == 2")).verdict == .crashed(signal: 11))
  }

  @Test("A recursion in C is a crash by Python 3.11, and an exception by later ones, which count it")
  func recursion() throws {
    let deep =
      "import sys\nsys.setrecursionlimit(2**31-1)\nclass N:\n  def __add__(s, o): return s + o\ndef f(x): return N() + x"
    let verdict = try Self.report(Program(candidate: deep, tests: "assert f(1) == 2")).verdict
    #expect(verdict == .crashed(signal: 11) || "\(verdict)".hasPrefix("exception: RecursionError: "))
  }

  @Test("What cannot cross is unsupported, which is not passed, and reference mode's verdict stands beside it")
  func unsupported() throws {
    let program = Program(
      candidate: "class P:\n  def __len__(self): return 2\ndef f(x): return P()", tests: "assert len(f(1)) == 2")
    let report = try Self.report(program, isComparing: true)
    #expect(report.verdict == .unsupported("__len__ of an object"))
    #expect(report.referenceVerdict == .passed)
  }

  @Test("The reference verdict stands beside the strict one")
  func comparing() throws {
    let forged = Program(
      candidate: "class Yes:\n  def __eq__(self, other): return True\ndef f(x): return Yes()", tests: "assert f(1) == 2"
    )
    let report = try Self.report(forged, isComparing: true)
    #expect(report.verdict == .unsupported("__eq__ of an object"))
    #expect(report.referenceVerdict == .passed)
  }

  @Test("A program may use the memory that it is given, and no more")
  func memory() throws {
    let program = Program(candidate: "def f(x): return len(bytearray(300 << 20)) and 2", tests: "assert f(1) == 2")
    #expect(try Self.report(program).verdict == .passed)
    #expect(try Self.report(program, memoryBytes: 256 << 20).verdict == .outOfMemory)
  }

  @Test("Output is taken and kept nowhere, however much it is; there is nothing to read")
  func output() throws {
    let program = Program(
      candidate: """
        import os, sys
        def f(x):
            print("passed" * 1000000)
            os.write(1, b"passed" * 1000)
            sys.stderr.write("passed")
            try:
                input()
            except Exception:
                return 2
        """, tests: "assert f(1) == 2")
    for mode in VerdictMode.allCases { #expect(try Self.report(program, mode: mode).verdict == .passed) }
  }

  @Test("A timeout is tried once more, when all else is done, and if it passes then it is marked")
  func retry() throws {
    #expect(try Self.outcome([.timedOut, .passed]) == ProgramReport(verdict: .passed, seconds: 1, retried: true))
    #expect(try Self.outcome([.timedOut, .timedOut]) == ProgramReport(verdict: .timedOut, seconds: 1))
    #expect(try Self.outcome([.passed]) == ProgramReport(verdict: .passed, seconds: 1))
  }

  @Test("What ran out of wall time is not tried again, and a second run has what wall time the first one left")
  func wallTime() throws {
    let limits = SandboxLimits(cpuSeconds: 2, wallSeconds: 20)
    var session = SandboxSession(
      programs: [Program(candidate: "", tests: "")], options: Sandbox.Options(isComparing: true, limits: limits))
    var reply = WorkerReply(.timedOut)
    reply.isWall = true
    let strict = session.next(isAlone: true)
    let first = session.finish(try #require(strict).job, reply)
    #expect(first == nil)
    let reference = session.next(isAlone: true)
    let job = try #require(reference).job
    #expect(job.mode == .reference && reference?.limits == limits)
    // No CPU time left, after much of the wall time.
    (reply.isWall, reply.wallSeconds) = (false, 13)
    let second = session.finish(job, reply)
    #expect(second == nil)
    let again = session.next(isAlone: true)
    #expect(again?.job.isRetry == true && again?.limits.wallSeconds == 7 && again?.limits.cpuSeconds == 2)
    let last = session.finish(try #require(again).job, reply)
    #expect(last?.1 == ProgramReport(verdict: .timedOut, referenceVerdict: .timedOut))
    let over = session.next(isAlone: true)
    #expect(over == nil)
  }

  @Test("Programs that doze are stopped within the stated time, in both modes together", arguments: [0.004, 0])
  func dozing(cpuSeconds: Double) throws {
    let program = Program(
      candidate: """
        import time
        def f(x):
            while True:
                time.sleep(0.5)
                end = time.process_time() + \(cpuSeconds)
                while time.process_time() < end: pass
        """, tests: "assert f(1) == 2")
    let limits = SandboxLimits(cpuSeconds: 1, idleSeconds: 0.6)
    let sandbox = try Sandbox(Sandbox.Options(workers: 1, isComparing: true, limits: limits))
    var report: ProgramReport?
    let start = ContinuousClock.now
    try sandbox.reports(of: [program]) { report = $1 }
    #expect(report?.verdict == .timedOut && report?.referenceVerdict == .timedOut)
    // A minute and more, had it been run four times to the wall limit of 10 s.
    #expect(ContinuousClock.now - start < .seconds(2 * limits.wallSeconds))
  }

  @Test("A program over which a worker died is run again; the second death is its verdict")
  func deaths() throws {
    #expect(try Self.outcome([nil, .passed]).verdict == .passed)
    #expect(try Self.outcome([nil, nil]).verdict == .crashed(signal: 9))
  }

  @Test("Workers that are killed are replaced, and no program is lost")
  func killedWorkers() throws {
    let sandbox = try Sandbox(Sandbox.Options(workers: 2))
    let program = Program(candidate: "def f(x): return x + 1", tests: "assert f(1) == 2")
    var reports: [Int: ProgramReport] = [:]
    try sandbox.reports(of: Array(repeating: program, count: 12)) { (index, report) in
      reports[index] = report
      if index == 3 { for worker in sandbox.processes { kill(worker, SIGKILL) } }
    }
    #expect(reports.count == 12)
    #expect(reports.values.allSatisfy { $0.verdict == .passed })
  }

  @Test("A required layer that is missing is an error that names it; weaker is allowed only by name, and is recorded")
  func layers() throws {
    #expect {
      _ = try Sandbox(Sandbox.Options(workers: 1, without: ["system-call filter"]))
    } throws: { error in
      "\(error)".contains("the layer 'system-call filter' is missing: left out on request")
    }
    let weaker = try Sandbox(Sandbox.Options(workers: 1, allowsWeaker: true, without: ["system-call filter"]))
    #expect(weaker.json["weaker"]?.bool == true)
    #expect(weaker.json["layers"]?.array?.contains("system-call filter") == false)
  }

  @Test("Without namespaces no file can be opened, and programs are judged all the same")
  func withoutNamespaces() throws {
    let sandbox = try Sandbox(Sandbox.Options(workers: 1, without: ["namespaces"]))
    let programs = ["x + 1", "len(open('/etc/passwd').read()) and 2"].map {
      Program(candidate: "def f(x): return \($0)", tests: "assert f(1) == 2")
    }
    var verdicts: [Int: Verdict] = [:]
    try sandbox.reports(of: programs) { verdicts[$0] = $1.verdict }
    #expect(verdicts[0] == .passed)
    #expect(verdicts[1]?.word == "exception")
  }

  /// What a session makes of a program whose runs end so; nil: the worker died.
  private static func outcome(_ verdicts: [Verdict?]) throws -> ProgramReport {
    var session = SandboxSession(programs: [Program(candidate: "", tests: "")], options: Sandbox.Options())
    var report: ProgramReport?
    for (turn, verdict) in verdicts.enumerated() {
      #expect(report == nil)
      // A second run waits until it is alone.
      if turn > 0 {
        let early = session.next(isAlone: false)
        #expect(early == nil)
      }
      let next = session.next(isAlone: true)
      report = session.finish(try #require(next).job, verdict.map { WorkerReply($0, seconds: 1) })?.1
    }
    return try #require(report)
  }

  static func report(
    _ program: Program, mode: VerdictMode = .strict, isComparing: Bool = false, cpuSeconds: Double = 3,
    memoryBytes: Int = 512 << 20
  ) throws -> ProgramReport {
    let limits = SandboxLimits(cpuSeconds: cpuSeconds, memoryBytes: memoryBytes)
    let sandbox = try Sandbox(
      Sandbox.Options(workers: 1, mode: mode, isComparing: isComparing, limits: limits))
    var result: ProgramReport?
    try sandbox.reports(of: [program]) { result = $1 }
    return try #require(result)
  }
}
