import CodeExecution
import Testing

/// The library's machine code: a process has it where its text asks for it, and else an import says why there is none.
@Suite struct ExtensionTests {
  @Test(
    "What a text asks for is there",
    arguments: [
      "import sqlite3", "import os, sqlite3 as s", "from sqlite3 import connect", "  import math; import _sqlite3",
      "from sqlite3.dbapi2 import connect", "__import__('sqlite3')",
      "import importlib; importlib.import_module('sqlite3')", "exec('import sqlite3')",
      "import curses, readline, ssl, asyncio, dbm.ndbm",
      "'a'.encode('shift_jis')", "bytes('a', 'cp932')", "import os\\\n, sqlite3",
    ], VerdictMode.allCases)
  func asked(text: String, mode: VerdictMode) throws {
    let program = Program(candidate: "def f(x):\n  \(text.drop { $0 == " " })\n  return x", tests: "assert f(1) == 1")
    #expect(try SandboxTests.report(program, mode: mode).verdict == .passed)
    let judged = Program(candidate: "def f(x): return x", tests: "\(text.drop { $0 == " " })\nassert f(1) == 1")
    #expect(try SandboxTests.report(judged, mode: mode).verdict == .passed)
  }

  @Test("A name that is put together is an ImportError, not a crash, and words that are no imports ask for nothing")
  func hidden() throws {
    let program = Program(
      candidate: """
        # Letters from the text, an important one, and what we import.
        def f(x):
            try:
                exec("imp" + "ort sqlite3")
            except ImportError as problem:
                return "machine code" in str(problem)
        """, tests: "import math\nfrom typing import List, Dict\nassert f(1)")
    for mode in VerdictMode.allCases { #expect(try SandboxTests.report(program, mode: mode).verdict == .passed) }
  }
}
