import Files
import Glibc
import TestSupport
import Testing

@testable import OfficialData

/// Damaged downloads, and damaged files in the place of official ones.
@Suite struct PublicationFuzzTests {
  private let folder: FuzzFolder
  private let scratch: ScratchDirectory

  init() throws {
    folder = try FuzzFolder()
    scratch = try ScratchDirectory()
  }

  /// A tape archive as it is and packed.
  private func archives() throws -> [[UInt8]] {
    try scratch.write("in/x/test/high/2.txt", #"{"id": "2", "answers": ["A"], "options": [["a", "b"]]}"#)
    try scratch.write("in/x/test/high/10.txt", "{\"id\":\n 10}\n")
    try scratch.write("in/x/dev/one.csv", "1,2\n")
    #expect(system("cd '\(scratch.path)' && tar -cf a.tar -C in x && gzip -kn a.tar") == 0)
    return try ["a.tar", "a.tar.gz"].map { try FileSystem.bytes(of: scratch[$0]) }
  }

  private let file = PublishedFile("f", member: "dev/one.csv", held: .bytes(""), readers: ["none"])

  @Test func members() throws {
    let parcel = Parcel("https://nobody.example/a.tar.gz", .members, [file])
    try folder.target("parcel-members", "m/archive", archives()) { path in
      for (_, bytes) in try parcel.make(of: path) { #expect(bytes.count < 1 << 20) }
    }.run()
  }

  @Test func lines() throws {
    let parcel = Parcel("https://nobody.example/a.tar.gz", .lines(folder: "test/high"), [file])
    try folder.target("parcel-lines", "l/archive", archives()) { path in
      for (_, bytes) in try parcel.make(of: path) { #expect(bytes.last == 0x0A) }
    }.run()
  }

  @Test func pairs() throws {
    let parcel = Parcel("https://nobody.example/a.yaml", .pairs, [file])
    let text = "x: '\\\n  Q: Is one one?\\n\\\n  A: Yes.\\n\\n\\\n  Q: Two?\\n\\\n  A: No.\\\n  '\n"
    try folder.target("parcel-pairs", "p/text", [Array(text.utf8)]) { path in _ = try parcel.make(of: path) }.run()
  }

  @Test func places() throws {
    let question =
      #"{"id": "a", "question": {"stem": "s", "choices": [{"text": "t", "label": "A"}]}, "answerKey": "A"}"# + "\n"
    for (number, held) in [HeldDigest.questions(""), .records(""), .exemplars("")].enumerated() {
      let wanted = PublishedFile("file.jsonl", held: held, readers: ["none"])
      try folder.target("official-file", "o\(number)/file.jsonl", [Array(question.utf8)]) { path in
        let place = OfficialFolder(FileSystem.directory(of: path))
        let condition = try place.condition(of: wanted)
        #expect(condition.word == "differs")
      }.run(share: 3)
    }
  }
}
