import Corpora
import Datasets
import Files
import TestSupport
import Testing

/// Damaged texts and corpora.
@Suite struct TextFuzzTests {
  private let folder: FuzzFolder

  init() throws { folder = try FuzzFolder() }

  @Test func json() throws {
    try folder.target("json", "j.json", #"{"a": [1, -2.5e3, true, null, "x\u00e9"], "b": {"c": {}}}"#) {
      let read = try JSON(file: $0)
      // What was read is written, and read as the same.
      #expect(try JSON(parsing: read.text(pretty: true)) == read)
    }.run()
  }

  private static let dialogues = [
    #"{"instruction": "a", "input": "", "output": "b", "source": 3}"# + "\n"
      + #"{"instruction": "c", "output": "d", "dataset": "e"}"#,
    #"{"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "q"}, "#
      + #"{"role": "assistant", "content": [{"type": "text", "text": "a"}]}]}"# + "\n"
      + #"{"conversations": [{"from": "human", "value": "q"}, {"from": "gpt", "value": "a"}]}"#,
    "{\"prompt\": \"p\", \"completion\": \"c\"}\r\n{\"prompt\": \"p\", \"completion\": \"c\"}\n",
    "{\"text\": \"a\"}\n{\"text\": \"b\", \"source\": \"s\"}\n",
  ]

  @Test(arguments: BadRecords.allCases)
  func corpora(rule: BadRecords) throws {
    let unfit =
      #"{"messages": [{"role": "tool", "content": "t"}]}"# + "\n" + #"{"messages": [{"role": "user", "content": "q"}, "#
      + #"{"role": "assistant", "content": "a"}, {"role": "tool", "content": "t"}]}"#
    let texts = Self.dialogues + (rule == .refuse ? [] : [unfit + "\n" + Self.dialogues[1]])
    try folder.target("corpus-\(rule)", "\(rule).jsonl", texts.map { Array($0.utf8) }) { path in
      let corpus = try Corpus(files: [path], turns: .all, badRecords: rule)
      // Every line that is not empty is learned from or counted.
      let lines = try FileSystem.bytes(of: path).split(separator: 0x0A)
        .count { !$0.allSatisfy { [0x20, 0x09, 0x0D].contains($0) } }
      let isMark = try FileSystem.bytes(of: path).prefix { $0 != 0x0A }.filter { $0 != 0x0D } == [0xEF, 0xBB, 0xBF]
      #expect(corpus.records.count + corpus.leftOut.count == lines - (isMark ? 1 : 0))
      _ = (corpus.sentences, corpus.leftOut.words, corpus.leftOut.json)
    }.run()
  }

  @Test func otherCorpora() throws {
    try folder.target("corpus-array", "c.json", #"[{"text": "a"}, {"text": "b", "dataset": true}]"#) {
      _ = try Corpus(files: [$0])
    }.run()
    for documents in [Corpus.Documents.file, .paragraph, .line] {
      try folder.target("corpus-text-\(documents)", "\(documents).txt", "\u{FEFF}a\r\nb\n\nc d\n") {
        _ = try Corpus(files: [$0], documents: documents)
      }.run()
    }
    // Damaged and then packed; what is packed and then damaged is the target gzip's.
    try FuzzTarget("corpus-gz", Self.dialogues.map { Array($0.utf8) }) { bytes in
      let path = folder["c.jsonl.gz"]
      try AppendOnlyFile(path, truncating: true).append(PackedText.gzip(bytes))
      _ = try Corpus(files: [path], turns: .all, badRecords: .skip)
    }.run()
  }

  /// What `assay world` says of its files.
  @Test func worlds() throws {
    try folder.scratch.write("w/instruction/a.jsonl", #"{"text": "a"}"#)
    let digest = SHA256.hexadecimal(of: #"{"text": "a"}"#)
    try folder.target(
      "world.json", "w/world.json",
      #"{"version": 1, "files": [{"path": "instruction/a.jsonl", "sha256": "\#(digest)", "items": 3}]}"#
    ) { _ in try FolderSeal.checkWorld(file: folder["w/instruction/a.jsonl"]) }.run()
    try folder.target("items.json", "data/items.json", #"{"items": {"arc/a.jsonl": 3, "gsm8k/test.jsonl": 4}}"#) {
      path in
      _ = try DataDirectory(path: FileSystem.directory(of: path)).statedCounts
    }.run()
  }

  @Test func tables() throws {
    try FuzzTarget("csv", texts: ["q,\"a, \"\"b\"\"\nc\",d\r\nx,y,z\n\n\"é\",,\n"]) { bytes in
      _ = try CSV.rows(of: DataFile(name: "f", bytes: bytes))
    }.run()
    // Nothing, as `gzip -n` packs it; and something.
    let packed: [UInt8] = [
      0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
      0x00,
    ]
    try FuzzTarget("gzip", [packed, packed + packed, PackedText.gzip(Array("hello".utf8))]) { bytes in
      _ = try Gzip.unpack(bytes, place: "f", limit: 1 << 20)
    }.run()
  }
}
