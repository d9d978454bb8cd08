import Evaluation
import Files
import Inference
import TestSupport
import Testing
import Tokenization

@Suite struct ContinuationEncoderTests {
  /// `▁`, `a`, `b`, `▁a`, `ab`, newline as a byte.
  private static func tokenizer(_ merges: [String] = []) throws -> SentencePieceTokenizer {
    var proto = SentencePieceProto.characters
    for (index, text) in merges.enumerated() {
      proto.pieces.append(SentencePieceProto.Piece(text, score: -Float(index) / 100))
    }
    return try SentencePieceTokenizer(model: proto.serialized(), place: "test")
  }

  private func encode(
    _ context: String, _ continuation: String, _ bos: BOSPolicy = .off,
    _ boundary: LikelihoodRequest.Boundary = .jointEncoding, merges: [String] = []
  ) throws -> (context: [String], continuation: [String]) {
    let tokenizer = try Self.tokenizer(merges)
    let encoding = try ContinuationEncoder(tokenizer, bos: bos).encode(
      LikelihoodRequest(context: context, continuation: continuation, boundary: boundary))
    return (
      encoding.context.map { tokenizer.piece(of: $0) ?? "?" },
      encoding.continuation.map { tokenizer.piece(of: $0) ?? "?" }
    )
  }

  @Test("trailing white space of the context moves to the continuation")
  func whiteSpace() throws {
    let plain = try encode("a", " b", .on)
    #expect(plain.context == ["<s>", "\u{2581}", "a"] && plain.continuation == ["\u{2581}", "b"])
    #expect(try encode("a ", "b", .on) == plain)
    #expect(try encode("a \n\t", "b").continuation == ["\u{2581}", "<0x0A>", "<0x09>", "b"])
    #expect(try encode("a\u{1F}\u{A0}", "b").context == ["\u{2581}", "a"])
    #expect(try encode("  ", "b", .on).context == ["<s>"])
  }

  @Test("a token that straddles the boundary: the context is fed as it stands, the rest is cut by its length")
  func straddling() throws {
    let result = try encode("a", "bc", merges: ["ab"])
    #expect(result.context == ["\u{2581}", "a"] && result.continuation == ["c"])
    let error = #expect(throws: Diagnostic.self) { _ = try encode("a", "bc", merges: ["ab", "abc"]) }
    #expect(
      error?.description == """
        continuation 'bc': has no token of its own after its context
        every choice must add at least one token
        """)
    #expect(throws: Diagnostic.self) { _ = try encode("a", "") }
  }

  @Test("last token alone: of the continuation encoded by itself")
  func lastToken() throws {
    let result = try encode("Answer:", " A", .on, .lastTokenAlone, merges: ["\u{2581}A"])
    #expect(result.context.first == "<s>" && result.context.last == ":")
    #expect(result.continuation == ["\u{2581}A"])
    #expect(try encode("Answer:", " A", .off, .lastTokenAlone).continuation == ["A"])
    #expect(try encode("Answer: ", "A", .off, .lastTokenAlone).context.last == "\u{2581}")
    #expect(
      try encode("Answer:", "A", .off, .lastTokenAlone, merges: ["\u{2581}A"]).continuation == ["\u{2581}A"])
  }

  @Test("an empty context is the BOS, with BOS off too", arguments: BOSPolicy.allCases)
  func emptyContext(bos: BOSPolicy) throws {
    let result = try encode("", "ab", bos)
    #expect(result.context == ["<s>"] && result.continuation == ["\u{2581}", "a", "b"])
    #expect(throws: Diagnostic.self) { _ = try encode("", "", bos) }
  }

  @Test("add_eos_token: an EOS stands behind each context, and the continuation is cut as the harness cuts it")
  func addedEOS() throws {
    func pieces(_ json: String, _ context: String, _ continuation: String, _ bos: BOSPolicy) throws -> [[String]] {
      let folder = try ScratchDirectory()
      try folder.write("tokenizer.model", SentencePieceProto.characters.serialized())
      try folder.write("tokenizer_config.json", json)
      let tokenizer = try SentencePieceTokenizer(directory: folder.path)
      let encoder = ContinuationEncoder(tokenizer, bos: bos)
      let encoding = try encoder.encode(LikelihoodRequest(context: context, continuation: continuation))
      return [encoding.context, encoding.continuation, try encoder.promptIDs(of: context)].map { ids in
        ids.map { tokenizer.piece(of: $0) ?? "?" }
      }
    }
    let context = ["<s>", "\u{2581}", "a", "</s>"]
    #expect(try pieces(#"{"add_eos_token": true}"#, "a", " bc", .on) == [context, ["b", "c", "</s>"], context])
    let off = ["\u{2581}", "a"], rest = ["\u{2581}", "b", "c"]
    #expect(try pieces(#"{"add_eos_token": true}"#, "a", " bc", .off) == [off, rest, off])
    let alone = ["\u{2581}", "a", "</s>"]
    #expect(
      try pieces(#"{"add_bos_token": false, "add_eos_token": true}"#, "a", " b", .off) == [
        alone, ["b", "</s>"], alone,
      ])
    #expect(try pieces(#"{"add_eos_token": true}"#, "<s>a", " b", .on)[0] == ["<s>", "\u{2581}", "a"])
  }

  @Test("a text that spells the BOS out gets one, not two")
  func spelledBOS() throws {
    #expect(try encode("<s>a", "b", .on).context == ["<s>", "\u{2581}", "a"])
    #expect(try encode("<s>a", "b", .off).context == ["\u{2581}", "<", "s", ">", "a"])
  }

  @Test("white space alone as a context needs a BOS")
  func blankContext() {
    #expect(
      throws: Diagnostic(
        "context '  '", "has no tokens, and BOS is off",
        expected: "a context must have at least one token, or --bos on")
    ) { _ = try encode("  ", "b") }
  }
}

@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct ContinuationParityTests {
  @Test(
    "numbers of context and continuation tokens equal golden/lmeval, item by item",
    arguments: ["stories260K-hf", "parity-llama-32k"])
  func counts(model: String) throws {
    let shared = TestSupport.shared ?? ""
    let tokenizer = try SentencePieceTokenizer(directory: "\(shared)/data/models/\(model)")
    let folder = "\(shared)/golden/lmeval/\(model)"
    var requests = 0
    var files = 0
    for name in try FileSystem.names(in: folder) where name.hasSuffix(".jsonl.gz") {
      let encoder = ContinuationEncoder(tokenizer, bos: name.contains(".nobos.") ? .off : .on)
      let lines = try TestSupport.lines(of: "\(folder)/\(name)")
      guard lines.first?["cont_tokens"] != nil else { continue }
      files += 1
      for line in lines {
        let prompt = try #require(line["prompt"]?.string)
        let choices = try #require(line["choices"]?.array).compactMap(\.string)
        let contexts = try #require(line["ctx_tokens"]?.array).compactMap(\.integer)
        let continuations = try #require(line["cont_tokens"]?.array).compactMap(\.integer)
        #expect(choices.count == contexts.count && choices.count == continuations.count)
        for (index, choice) in choices.enumerated() {
          let encoding = try encoder.encode(LikelihoodRequest(context: prompt, continuation: choice))
          #expect(encoding.context.count == contexts[index], "\(name) \(line["id"]?.integer ?? -1)")
          #expect(encoding.continuation.count == continuations[index], "\(name) \(line["id"]?.integer ?? -1)")
          requests += 1
        }
      }
    }
    #expect(files >= 26 && requests > 5000, "\(files) files, \(requests) requests")
  }
}
