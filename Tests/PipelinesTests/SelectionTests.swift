import Checkpoints
import Corpora
import Evaluation
import Files
import Inference
import Tensors
import TestSupport
import Testing
import Tokenization
import Transformers

@testable import Pipelines

/// What `assay select` chooses by: prompts to the byte, expectations by hand, and each filter.
@Suite struct SelectionTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func model(_ name: String = "scorer", seed: UInt64 = 3) throws -> String {
    let shape = ModelConfiguration(
      vocabularySize: 360, hiddenSize: 32, intermediateSize: 48, layerCount: 2, headCount: 4, keyValueHeadCount: 2,
      contextLength: 400)
    try RandomModel.write(
      shape, seed: seed, dtype: .f32, standardDeviation: 0.3, tokenizer: SentencePieceProto.characters.serialized(),
      to: folder[name])
    return folder[name]
  }

  @Test("the prompts are Deita's, to the byte")
  func prompts() {
    #expect(
      DeitaPrompt.complexity("Add.") == """
        You are a helpful assistant. Please identify the complexity score of the following user query.\u{20}
        ##Query: Add. \u{20}
        ##Complexity:\u{20}
        """)
    #expect(
      DeitaPrompt.quality("Add.", "3") == """
        You are a helpful assistant. Please identify the quality score of the Response corresponding to the Question.\u{20}
         #Question#:
        Add.
        #Response#:
        3\u{20}
        ##Quality:\u{20}
        """)
  }

  @Test("the score is the expected digit of six, by hand")
  func expectation() {
    expectClose(DigitScale.expectation([2, 2, 2, 2, 2, 2]), 3.5, relative: 1e-12)
    expectClose(DigitScale.expectation([-900, -900, -900, -900, -900, 0]), 6, relative: 1e-12)
    // 1 and 3 as likely as each other, the rest hopeless.
    expectClose(DigitScale.expectation([-1, -900, -1, -900, -900, -900]), 2, relative: 1e-12)
    // Three to one: (3 * 1 + 2) / 4, with ln 3.
    expectClose(DigitScale.expectation([1.0986122886681098, 0, -900, -900, -900, -900]), 1.25, relative: 1e-12)
    #expect(!DigitScale.expectation([.nan, 0, 0, 0, 0, 0]).isFinite)
  }

  @Test("digits are tokens of their own; where one is none, that is said")
  func digits() throws {
    let characters = try SentencePieceTokenizer(model: SentencePieceProto.characters.serialized(), place: "t")
    let ids = try DigitScale(characters, place: "t").ids
    #expect(ids.map { characters.bytes(of: $0) } == (1...6).map { Array("\($0)".utf8) })
    var proto = SentencePieceProto.characters
    proto.pieces.removeAll { $0.text == "4" }
    let lacking = try SentencePieceTokenizer(model: proto.serialized(), place: "t")
    // It falls back to the byte, which stands for the same text and is a token of its own.
    #expect(try DigitScale(lacking, place: "t").ids.count == 6)
  }

  @Test("a scorer's answers are those of its logits behind the prompt; what is known is not asked again")
  func scorer() throws {
    let path = try model(), prompts = ["one", "two", "one"].map(DeitaPrompt.complexity)
    var scorer = try PromptScorer(directory: path, threads: 2)
    try FileSystem.makeDirectory(folder["out"])
    var told: [Int] = []
    let known = try PromptScores(folder: folder["out"])
    let outcome = try scorer.scores(of: prompts, known: known) { told.append($0) }
    #expect(outcome.scores[0] == outcome.scores[2] && outcome.scores[0] != outcome.scores[1] && told == [3])
    #expect(outcome.truncated == 0)
    let pool = ThreadPool(threads: 1), tokenizer = try SentencePieceTokenizer(directory: path)
    let decoder = Decoder(
      try DecoderWeights(Checkpoint(directory: path), format: nil, on: pool), on: pool, maxRows: 400)
    for (prompt, score) in zip(prompts, outcome.scores) {
      let ids = tokenizer.framed(try tokenizer.encode(prompt)), logits = FloatBuffer(count: 360)
      let segment = KeyValueSegment(start: 0, capacity: 400, shape: decoder.keyValueShape, isTransient: true)
      decoder.step(
        ids, [PathExtension(path: [], segment: segment, firstRow: 0, rows: ids.count)],
        logitsOf: [Int32(ids.count - 1)], into: logits.base)
      let scale = try DigitScale(tokenizer, place: path)
      expectClose(DigitScale.expectation(scale.ids.map { Double(logits[Int($0)]) }), score, relative: 1e-6)
    }
    // Of a file with one line damaged that prompt alone is asked, and has the same bits.
    let file = folder["out"] + "/prompts.jsonl"
    let lines = String(decoding: try FileSystem.bytes(of: file), as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 2)
    try FileSystem.write(lines[0].replacing("\"score\": ", with: "\"score\": 1") + "\n\(lines[1])\n{\"torn", to: file)
    told = []
    let again = try scorer.scores(of: prompts, known: PromptScores(folder: folder["out"])) { told.append($0) }
    #expect(again.scores == outcome.scores && told == [3])
    told = []
    #expect(
      try scorer.scores(of: prompts, known: PromptScores(folder: folder["out"])) { told.append($0) }.scores
        == outcome.scores)
    #expect(told.isEmpty)
    // Another scorer's answers are other answers.
    var other = try PromptScorer(directory: try model("other", seed: 4), threads: 1)
    #expect(try other.scores(of: prompts, known: PromptScores(folder: folder["out"])) { _ in }.scores != outcome.scores)
    // Longer than the context.
    let long = DeitaPrompt.complexity(String(repeating: "word ", count: 90))
    #expect(try scorer.scores(of: [long], known: known) { _ in }.truncated == 1)
  }

  @Test("above is strict, the highest go first, and of equal ones the first")
  func order() {
    let values: [Double?] = [2.5, 3, nil, 2.5000000000000004, 3, 1]
    #expect(SelectRecords.order(values, above: 2.5) == [1, 4, 3])
    #expect(SelectRecords.order(values, above: nil) == [1, 4, 3, 0, 5])
    #expect(SelectRecords.order(values, above: 3).isEmpty)
  }

  @Test("a record too like a better one goes, strictly above the bound, and says which")
  func diversity() throws {
    let pool = ThreadPool(threads: 2)
    // 0.8 between the second and the first, 0.6 between the third and the first, 0.96 between second and third.
    let vectors = FloatBuffer([1, 0, 0.8, 0.6, 0.6, 0.8, 0, 1, 1, 0])
    func outcome(_ bound: Double, most: Int = 9) throws -> DiversityFilter.Outcome {
      try DiversityFilter.apply(vectors, width: 2, above: bound, most: most, on: pool)
    }
    let none = try outcome(1)
    #expect(none.accepted == [0, 1, 2, 3, 4] && none.likeness.isEmpty)
    let some = try outcome(0.9)
    #expect(some.accepted == [0, 1, 3] && some.likeness == [2: 1, 4: 0])
    #expect(try outcome(0.7).accepted == [0, 2] && outcome(0.7).likeness == [1: 0, 3: 2, 4: 0])
    #expect(try outcome(0.9, most: 2).accepted == [0, 1])
  }

  @Test("the control has as many records of each bin of lengths, whatever is selected, and follows the seed")
  func control() {
    #expect(
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 15, 16].map(MatchedControl.bin) == [0, 1, 3, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9])
    var random = SeededGenerator(seed: 6)
    let lengths = (0..<400).map { _ in Int.random(in: 0...90, using: &random) }
    for count in [1, 60, 399, 400] {
      let selected = Array(lengths.indices.shuffled(using: &random).prefix(count)).sorted()
      let control = MatchedControl.draw(selected, lengths: lengths, seed: 1)
      #expect(control.count == count && Set(control).count == count && control == control.sorted())
      #expect(
        MatchedControl.histogram(control.map { lengths[$0] }) == MatchedControl.histogram(selected.map { lengths[$0] }))
      #expect(control == MatchedControl.draw(selected, lengths: lengths, seed: 1))
      if count == 60 {
        #expect(control != MatchedControl.draw(selected, lengths: lengths, seed: 2) && control != selected)
      }
      if count == 400 { #expect(control == selected) }
    }
  }

  private func record(_ instruction: String, _ response: String, input: String = "", id: String? = nil) -> CorpusRecord
  {
    CorpusRecord(
      name: "r",
      content: .dialogue(Dialogue(turns: [.init(instruction: instruction, input: input, response: response)])),
      id: id)
  }

  @Test("words of the instruction, and their rarity, by hand")
  func proxies() {
    let records = [record("a b  c", "a", input: "d"), record("a", "a"), record(" ", "\n")]
    #expect(ProxyScores.lengths(records) == [4, 1, 0])
    // a four times of seven words, b, c and d once.
    let rarities = ProxyScores.rarities(records)
    expectClose(rarities[1] ?? .nan, 0.5596157879354227, relative: 1e-12)
    expectClose(rarities[0] ?? .nan, (2 * 0.5596157879354227 + 3 * 1.9459101490553132) / 5, relative: 1e-12)
    #expect(rarities[2] == nil)
  }

  @Test("following difficulty is the loss behind the instruction over the loss alone")
  func difficulty() throws {
    let path = try model()
    var difficulty = try FollowingDifficulty(directory: path, threads: 2)
    let records = [record("Say it", "It"), record("Say more", "More of it"), record("Say none", "")]
    let values = try difficulty.values(of: records) { _ in }
    #expect(values[2] == nil)
    var model = try ModelLoading.open(ModelOptions(path: path, threads: 1)).model
    for (record, value) in zip(records, values).prefix(2) {
      let prompt = PromptTemplate.alpaca.spans(
        of: Dialogue(turns: [.init(instruction: record.text(of: .instruction), response: "")]), separator: "")[0][0]
        .text
      var sums = [0.0, 0.0]
      let requests = [
        LikelihoodRequest(context: prompt, continuation: record.text(of: .response)),
        LikelihoodRequest(context: "", continuation: record.text(of: .response)),
      ]
      try model.likelihoods(of: [requests[0]], bos: .on) { sums[$0] = $1.sum }
      let ids = try model.tokenizer.encode(prompt + record.text(of: .response)).dropFirst(
        model.tokenizer.encode(prompt).count)
      try model.likelihoods(
        of: [ContinuationEncoder.Encoding(context: [model.tokenizer.bosID ?? 0], continuation: Array(ids))]
      ) { sums[1 + $0] = $1.sum }
      expectClose(value ?? .nan, sums[0] / sums[1], relative: 1e-6)
    }
  }

  @Test("a file of scores names records by index or id; what it says wrong is said with its line")
  func scoreFile() throws {
    let records = [
      record("a", "b", id: "x"), record("c", "d", id: "7"), record("e", "f", id: "y"), record("g", "h", id: "y"),
    ]
    let path = folder["s.jsonl"]
    func read(_ text: String) throws -> [ScoreFile.Scores?] {
      try folder.write("s.jsonl", text)
      return try ScoreFile(path, of: records).scores
    }
    let sound = try read(
      #"{"id": 7, "complexity": 2, "quality": 3.5}"# + "\n" + #"{"index": 0, "quality": 1, "complexity": null}"#)
    #expect(sound == [.init(complexity: nil, quality: 1), .init(complexity: 2, quality: 3.5), nil, nil])
    let cases = [
      (#"{"index": 4}"#, "field \"index\" is 4, and the corpus has 4 records"),
      (#"{"id": "z"}"#, "no record has the id \"z\""), (#"{"id": "y"}"#, "2 records have the id \"y\""),
      (#"{"quality": 1}"#, "has neither index nor id"),
      (#"{"index": 0, "quality": "1"}"#, "field \"quality\" is not a number"),
      (#"{"index": 0}"# + "\n" + #"{"id": "x"}"#, "scores r a second time"),
    ]
    for (text, problem) in cases {
      #expect(
        throws: Diagnostic(
          "\(path):\(text.contains("\n") ? 2 : 1)", problem,
          expected: "one JSON object a line with index or id, and the numbers complexity, quality or both")
      ) { _ = try read(text) }
    }
  }

  @Test("what is written of records is read as the same records")
  func lines() throws {
    let alpaca = [record("a", "b", input: "c\n\u{1F600}", id: "7"), record("\"q\"", "")]
    try folder.write("a.jsonl", try alpaca.lines())
    let read = try Corpus(files: [folder["a.jsonl"]]).records
    #expect(read.map(\.content) == alpaca.map(\.content) && read.map(\.id) == ["7", nil])
    var several = alpaca
    several[1].content = .dialogue(
      Dialogue(
        system: "s",
        turns: [.init(instruction: "a", response: "b"), .init(instruction: "c", input: "d", response: "e")]))
    several[1].taskType = 1
    several[1].source = "web"
    try folder.write("m.jsonl", try several.lines())
    let both = try Corpus(files: [folder["m.jsonl"]], turns: .all).records
    #expect(both[1].taskType == 1 && both[1].source == "web")
    #expect(both.map { $0.text(of: .both) } == several.map { $0.text(of: .both) })
    let mixed = alpaca + [CorpusRecord(name: "p", content: .completion(prompt: "p", completion: "c"))]
    #expect(
      throws: Diagnostic(
        "p", "is a record of the form completion beside those of alpaca",
        expected: "a corpus whose records have one form; a selection of each")
    ) { _ = try mixed.lines() }
  }
}
