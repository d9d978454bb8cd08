import CSandboxContract
import Files
import Testing

@testable import CodeExecution

/// What the worker's sources promise of themselves: one contract, and arrows that point down.
@Suite struct ContractTests {
  @Test("Each verdict's number in the contract is one of the host's verdicts, but the one that never leaves the worker")
  func verdicts() {
    let words = (VERDICT_PASSED...VERDICT_UNSUPPORTED).map { Verdict(code: $0, signal: 0, text: "")?.word }
    #expect(words == Verdict.words)
    #expect(Verdict(code: VERDICT_LOST, signal: 0, text: "") == nil)
  }

  @Test("No number of the contract is written down anywhere else")
  func numbers() throws {
    for folder in ["sandbox", "Sources/CodeExecution"] {
      for name in try FileSystem.names(in: folder) where [".c", ".h", ".py", ".swift"].contains(where: name.hasSuffix) {
        let text = try Self.text("\(folder)/\(name)")
        for number in ["0x31525341", "0x31505341", "0x31465341", "0x3152_5341", "0x3150_5341", "0x3146_5341"] {
          #expect(!text.contains(number), "\(folder)/\(name)")
        }
        #expect(!text.contains("_PASSED ="), "\(folder)/\(name)")
      }
    }
  }

  @Test("The C files of the worker call only what lies below them, as the table of sandbox/README.md has it")
  func floors() throws {
    let floors = try Self.floors()
    let files = try FileSystem.names(in: "sandbox").filter { $0.hasSuffix(".c") }
    #expect(Set(floors.keys) == Set(files))
    let calls = try Dictionary(uniqueKeysWithValues: files.map { ($0, Self.calls(try Self.text("sandbox/\($0)"))) })
    let shared = Self.calls(try Self.text("sandbox/sandbox.h") + Self.text("sandbox/probe.h"))
    var owners: [String: String] = [:]
    for file in files { for name in try Self.defined(file).intersection(shared) { owners[name] = file } }
    #expect(owners.count > 80)
    for (name, owner) in owners {
      for file in files where file != owner && calls[file]?.contains(name) == true {
        let (mine, its) = (try #require(floors[file]), try #require(floors[owner], "\(owner)"))
        #expect(mine > its, "\(file) calls \(name) of \(owner)")
      }
    }
  }

  /// The floor of each file.
  private static func floors() throws -> [String: Int] {
    var found: [String: Int] = [:]
    for line in try text("sandbox/README.md").split(separator: "\n") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
      guard cells.count == 5, let floor = Int(cells[1].filter { $0 != " " }) else { continue }
      for name in cells[2].split(whereSeparator: { $0 == " " || $0 == "`" }) { found[String(name)] = floor }
    }
    return found
  }

  /// Functions that a file defines: at the start of a line.
  private static func defined(_ file: String) throws -> Set<String> {
    let lines = try text("sandbox/\(file)").split(separator: "\n")
    return calls(
      lines.filter { line in
        line.first.map { $0.isLetter || $0 == "_" || $0 == "[" } ?? false && !line.hasPrefix("static ")
      }.map { $0.prefix { $0 != "{" } + ";" }.joined(separator: "\n"))
  }

  /// Names with a bracket behind them; comments are left out.
  private static func calls(_ text: String) -> Set<String> {
    var found: Set<String> = []
    for line in text.split(separator: "\n") {
      let code = line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
      for part in code.split(separator: "(", omittingEmptySubsequences: false).dropLast() {
        let name = part.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed()
        if !name.isEmpty { found.insert(String(name)) }
      }
    }
    return found
  }

  private static func text(_ path: String) throws -> String {
    String(decoding: try FileSystem.bytes(of: path), as: UTF8.self)
  }
}
