import Files
import Glibc
import Testing

@testable import CodeExecution

/// Every program of `sandbox/attacks`, run by the real sandbox. After each one an honest program runs.
@Suite(.serialized) struct HostileCorpusTests {
  @Test("The corpus has 420 attacks and 400 honest programs; three known forgeries may pass, in reference mode")
  func corpus() throws {
    let programs = try Attack.corpus()
    let attacks = programs.filter { !$0.isHonest }
    #expect(attacks.count >= 420)
    #expect(programs.count - attacks.count >= 400)
    for program in programs where program.isHonest { #expect(program.strict == ["passed"], "\(program.name)") }
    for attack in attacks {
      #expect(!attack.strict.contains("passed"), "\(attack.family)/\(attack.name)")
      let isForgery = attack.forgery.map(Attack.knownForgeries.contains) ?? false
      #expect(attack.reference.contains("passed") == isForgery, "\(attack.family)/\(attack.name)")
    }
  }

  @Test(
    "Each attack ends in its verdict and leaves nothing behind; by the three known forgeries it may pass in reference mode",
    arguments: VerdictMode.allCases, [[], ["namespaces"], ["user namespace"]])
  func attacks(mode: VerdictMode, without: [String]) throws {
    // Without it an ordinary user has no way to the others either.
    let hasFiles = without.isEmpty || (without == ["user namespace"] && geteuid() == 0)
    let attacks = try Attack.corpus()
    let files = try Self.files()
    var table: [String: [String: Int]] = [:]
    for (word, limits) in Self.limits {
      let part = attacks.filter { attack in
        let first = attack.expected(mode, hasFiles: hasFiles).first
        return first == word || (word == nil && !Self.limits.contains { $0.0 == first })
      }
      let sandbox = try Sandbox(Sandbox.Options(mode: mode, limits: limits, without: without))
      let before = try Self.left(sandbox)
      // Honest programs leave what they leave in the same places by all ways: one of the ways shows it.
      let programs = part.map { [$0.program] + ($0.isHonest && !without.isEmpty ? [] : [Self.honest]) }
      var reports: [Int: ProgramReport] = [:]
      try sandbox.reports(of: programs.flatMap { $0 }) { reports[$0] = $1 }
      var index = 0
      for (attack, group) in zip(part, programs) {
        let verdict = try #require(reports[index]).verdict
        table[attack.family, default: [:]][verdict.word, default: 0] += 1
        #expect(
          attack.expected(mode, hasFiles: hasFiles).contains(verdict.word),
          "\(mode), without \(without): \(attack.family)/\(attack.name): \(verdict)")
        if group.count > 1 {
          let next = try #require(reports[index + 1])
          #expect(next.verdict == .passed && !next.retried, "after \(attack.family)/\(attack.name): \(next)")
          #expect(next.seconds < 0.15, "after \(attack.family)/\(attack.name)")
        }
        index += group.count
      }
      #expect(try Self.left(sandbox) == before)
    }
    #expect(try Self.files() == files)
    Self.show(table, mode, count: attacks.count)
  }

  /// By the verdict that is expected: those that are to run out of something are given less of it.
  private static let limits: [(String?, SandboxLimits)] = [
    (nil, SandboxLimits()), ("timed out", SandboxLimits(cpuSeconds: 0.2, wallSeconds: 1, idleSeconds: 0.2)),
    ("out of memory", SandboxLimits(memoryBytes: 192 << 20)),
  ]

  private static let honest = Program(candidate: "def f(x): return x + 1", tests: "assert f(1) == 2")

  /// The processes below each worker with their states, and its descriptors.
  private static func left(_ sandbox: Sandbox) throws -> [[String]] {
    let tree = try ProcessTree()
    return try sandbox.processes.map { worker in
      try tree.descendants(of: worker).map { process in
        #expect(process.state != "Z")
        return "\(process.pid): \(try FileSystem.names(in: "/proc/\(process.pid)/fd").count) descriptors"
      }
    }
  }

  /// Where a program could leave files: here, and where everybody may write.
  private static func files() throws -> [String] {
    let shared = try ["/tmp", "/var/tmp", "/dev/shm"].flatMap { folder in
      FileSystem.isDirectory(folder) ? try FileSystem.names(in: folder).map { "\(folder)/\($0)" } : []
    }
    return try FileSystem.names(in: ".").sorted() + shared.filter { $0.contains("attack") || $0 == "/tmp/x" }.sorted()
  }

  private static func show(_ table: [String: [String: Int]], _ mode: VerdictMode, count: Int) {
    print("hostile corpus, \(mode.rawValue) mode: \(count) programs")
    for (family, verdicts) in table.sorted(by: { $0.key < $1.key }) {
      let parts = verdicts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
      let name = family + String(repeating: " ", count: max(0, 18 - family.count))
      print("  \(name) \(parts.joined(separator: ", "))")
    }
  }
}
