import Corpora
import Files
import TestSupport
import Testing
import Tokenization

@Suite struct EncodingTests {
  /// A tokenizer of single characters.
  private let tokenizer: SentencePieceTokenizer

  init() throws {
    tokenizer = try SentencePieceTokenizer(
      model: SentencePieceProto.characters.serialized(), place: "characters")
  }

  private func corpus(_ lines: [String], name: String = "c.jsonl") throws -> Corpus {
    let folder = try ScratchDirectory()
    try folder.write(name, lines.joined(separator: "\n"))
    return try Corpus(files: [folder[name]])
  }

  private func learned(_ sample: TrainingSample) -> String {
    tokenizer.decode(zip(sample.ids, sample.isLabel).filter(\.1).map(\.0))
  }

  @Test("The response is learned, with EOS or without")
  func response() throws {
    let corpus = try corpus([#"{"instruction": "Say it", "output": "ab c"}"#])
    for addsEOS in [true, false] {
      let encoder = SampleEncoder(tokenizer: tokenizer, addsBOS: true, addsEOS: addsEOS)
      let sample = try EncodedCorpus(corpus, by: encoder).samples[0]
      #expect(learned(sample) == "ab c")
      #expect((sample.ids.last == tokenizer.eosID) == addsEOS)
      #expect(sample.ids.first == tokenizer.bosID)
      let text = tokenizer.decode(sample.ids)
      #expect(text.hasSuffix("### Instruction:\nSay it\n\n### Response:ab c"), "\(text)")
    }
  }

  @Test("Both boundaries agree where no token spans them, and the separator is not learned")
  func separator() throws {
    let corpus = try corpus([#"{"prompt": "2+2=", "completion": "4"}"#])
    for boundary in SampleEncoder.LabelBoundary.allCases {
      let encoder = SampleEncoder(
        tokenizer: tokenizer, separator: " ", boundary: boundary, addsBOS: true, addsEOS: false)
      let encoded = try EncodedCorpus(corpus, by: encoder)
      #expect(learned(encoded.samples[0]) == "4")
      #expect(encoded.differing == 0)
    }
  }

  @Test("A record whose prompt fills the length is dropped and counted; a long response is cut")
  func lengths() throws {
    let corpus = try corpus([
      #"{"prompt": "aaaaaaaaaaaaaaaaaaaa", "completion": "b"}"#, #"{"prompt": "a", "completion": "bbbbbbbbbbbbbbbb"}"#,
    ])
    let encoder = SampleEncoder(tokenizer: tokenizer, addsBOS: true, maxLength: 10)
    let encoded = try EncodedCorpus(corpus, by: encoder)
    #expect(encoded.dropped.count == 1 && encoded.dropped[0].hasSuffix("c.jsonl:1"))
    #expect(encoded.truncated == 2)
    #expect(encoded.samples.count == 1 && encoded.samples[0].ids.count == 10)
    let nothing = try self.corpus([#"{"prompt": "aaaaaaaaaaaaaaaaaaaa", "completion": "b"}"#])
    #expect(throws: Diagnostic.self) { try EncodedCorpus(nothing, by: encoder) }
  }

  @Test("Of a dialogue the first turn is learned, or every answer")
  func turns() throws {
    let line = """
      {"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "q1"}, \
      {"role": "assistant", "content": "a1"}, {"role": "user", "content": "q2"}, {"role": "assistant", "content": "a2"}]}
      """
    let folder = try ScratchDirectory()
    try folder.write("m.jsonl", line)
    let encoder = SampleEncoder(tokenizer: tokenizer, template: .llama2, addsBOS: true)
    let first = try EncodedCorpus(Corpus(files: [folder["m.jsonl"]], turns: .first), by: encoder).samples[0]
    #expect(learned(first) == "a1")
    let all = try EncodedCorpus(Corpus(files: [folder["m.jsonl"]], turns: .all), by: encoder).samples[0]
    #expect(learned(all) == "a1a2")
    #expect(all.ids.count { $0 == tokenizer.bosID } == 2 && all.ids.count { $0 == tokenizer.eosID } == 2)
    #expect(tokenizer.decode(all.ids).contains("<<SYS>>\nS\n<</SYS>>\n\nq1 [/INST] a1"))
  }

  @Test("A value that looks like a place is text")
  func places() throws {
    let corpus = try corpus([#"{"instruction": "{input} {x", "input": "{instruction}", "output": "b"}"#])
    let sample = try EncodedCorpus(corpus, by: SampleEncoder(tokenizer: tokenizer, addsBOS: false)).samples[0]
    #expect(tokenizer.decode(sample.ids).contains("### Instruction:\n{input} {x\n\n### Input:\n{instruction}\n\n"))
  }

  @Test("Text is learned whole, in pieces of the maximum length")
  func texts() throws {
    let corpus = try corpus(["abc", "def", "", "gh"], name: "t.txt")
    #expect(corpus.records.map(\.content) == [.text("abc\ndef"), .text("gh")])
    let encoder = SampleEncoder(tokenizer: tokenizer, addsBOS: true, maxLength: 4)
    let samples = try EncodedCorpus(corpus, by: encoder).samples
    #expect(samples.allSatisfy { $0.ids.count <= 4 && $0.labelCount == $0.ids.count - 1 })
    #expect(samples.map { learned($0) }.joined().filter { $0 != " " } == "abc\ndefgh")
  }

  @Test(
    "What is wrong with a record is said with file and line",
    arguments: [
      (#"{"instruction": 3, "output": "x"}"#, "field \"instruction\" is not a text"),
      (#"{"messages": []}"#, "has no answered question"),
      (#"{"messages": [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]}"#, "two questions"),
      (#"{"messages": [{"role": "narrator", "content": "a"}]}"#, "is not system, user or assistant"),
      (#"{"question": "x"}"#, "is a record of no known form"),
      (#"{"instruction": "#, "c.jsonl:1"),
    ])
  func errors(line: String, problem: String) throws {
    let folder = try ScratchDirectory()
    try folder.write("c.jsonl", line)
    let error = #expect(throws: Diagnostic.self) { try Corpus(files: [folder["c.jsonl"]], turns: .all) }
    #expect(error?.place.contains("c.jsonl:1") == true)
    #expect(error.map { "\($0)".contains(problem) } == true, "\(String(describing: error))")
  }
}
