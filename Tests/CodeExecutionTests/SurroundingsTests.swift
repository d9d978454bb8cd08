import Files
import Glibc
import Testing

@testable import CodeExecution

/// What programs find around them: modules, files of their own, threads that no neighbour counts.
@Suite(.serialized) struct SurroundingsTests {
  /// The modules that cannot be imported in strict mode, and why; `sandbox/README.md` shows them. Whatever else the library's
  /// own list names can be.
  private static let missing: [String: String] = [
    "_interpreters": "second interpreters", "_interpchannels": "second interpreters",
    "_interpqueues": "second interpreters", "_xxsubinterpreters": "second interpreters",
    "_xxinterpchannels": "second interpreters",
    "nis": "a directory service of the network is not loaded",
    "idlelib": "an editor", "tkinter": "windows", "_tkinter": "windows", "turtle": "windows", "turtledemo": "windows",
    "_gdbm": "a library that the distribution packs apart",
    "_aix_support": "another system", "_msi": "another system", "_overlapped": "another system",
    "_scproxy": "another system", "_ios_support": "another system", "_wmi": "another system",
    "_winapi": "another system", "msilib": "another system", "msvcrt": "another system", "nt": "another system",
    "winreg": "another system", "winsound": "another system", "lib2to3": "a part that the distribution packs apart",
    "distutils": "a part that the distribution packs apart", "ensurepip": "a part that the distribution packs apart",
  ]
  /// Taken away by the reference harness, whose verdicts reference mode gives.
  private static let missingInReference: Set<String> = ["resource", "_aix_support"]

  @Test("every module of the standard library can be imported, or stands in the table", arguments: VerdictMode.allCases)
  func modules(mode: VerdictMode) throws {
    let names = try Self.libraryModules()
    #expect(names.count > 280)
    let sandbox = try Sandbox(Sandbox.Options(workers: 2, mode: mode))
    var failed: [String: Verdict] = [:]
    let programs = names.map { Program(candidate: "import \($0)\ndef f(): return 1", tests: "assert f() == 1") }
    try sandbox.reports(of: programs) {
      if $1.verdict != .passed { failed[names[$0]] = $1.verdict }
    }
    for (name, verdict) in failed {
      let isKnown = Self.missing[name] != nil || (mode == .reference && Self.missingInReference.contains(name))
      #expect(isKnown && verdict.word == "exception", "\(name): \(verdict)")
    }
  }

  @Test("sandbox/README.md names each module that is missing")
  func table() throws {
    let text = String(decoding: try FileSystem.bytes(of: "sandbox/README.md"), as: UTF8.self)
    for name in Self.missing.keys { #expect(text.contains("`\(name)`"), "\(name)") }
  }

  /// sys.stdlib_module_names, which a program spells letter by letter: its answers cross as values.
  private static func libraryModules() throws -> [String] {
    let sandbox = try Sandbox(Sandbox.Options(workers: 1))
    // A verdict's text holds 400 characters, so the names are asked for in parts.
    var names: Set<String> = []
    var programs: [Program] = []
    for part in 0..<80 {
      programs.append(
        Program(
          candidate: """
            import sys
            def f(): return ' '.join(sorted(sys.stdlib_module_names)[\(part * 5):\(part * 5 + 5)])
            """,
          tests: "raise ValueError(f())"))
    }
    try sandbox.reports(of: programs) { _, report in
      let words = report.verdict.description.split(separator: " ").map(String.init)
      names.formUnion(words.dropFirst(2))
    }
    return names.sorted()
  }

  @Test(
    "one program's threads are none of its neighbour's, whichever way leads to the sandbox",
    arguments: [[], ["namespaces"], ["user namespace"]])
  func neighbours(without: [String]) throws {
    let greedy = Program(
      candidate: """
        import threading, time
        threading.stack_size(64 << 10)
        try:
            while True: threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        except (RuntimeError, MemoryError): pass
        def f(x):
            time.sleep(1)
            return x
        """, tests: "assert f(1) == 1")
    let modest = Program(
      candidate: """
        import threading, time
        threading.stack_size(64 << 10)
        def f(x):
            for _ in range(8):
                threads = [threading.Thread(target=time.sleep, args=(0.05,)) for _ in range(100)]
                for thread in threads: thread.start()
                for thread in threads: thread.join()
            return x
        """, tests: "assert f(1) == 1")
    let sandbox = try Sandbox(Sandbox.Options(workers: 4, without: without))
    var verdicts = [Verdict?](repeating: nil, count: 8)
    let programs = [greedy, modest, greedy, modest, greedy, modest, greedy, modest]
    try sandbox.reports(of: programs) { verdicts[$0] = $1.verdict }
    for (index, verdict) in verdicts.enumerated() where index % 2 == 1 { #expect(verdict == .passed) }
  }

  @Test("files are there within a program and gone after it, for candidates and for tests")
  func files() throws {
    let writes = Program(
      candidate: "open('/tmp/mine', 'w').write('x')\ndef f(): return open('/tmp/mine').read()",
      tests: "open('/tmp/tests', 'w').write('y')\nassert f() == 'x'\nimport os\nassert os.listdir('/tmp') == ['tests']")
    let looks = Program(
      candidate: "import os\ndef f(): return os.listdir('/tmp')",
      tests: "import os\nassert f() == [] == os.listdir('/tmp')")
    for without in [[], ["user namespace"]] where without.isEmpty || geteuid() == 0 {
      let sandbox = try Sandbox(Sandbox.Options(workers: 1, without: without))
      guard sandbox.layers.contains(where: { $0.name == "private files" && $0.isHeld }) else { continue }
      var verdicts: [Verdict] = []
      try sandbox.reports(of: [writes, looks, writes, looks]) { verdicts.append($1.verdict) }
      #expect(verdicts == [.passed, .passed, .passed, .passed])
    }
  }
}
