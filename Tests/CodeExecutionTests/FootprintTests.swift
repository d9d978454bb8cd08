import CodeExecution
import Testing

@Suite struct FootprintTests {
  /// Of every kind of end that a program can come to without waiting for a limit.
  private static let programs = [
    "def f(x): return x + 1",
    "def f(x): return x",
    "def f(x): raise ValueError(x)",
    "import os\ndef f(x): os._exit(0)",
    "import os\nos.fork()",
    "import socket\nsocket.socket()",
    "def f(x): return [0] * 10**10",
    "def f(x): return f(x)",
    "import sys\ndef f(x): print('x' * 100000); return x + 1",
    "import threading\nfor _ in range(4): threading.Thread(target=print).start()\ndef f(x): return x + 1",
    "def f(x): return open('/etc/passwd')",
    "open('left', 'w').write('x')\ndef f(x): return x + 1",
  ].map { Program(candidate: $0, tests: "assert f(1) == 2", entryPoint: "f") }

  @Test("programs in a row leave no process, no descriptor and no memory behind", arguments: VerdictMode.allCases)
  func leaks(mode: VerdictMode) throws {
    let sandbox = try Sandbox(Sandbox.Options(workers: 1, mode: mode))
    var verdicts = [Verdict?](repeating: nil, count: Self.programs.count)
    try sandbox.reports(of: Self.programs) { verdicts[$0] = $1.verdict }
    let before = sandbox.footprint
    #expect(before.processes == 2 && before.descriptors > 0 && before.residentBytes > 1 << 20)
    let rounds = 20
    let many = (0..<rounds).flatMap { _ in Self.programs }
    var differing = 0
    try sandbox.reports(of: many) { index, report in
      if report.verdict != verdicts[index % Self.programs.count] { differing += 1 }
    }
    #expect(differing == 0)
    let after = sandbox.footprint
    #expect(after.processes == before.processes)
    #expect(after.descriptors == before.descriptors)
    #expect(after.residentBytes - before.residentBytes < 1 << 20)
  }

  @Test("a worker stays below 60 MB")
  func memory() throws {
    let sandbox = try Sandbox(Sandbox.Options(workers: 1))
    #expect(sandbox.footprint.residentBytes < 60_000_000)
  }
}
