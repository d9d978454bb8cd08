import Corpora
import Files
import TestSupport
import Testing

/// Records that people really have, and nothing can be learned from: left out by rule, counted and named, never the whole corpus.
@Suite struct BadRecordsTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private static func line(_ turns: (String, String)...) -> String {
    "{\"messages\": ["
      + turns.map { "{\"role\": \"\($0.0)\", \"content\": \($0.1)}" }.joined(separator: ", ") + "]}"
  }

  private static let good = line(("user", "\"q\""), ("assistant", "\"a\""))

  private func corpus(
    _ lines: [String], _ rule: BadRecords = .auto, turns: CorpusFormat.TurnChoice = .all
  ) throws -> Corpus {
    try folder.write("c.jsonl", lines.joined(separator: "\n"))
    return try Corpus(files: [folder["c.jsonl"]], turns: turns, badRecords: rule)
  }

  @Test(
    "A dialogue that cannot be learned is left out, wherever it stands, and refused where that is asked",
    arguments: [
      (line(("assistant", "\"a\""), ("user", "\"q\"")), "an answer without a question before it"),
      (
        line(("user", "\"q\""), ("user", "\"q\""), ("assistant", "\"a\"")),
        "two questions without an answer between them"
      ),
      (line(("user", "\"q\""), ("assistant", "\"a\""), ("assistant", "\"b\"")), "two answers to one question"),
      (line(("user", "\"q\""), ("tool", "\"3\""), ("assistant", "\"a\"")), "a turn of a tool"),
      (line(("user", "\"q\""), ("narrator", "\"x\"")), "role \"narrator\" is not system, user or assistant"),
      (line(("user", "\"q\""), ("assistant", "null")), "a turn without content"),
      (line(("user", "\"q\""), ("assistant", "\" \"")), "a turn without content"),
      (line(("user", "[]"), ("assistant", "\"a\"")), "a turn without content"),
      (
        line(("user", "[{\"type\": \"image_url\", \"image_url\": {}}]"), ("assistant", "\"a\"")),
        "a turn whose content is no text"
      ),
      (
        line(("user", "\"q\""), ("assistant", "\"a\""), ("system", "\"s\""), ("user", "\"q\""), ("assistant", "\"b\"")),
        "a system turn in the middle"
      ),
      (line(("system", "\"s\""), ("system", "\"t\""), ("user", "\"q\""), ("assistant", "\"a\"")), "two system turns"),
      (
        #"{"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a", "tool_calls": [{}]}]}"#,
        "a turn that calls a tool"
      ),
      ("{\"messages\": []}", "has no answered question"),
    ])
  func leftOut(line: String, reason: String) throws {
    for rule in [BadRecords.auto, .skip] {
      for lines in [[line, Self.good], [Self.good, line, Self.good]] {
        let read = try corpus(lines, rule), place = "\(folder["c.jsonl"]):\(lines.count - 1)"
        #expect(read.records.count == lines.count - 1)
        #expect(
          read.leftOut == [LeftOutRecord(name: lines.count == 2 ? folder["c.jsonl"] + ":1" : place, reason: reason)])
        #expect(read.leftOut.words.contains("1 record was left out") && read.leftOut.words.contains(reason))
        #expect(read.leftOut.json.array?.first?["records"]?.integer == 1)
      }
    }
    let error = #expect(throws: Diagnostic.self) { try corpus([Self.good, line], .refuse) }
    #expect(error?.place == folder["c.jsonl"] + ":2" && error?.problem == reason)
    let nothing = #expect(throws: Diagnostic.self) { try corpus([line]) }
    #expect(nothing?.problem == "none of 1 records is left; of the first: \(reason)")
  }

  @Test("A list of texts as content is these texts, and what stands behind what is learned does not matter")
  func kept() throws {
    let parts = Self.line(
      ("user", #"[{"type": "text", "text": "one "}, {"type": "text", "text": "two"}]"#), ("assistant", "[\"a\"]"))
    let first = CorpusRecord.Content.dialogue(Dialogue(turns: [.init(instruction: "one two", response: "a")]))
    #expect(try corpus([parts]).records.map(\.content) == [first])
    let late = Self.line(("user", "\"q\""), ("assistant", "\"a\""), ("tool", "\"x\""))
    #expect(try corpus([late], turns: .first).leftOut.isEmpty)
    #expect(try corpus([late, Self.good], turns: .all).leftOut.count == 1)
  }

  @Test("Lines that are not JSON and records that lack a field are refused, unless they are to be skipped")
  func malformed() throws {
    let lines = [#"{"instruction": "a", "output": "b"}"#, "{\"instruction\": ", #"{"instruction": "a"}"#, ""]
    for rule in [BadRecords.auto, .refuse] {
      let error = #expect(throws: Diagnostic.self) { try corpus(lines, rule) }
      #expect(error?.place == folder["c.jsonl"] + ":2")
      #expect(error?.expectation.hasSuffix("on_bad_record: skip leaves such records out") == true)
    }
    let read = try corpus(lines, .skip)
    #expect(
      read.records.count == 1 && read.leftOut.map(\.name) == [folder["c.jsonl"] + ":2", folder["c.jsonl"] + ":3"])
  }

  @Test("Which records are left out is part of the digest; where none are, the rule is not")
  func digests() throws {
    let sound = try corpus([Self.good, Self.good])
    #expect(try corpus([Self.good, Self.good], .skip).digest == sound.digest)
    #expect(try corpus([Self.good, Self.good], .refuse).digest == sound.digest)
    let broken = [Self.good, "{}"]
    #expect(throws: Diagnostic.self) { try corpus(broken) }
    #expect(try corpus(broken, .skip).digest != sound.digest)
  }

  @Test(
    "A source may be any value but null",
    arguments: [
      ("3", "3"), ("3.0", "3"), ("3.5", "3.5"), ("\"3\"", "3"), ("true", "true"), ("[1]", "[1]"), ("null", "d"),
    ])
  func sources(value: String, source: String) throws {
    let read = try corpus(["{\"text\": \"a\", \"source\": \(value), \"dataset\": \"d\"}"])
    #expect(read.records.map(\.source) == [source])
  }

  @Test("A byte order mark is no part of the text, in any kind of file; UTF-16 is called that")
  func marks() throws {
    let record = "{\"text\": \"a\"}"
    for (name, text) in [
      ("m.jsonl", record + "\r\n" + record), ("m.json", "[\(record), \(record)]"), ("m.txt", "a\r\n\r\na"),
    ] {
      try folder.write(name, "\u{FEFF}" + text)
      let read = try Corpus(files: [folder[name]])
      #expect(read.records.map(\.content) == [.text("a"), .text("a")])
      for (order, mark) in [("little", [0xFF, 0xFE, 0x61, 0] as [UInt8]), ("big", [0xFE, 0xFF, 0, 0x61])] {
        try folder.write(name, mark)
        let error = #expect(throws: Diagnostic.self) { try Corpus(files: [folder[name]]) }
        #expect(error?.place == folder[name])
        #expect(error?.problem == "is written in UTF-16, \(order)-endian, as its byte order mark says")
      }
    }
    try folder.write("m.jsonl", "\u{FEFF}\(record)\n\n{")
    #expect(throws: Diagnostic.self) { try Corpus(files: [folder["m.jsonl"]]) }
    let error = #expect(throws: Diagnostic.self) { try JSON(file: folder.write("x.json", "\u{FEFF}{\n\n}}")) }
    #expect(error?.place == folder["x.json"] + ":3")
    #expect(try JSON(file: folder.write("y.json", "\u{FEFF}[1]")) == [1])
  }
}
