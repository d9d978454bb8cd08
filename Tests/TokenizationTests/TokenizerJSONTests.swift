import Files
import TestSupport
import Testing

@testable import Tokenization

/// What `tokenizers` 0.23.3 itself made of small texts stands in `Goldens`: `steps.jsonl` a step each, `tokenizers.jsonl` whole ones.
@Suite struct TokenizerJSONTests {
  private static let goldens = "Tests/TokenizationTests/Goldens/"

  private static func steps(_ list: String) throws -> (inputs: [JSON], steps: [(step: JSON, results: [JSON])]) {
    let lines = try TestSupport.lines(of: goldens + "steps.jsonl").filter { $0["list"]?.string == list }
    let inputs = try #require(lines.first { $0["inputs"] != nil }?["inputs"]?.array)
    let steps = lines.compactMap { line in
      line["results"]?.array.map { (step: line["step"] ?? .null, results: $0) }
    }
    return (inputs, steps)
  }

  @Test("each normalizer makes of a text what tokenizers makes of it")
  func normalizers() throws {
    let (inputs, steps) = try Self.steps("norm")
    #expect(steps.count == 17)
    for (step, results) in steps {
      let chain = try NormalizerChain(step, place: "t")
      for (input, result) in zip(inputs, results) {
        var text = Array((input.string ?? "").utf8)
        try chain.normalize(&text)
        let found = String(decoding: text, as: UTF8.self)
        #expect(
          found.hasBytes(of: try #require(result.string)), "\(step.text()): \(input.text()) → \(found.debugDescription)"
        )
      }
    }
  }

  @Test("each pre-tokenizer cuts a text where tokenizers cuts it")
  func preTokenizers() throws {
    let (inputs, steps) = try Self.steps("pre")
    #expect(steps.count == 28)
    for (step, results) in steps {
      let chain = try PreTokenizerChain(step, place: "t")
      for (input, result) in zip(inputs, results) {
        var text = PieceText(Array((input.string ?? "").utf8), beginsText: true)
        try chain.cut(&text)
        let pieces = text.pieces.map { JSON.string(String(decoding: text.bytes[$0], as: UTF8.self)) }
        #expect(JSON.array(pieces).text() == result.text(), "\(step.text()): \(input.text())")
      }
    }
  }

  @Test("each decoder makes of tokens what tokenizers makes of them")
  func decoders() throws {
    let (inputs, steps) = try Self.steps("dec")
    #expect(steps.count > 8)
    for (step, results) in steps {
      let chain = try DecoderChain(step, place: "t")
      for (input, result) in zip(inputs, results) {
        let tokens = try #require(input.array).map { Array(($0.string ?? "").utf8) }
        let text = String(decoding: try chain.decode(tokens), as: UTF8.self)
        #expect(
          text.hasBytes(of: try #require(result.string)), "\(step.text()): \(input.text()) → \(text.debugDescription)")
      }
    }
  }

  @Test(
    "whole tokenizers: models, added tokens with every flag, templates; with and without what is remembered of earlier texts"
  )
  func tokenizers() throws {
    let lines = try TestSupport.lines(of: Self.goldens + "tokenizers.jsonl")
    #expect(lines.count == 11)
    for (index, line) in lines.enumerated() {
      let tokenizer = try FastTokenizer(json: try #require(line["tokenizer"]), place: "\(index)", digest: "")
      for _ in 0..<2 {
        for value in try #require(line["cases"]?.array) {
          let parts = try #require(value.array), text = try #require(parts[0].string)
          let ids = try tokenizer.encode(text)
          #expect(
            JSON.array(ids.map { .integer(Int($0)) }).text() == parts[1].text(), "\(index): \(text.debugDescription)")
          #expect(JSON.array(tokenizer.framed(ids).map { .integer(Int($0)) }).text() == parts[2].text(), "\(index)")
        }
      }
    }
  }

