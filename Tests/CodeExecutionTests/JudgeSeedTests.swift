import Files
import Testing

@testable import CodeExecution

/// What tests draw: from a secret that is drawn for each program, comes again with its seed, and is not known to the program.
@Suite struct JudgeSeedTests {
  @Test("HMAC-SHA-256 as RFC 4231 has it, cases 1 and 2")
  func codes() {
    func code(_ key: [UInt8], _ text: String) -> String {
      let bytes = Array(text.utf8).withUnsafeBytes { JudgeSeed.code($0, key: key) }
      return bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
    #expect(
      code([UInt8](repeating: 11, count: 20), "Hi There")
        == "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")
    #expect(
      code(Array("Jefe".utf8), "what do ya want for nothing?")
        == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
  }

  @Test("A secret for each seed and program, the same every time; seeds are what JSON can hold, and are drawn")
  func secrets() throws {
    let seeds = [0, 1, 1 << 53 - 1].compactMap(JudgeSeed.init) + [.drawn(), .drawn()]
    let programs = ["a", "b"].flatMap { text in
      [
        Program(candidate: text, tests: "t"), Program(candidate: "", helpers: text, tests: "t"),
        Program(candidate: "", tests: text), Program(candidate: "", tests: "t", entryPoint: text),
      ]
    }
    let secrets = seeds.flatMap { seed in programs.map { seed.secret(of: $0) } }
    #expect(secrets.allSatisfy { $0.count == 32 } && Set(secrets).count == 40)
    #expect(secrets == seeds.flatMap { seed in programs.map { $0.judged(with: seed).secret } })
    #expect(JudgeSeed(-1) == nil && JudgeSeed(1 << 53) == nil)
    // So that a recorded seed stays worth something: a change here changes what is drawn from it.
    let seed = try #require(JudgeSeed(7))
    let digest = seed.secret(of: programs[0]).withUnsafeBytes { SHA256.hexadecimal(of: $0) }
    #expect(digest == "c9cb2528aa8250909748edbf404cf9ee08100b572f02ea50989dc09fc1c43db1")
  }

  private static let sources = [
    "random.random()", "random.Random().random()", "random.SystemRandom().random()", "os.urandom(9)", "os.getrandom(9)",
    "secrets.token_hex()", "secrets.randbelow(10**9)", "uuid.uuid4()", "uuid.uuid1(node=1).clock_seq",
    "random.gauss(0, 1)", "random.sample(range(10**6), 9)", "next(tempfile._RandomNameSequence())",
    "[random.seed(), random.random()]", "[random.seed(int(time.time())), random.random()]",
    "[random.setstate(random.Random().getstate()), random.random()]", "statistics.NormalDist().samples(2)",
  ]

  @Test(
    "Whatever the tests draw from: the same secret gives the same, in another worker too; another one does not",
    arguments: sources)
  func draws(source: String) throws {
    #expect(try Self.drawn(source, seed: 1) == Self.drawn(source, seed: 1))
    #expect(try Self.drawn(source, seed: 1) != Self.drawn(source, seed: 2))
  }

  @Test(
    "A seed of the tests' own is obeyed, and addresses do not tell",
    arguments: [
      ("[random.seed(42), random.random()]", "[None, 0.6394267984578837]"),
      ("random.Random('x').randrange(100)", "random.Random('x').randrange(100)"),
      ("(id(None) == id(None), id([]) > 0, id(0) != id(1))", "(True, True, True)"),
      ("len({id(x) for x in [object() for _ in range(1000)]})", "1000"),
      ("copy.deepcopy([[1]] * 3)", "[[1], [1], [1]]"),
    ])
  func constants(source: String, value: String) throws {
    let tests = Self.imports + "assert f(0) == 0\nassert \(source) == \(value)"
    #expect(try SandboxTests.report(Program(candidate: "def f(x): return x", tests: tests)).verdict == .passed)
  }

  @Test(
    "Reference mode: the tests' generator is seeded when the candidate has been executed, and the seed gives it again")
  func reference() throws {
    #expect(
      try Self.drawn("random.random()", seed: 1, .reference) == Self.drawn("random.random()", seed: 1, .reference))
    #expect(
      try Self.drawn("random.random()", seed: 1, .reference) != Self.drawn("random.random()", seed: 2, .reference))
  }

  @Test("Without a seed each call draws its own, and a program's two runs and two modes draw the same")
  func undrawn() throws {
    let program = Program(
      candidate: "def f(x): return x", tests: "import random\nf(1)\nraise KeyError(random.random())", entryPoint: "f")
    let sandbox = try Sandbox(Sandbox.Options(workers: 1))
    var verdicts: [Verdict] = []
    for _ in 0..<2 { try sandbox.reports(of: [program, program]) { verdicts.append($1.verdict) } }
    #expect(
      verdicts.count == 4 && verdicts[0] == verdicts[1] && verdicts[2] == verdicts[3] && verdicts[0] != verdicts[2])
  }

  private static let imports = "import copy, os, random, secrets, statistics, tempfile, time, uuid\n"

  /// The last line of an exception that says what was drawn, after a question to the program and before it.
  private static func drawn(_ source: String, seed: Int, _ mode: VerdictMode = .strict) throws -> Verdict {
    let program = Program(
      candidate: "def f(x): return x",
      tests: imports
        + "a = \(source)\nassert f(1) == 1\nb = \(source)\nassert repr(a) != repr(b)\nraise KeyError(repr((a, b)))",
      entryPoint: "f")
    let report = try SandboxTests.report(program.judged(with: #require(JudgeSeed(seed))), mode: mode)
    #expect("\(report.verdict)".hasPrefix("exception: KeyError"), "\(report.verdict)")
    return report.verdict
  }
}
