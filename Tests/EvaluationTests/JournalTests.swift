import Evaluation
import Files
import Glibc
import TestSupport
import Testing

@Suite struct JournalTests {
  static func outcome(_ item: Int, task: String = "plain@test", sum: Double = -1.5) -> ItemOutcome {
    ItemOutcome(
      task: task, item: "p\(item)", index: item, promptDigest: "0123456789abcdef", shots: 0,
      answers: .likelihoods([
        Likelihood(sum: sum, isGreedy: true, contextTokens: 4, continuationTokens: 1),
        Likelihood(
          sum: -Double.pi * Double(item + 1), isGreedy: false, contextTokens: 4, continuationTokens: 2,
          truncatedTokens: 3),
      ]))
  }

  private func write(_ outcomes: [ItemOutcome], to path: String) throws -> [UInt8] {
    let journal = try Journal(path)
    for outcome in outcomes { try journal.append(outcome) }
    return try FileSystem.bytes(of: path)
  }

  @Test("a line reads as one JSON object that ends with its checksum")
  func golden() throws {
    let folder = try ScratchDirectory()
    let bytes = try write([Self.outcome(0)], to: folder["journal.jsonl"])
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        {"task": "plain@test", "item": "p0", "index": 0, "prompt": "0123456789abcdef", "shots": 0, \
        "sums": [-1.5, -3.141592653589793], "greedy": [true, false], "context": [4, 4], \
        "continuation": [1, 2], "truncated": [0, 3], "check": "b79af8c1"}

        """)
  }

  @Test(
    "sums come back with the same bits",
    arguments: [
      -0.0, 0, -1e-300, -Double.leastNonzeroMagnitude, -123_456_789.123_456_78, -0.1 - 0.2,
      -Double.greatestFiniteMagnitude, -Double.infinity,
    ])
  func bits(sum: Double) throws {
    let folder = try ScratchDirectory()
    _ = try write([Self.outcome(0, sum: sum)], to: folder["j"])
    let read = try Journal(folder["j"])
    #expect(read.records.first?.outcome.likelihoods.first?.sum.bitPattern == sum.bitPattern)
    #expect(read.records.first?.outcome == Self.outcome(0, sum: sum))
  }

  @Test("what is appended in several sessions is read in order, with its lines")
  func sessions() throws {
    let folder = try ScratchDirectory()
    for session in 0..<3 {
      let journal = try Journal(folder["j"])
      #expect(journal.records.map(\.line) == Array(1..<(2 * session + 1)))
      try journal.append(Self.outcome(2 * session))
      try journal.append(Self.outcome(2 * session + 1))
    }
    #expect(try Journal(folder["j"]).records.map(\.outcome) == (0..<6).map { Self.outcome($0) })
  }

  @Test("a torn last line is cut off and reported, wherever it tore")
  func torn() throws {
    let folder = try ScratchDirectory()
    let whole = try write([Self.outcome(0), Self.outcome(1)], to: folder["j"])
    let first = try write([Self.outcome(0)], to: folder["k"]).count
    for length in first..<whole.count {
      try FileSystem.write(Array(whole[..<length]), to: folder["j"])
      let journal = try Journal(folder["j"])
      #expect(journal.records.map(\.outcome) == [Self.outcome(0)])
      #expect(journal.repairedBytes == length - first)
      #expect(try FileSystem.bytes(of: folder["j"]).count == first)
    }
  }

  @Test("a last line of rubbish with a newline is cut off too: pages may reach the disk in any order")
  func rubbish() throws {
    let folder = try ScratchDirectory()
    let whole = try write([Self.outcome(0), Self.outcome(1)], to: folder["j"])
    try FileSystem.write(whole + [0, 0, 0, 0x0A], to: folder["j"])
    let journal = try Journal(folder["j"])
    #expect(journal.repairedBytes == 4)
    #expect(journal.records.count == 2)
  }

  @Test("a last line that is whole and not what was written is no torn one")
  func flipped() throws {
    let folder = try ScratchDirectory()
    let whole = try write([Self.outcome(0), Self.outcome(1)], to: folder["j"])
    let first = try write([Self.outcome(0)], to: folder["k"]).count
    for place in [first, first + 12, whole.count - 3] {
      var bytes = whole
      bytes[place] ^= 1
      try FileSystem.write(bytes, to: folder["j"])
      let error = #expect(throws: Diagnostic.self) { try Journal(folder["j"]) }
      #expect(error?.place == folder["j"] + ":2")
      #expect(try FileSystem.bytes(of: folder["j"]) == bytes)
    }
  }

  @Test("damage before the last line is an error that names the line, and the file stays as it is")
  func damage() throws {
    let folder = try ScratchDirectory()
    var bytes = try write((0..<3).map { Self.outcome($0) }, to: folder["j"])
    let second = try #require(bytes.firstIndex(of: 0x0A)) + 1
    bytes[second + 20] ^= 1
    try FileSystem.write(bytes, to: folder["j"])
    #expect(
      throws: Diagnostic(
        "\(folder["j"]):2", "this line does not have the checksum that it ends with",
        expected: "nothing but a torn last line is repaired; restore the file, or start over with --fresh")
    ) { try Journal(folder["j"]) }
    #expect(try FileSystem.bytes(of: folder["j"]) == bytes)
  }

  @Test("an empty line is damage")
  func empty() throws {
    let folder = try ScratchDirectory()
    let bytes = try write([Self.outcome(0)], to: folder["j"])
    try FileSystem.write([0x0A] + bytes, to: folder["j"])
    #expect(
      throws: Diagnostic(
        "\(folder["j"]):1", "this line is not a finished record",
        expected: "nothing but a torn last line is repaired; restore the file, or start over with --fresh")
    ) { try Journal(folder["j"]) }
  }

  @Test("an item that stands there twice is an error that names both lines")
  func duplicate() throws {
    let folder = try ScratchDirectory()
    _ = try write([Self.outcome(0), Self.outcome(1), Self.outcome(0)], to: folder["j"])
    #expect(
      throws: Diagnostic(
        "\(folder["j"]):3", "item 'p0' of plain@test stands in line 1 already",
        expected: "a journal holds each item once; restore the file, or start over with --fresh")
    ) { try Journal(folder["j"]) }
  }

  @Test("the same item id in two tasks is no duplicate")
  func twoTasks() throws {
    let folder = try ScratchDirectory()
    _ = try write([Self.outcome(0), Self.outcome(0, task: "other@test")], to: folder["j"])
    #expect(try Journal(folder["j"]).records.count == 2)
  }

  @Test("a full disk is said so, and no half line stays", .enabled(if: access("/dev/full", W_OK) == 0))
  func fullDisk() throws {
    let folder = try ScratchDirectory()
    #expect(symlink("/dev/full", folder["out"]) == 0)
    let file = try AppendOnlyFile(folder["out"])
    #expect(
      throws: Diagnostic(
        folder["out"], "cannot be written: No space left on device",
        expected: "the disk needs free space; what was finished before is kept")
    ) { try file.append([1, 2, 3]) }
  }
}