  private static func refusal(_ text: String) throws -> String? {
    let json = try JSON(parsing: text)
    let error = #expect(throws: Diagnostic.self, "\(text)") { try FastTokenizer(json: json, place: "t", digest: "") }
    return error?.description
  }

  @Test("what is not known is refused by its name")
  func refusals() throws {
    let model = #""model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}"#
    #expect(
      try Self.refusal(#"{"pre_tokenizer": {"type": "UnicodeScripts"}, \#(model)}"#) == """
        t: "pre_tokenizer" has a step 'UnicodeScripts', which is not supported
        one of BertPreTokenizer, ByteLevel, CharDelimiterSplit, Digits, Metaspace, Punctuation, Split, Whitespace, WhitespaceSplit, or Sequence
        """)
    for (text, problem) in [
      (
        #"{"normalizer": {"type": "Precompiled"}, \#(model)}"#,
        "\"normalizer\" has a step 'Precompiled', which is not supported"
      ),
      (#"{"decoder": {"type": "CTC"}, \#(model)}"#, "\"decoder\" has a step 'CTC', which is not supported"),
      (#"{"post_processor": {"type": "X"}, \#(model)}"#, "\"post_processor\" has a step 'X', which is not supported"),
      (#"{"model": {"type": "Unigram", "vocab": []}}"#, "\"model\" is of the type 'Unigram', which is not supported"),
      (#"{}"#, "has no \"model\""),
      (
        #"{"pre_tokenizer": {"type": "Split", "pattern": {"Regex": "("}, "behavior": "Isolated", "invert": false}, \#(model)}"#,
        "'(' is no regular expression (end pattern with unmatched parenthesis)"
      ),
      (
        #"{"pre_tokenizer": {"type": "Split", "pattern": {"Regex": "a"}, "behavior": "Other", "invert": false}, \#(model)}"#,
        #"key "behavior" of Split in "pre_tokenizer" is "Other""#
      ),
      (
        #"{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [], "dropout": 0.1}}"#,
        #"key "dropout" of BPE in "model" is 0.1"#
      ),
      (
        #"{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["a a"]}}"#,
        #""merges" holds "a a", and not all of its pieces are in "vocab""#
      ),
      (#"{"model": {"type": "BPE", "vocab": {"a": 0, "b": 0}, "merges": []}}"#, "'a' and 'b' have one id, 0"),
      (#"{"model": {"type": "BPE", "vocab": {"a": -1}, "merges": []}}"#, "piece 'a' has the id -1"),
    ] {
      let first = try Self.refusal(text)?.split(separator: "\n").first.map(String.init)
      #expect(first == "t: \(problem)")
    }
  }

  @Test("a long word is merged by the heap as a short one is by looking")
  func longWords() throws {
    let pieces = ["a", "b", "ab", "ba", "aba", "bab", "abab", "aa", "bb", "aabb"]
    let merges = ["a b", "ab a", "b a", "a a", "aa bb", "b b", "ab ab", "b ab"]
    let vocabulary = JSONObject(pieces.enumerated().map { (key: $1, value: JSON.integer($0)) })
    let tokenizer = try FastTokenizer(
      json: ["model": ["type": "BPE", "vocab": .object(vocabulary), "merges": .array(merges.map { .string($0) })]],
      place: "t", digest: "")
    var random = SeededGenerator(seed: 3)
    for length in [1, 2, 47, 48, 49, 50, 300, 5000] {
      let text = String((0..<length).map { _ in Bool.random(using: &random) ? Character("a") : "b" })
      // By the definition: the first pair of the lowest rank, again and again.
      var word = text.map(String.init)
      while let best = word.indices.dropLast().compactMap({ index in
        merges.firstIndex(of: "\(word[index]) \(word[index + 1])").map { ($0, index) }
      }).min(by: { $0 < $1 }) {
        word[best.1] += word.remove(at: best.1 + 1)
      }
      #expect(try tokenizer.encode(text).map { pieces[Int($0)] } == word, "\(length)")
    }
  }
}
