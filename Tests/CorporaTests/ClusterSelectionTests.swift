import Corpora
import Files
import TestSupport
import Testing

@Suite struct ClusterSelectionTests {
  private let folder: ScratchDirectory
  private let corpus: Corpus

  init() throws {
    folder = try ScratchDirectory()
    try folder.write(
      "a.jsonl",
      """
      {"instruction": "Say", "input": "one", "output": "1", "source": "numbers"}
      {"instruction": "Do", "output": "2", "dataset": "deeds"}
      {"instruction": "Go", "output": "3", "source": 7}
      """)
    try folder.write("b.txt", "plain\n\ntext")
    corpus = try Corpus(files: [folder["a.jsonl"], folder["b.txt"]])
    try folder.write("d/manifest.json", "{\"corpus_sha256\": \"\(corpus.digest)\"}")
    try folder.write("d/assignment.json", "[0, 1, 2, 1, 0]")
  }

  private func selection(_ labels: String) throws -> ClusterSelection {
    try ClusterSelection(assignment: folder["d/assignment.json"], labels: labels, of: corpus)
  }

  @Test("A record's source is its field, a number too, else its file")
  func sources() {
    #expect(corpus.records.map(\.source) == ["numbers", "deeds", "7", folder["b.txt"], folder["b.txt"]])
  }

  @Test("The parts of records as texts")
  func texts() throws {
    #expect(corpus.records[0].text(of: .instruction) == "Say\none" && corpus.records[0].text(of: .response) == "1")
    #expect(corpus.records[1].text(of: .both) == "Do\n2" && corpus.records[3].text(of: .response) == "plain")
    let pair = CorpusRecord(name: "x", content: .completion(prompt: "p", completion: "c"))
    #expect(CorpusText.allCases.map(pair.text(of:)) == ["p", "c", "p\nc"])
    let turns = Dialogue(turns: [.init(instruction: "a", response: "b"), .init(instruction: "c", response: "d")])
    let dialogue = CorpusRecord(name: "x", content: .dialogue(turns))
    #expect(CorpusText.allCases.map(dialogue.text(of:)) == ["a\nc", "b\nd", "a\nc\nb\nd"])
  }

  @Test("One cluster, or several united")
  func records() throws {
    #expect(try selection("1").records(of: corpus) == [corpus.records[1], corpus.records[3]])
    #expect(try selection("2+0").records(of: corpus).count == 3)
    #expect(try selection("0+2").digest == selection("2+0").digest)
    #expect(try selection("0").digest != selection("1").digest)
  }

  @Test(
    "Labels that there are not, and assignments of another corpus, are refused", arguments: ["3", "0+", "-1", "a", ""])
  func labels(text: String) {
    let error = #expect(throws: Diagnostic.self) { try selection(text) }
    #expect(error?.place == "cluster" && error?.expectation.hasPrefix("one of 0, 1, 2") == true)
  }

  @Test("Damaged assignments and manifests are refused by name")
  func damage() throws {
    for (name, text, problem) in [
      ("d/assignment.json", "[0, 1, 2, 1]", "is about another corpus: 4 records"),
      ("d/assignment.json", "{}", "is not a list"), ("d/assignment.json", "[0, -1]", "label 2 is -1"),
      ("d/manifest.json", "{}", "has no corpus_sha256"),
      ("d/manifest.json", "{\"corpus_sha256\": \"00\"}", "is about another corpus: 5 records, SHA-256 00"),
    ] {
      try FileSystem.remove(folder[name])
      try folder.write(name, text)
      let error = #expect(throws: Diagnostic.self) { try selection("0") }
      #expect(error?.problem.hasPrefix(problem) == true, "\(error?.problem ?? "")")
      try folder.write("d/assignment.json", "[0, 1, 2, 1, 0]")
    }
    try FileSystem.remove(folder["d/manifest.json"])
    let error = #expect(throws: Diagnostic.self) { try selection("0") }
    #expect(error?.problem == "is missing")
  }
}
