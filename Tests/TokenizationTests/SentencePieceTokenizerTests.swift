import Files
import TestSupport
import Testing
import Tokenization

@Suite struct SentencePieceTokenizerTests {
  /// The built-in characters plus a few merges.
  private static let model: [UInt8] = {
    var proto = SentencePieceProto.characters
    for (index, text) in ["\u{2581}t", "he", "\u{2581}the", "ll", "llo", "\u{2581}\u{2581}"].enumerated() {
      proto.pieces.append(SentencePieceProto.Piece(text, score: -Float(index) / 10))
    }
    return proto.serialized()
  }()

  private func tokenizer(_ files: [String: String], model: [UInt8] = model) throws -> SentencePieceTokenizer {
    let folder = try ScratchDirectory()
    try folder.write("tokenizer.model", model)
    for (name, text) in files { try folder.write(name, text) }
    return try SentencePieceTokenizer(directory: folder.path)
  }

  private func pieces(_ tokenizer: SentencePieceTokenizer, _ text: String) throws -> [String] {
    try tokenizer.encode(text).map { tokenizer.piece(of: $0) ?? "?" }
  }

  @Test("roles, sizes and pieces of the built-in tokenizer")
  func roles() throws {
    let tokenizer = try SentencePieceTokenizer(
      model: SentencePieceProto.characters.serialized(), place: "built-in")
    #expect(tokenizer.vocabularySize == 354)
    #expect(tokenizer.unknownID == 0 && tokenizer.bosID == 1 && tokenizer.eosID == 2)
    #expect(tokenizer.bosText == "<s>")
    #expect(tokenizer.addsBOS)
    #expect(tokenizer.piece(of: 13) == "<0x0A>")
    #expect(
      tokenizer.piece(of: -1) == nil && tokenizer.piece(of: 354) == nil && tokenizer.piece(of: .max) == nil)
    #expect(
      tokenizer.bytes(of: 13) == [0x0A] && tokenizer.bytes(of: 1) == [] && tokenizer.bytes(of: 354) == [])
    #expect(tokenizer.digest.utf8.count == 64)
  }

  @Test(
    "every text comes back: white space, zeros, bytes outside the vocabulary",
    arguments: [
      "", "a", "The cat", "  two  ", "a\n\n\tb\r\n", "é日本😀\u{200D}", "x\u{0}y", "<s> </s> <unk>", "\u{2047}",
    ])
  func roundTrip(text: String) throws {
    for bytes in [SentencePieceProto.characters.serialized(), Self.model] {
      let tokenizer = try SentencePieceTokenizer(model: bytes, place: "test")
      let ids = try tokenizer.encode(text)
      #expect(tokenizer.decode(ids) == text)
      #expect(ids.allSatisfy { $0 > 2 }, "a literal <s> is plain characters")
    }
  }

  @Test("merges follow the scores")
  func merges() throws {
    let tokenizer = try tokenizer([:])
    #expect(try pieces(tokenizer, "the  hello") == ["\u{2581}the", "\u{2581}\u{2581}", "he", "llo"])
  }

  @Test("added tokens are cut out, the longest first; legacy puts a space before each part")
  func added() throws {
    let files = ["added_tokens.json": #"{"<x>": 360, "<x><y>": 361, "user": 362}"#]
    let legacy = try tokenizer(files)
    #expect(legacy.vocabularySize == 363)
    #expect(
      try pieces(legacy, "he<x>he<x><y>user") == [
        "\u{2581}", "he", "<x>", "\u{2581}", "he", "<x><y>", "user",
      ])
    #expect(try legacy.encode("<x>") == [360])
    #expect(legacy.decode([360, 361]) == "<x><x><y>")
    let new = try tokenizer(files.merging(["tokenizer_config.json": #"{"legacy": false}"#]) { $1 })
    #expect(try pieces(new, "he<x>he<x> he") == ["\u{2581}", "he", "<x>", "he", "<x>", "\u{2581}", "he"])
    #expect(try pieces(new, "<x>he") == ["<x>", "he"])
  }

  @Test("lstrip, rstrip and single_word are respected")
  func flags() throws {
    let tokenizer = try tokenizer([
      "tokenizer_config.json": """
      {"added_tokens_decoder": {
        "1": {"content": "<s>", "special": true, "lstrip": true},
        "360": {"content": "<l>", "lstrip": true}, "361": {"content": "<r>", "rstrip": true},
        "362": {"content": "word", "single_word": true}}}
      """
    ])
    #expect(try tokenizer.encode("a \n<l>") == tokenizer.encode("a") + [360])
    #expect(try tokenizer.encode("<r> \u{A0} ") == [361])
    #expect(try tokenizer.encode("word") == [362])
    #expect(try tokenizer.encode("words").contains(362) == false)
    #expect(try tokenizer.encode("a word b").contains(362))
    #expect(try tokenizer.encode("a <s>").contains(1) == false, "a piece of the model stays plain text")
  }

  @Test("special tokens without an id get the next ones; bos_token may be another token")
  func specials() throws {
    let tokenizer = try tokenizer([
      "special_tokens_map.json":
        #"{"pad_token": {"content": "<pad>"}, "additional_special_tokens": ["<a>"]}"#,
      "tokenizer_config.json": #"{"bos_token": "<begin>", "eos_token": null, "add_bos_token": false}"#,
    ])
    #expect(tokenizer.bosID == 360 && tokenizer.bosText == "<begin>")
    #expect(tokenizer.eosID == nil)
    #expect(try tokenizer.encode("<pad><a>") == [361, 362])
    #expect(!tokenizer.addsBOS)
    #expect(
      try !self.tokenizer(["tokenizer_config.json": #"{"tokenizer_class": "BaichuanTokenizer"}"#]).addsBOS)
  }

  @Test("the digest follows every file")
  func digest() throws {
    let plain = try tokenizer([:]).digest
    #expect(try tokenizer([:]).digest == plain)
    #expect(try tokenizer(["added_tokens.json": "{}"]).digest != plain)
    #expect(try tokenizer([:], model: SentencePieceProto.characters.serialized()).digest != plain)
  }

  @Test("what cannot be read is named")
  func refused() throws {
    func sentence(_ files: [String: String]) throws -> (folder: String, text: String?) {
      let folder = try ScratchDirectory()
      for (name, text) in files { try folder.write(name, text) }
      if files.keys.contains("added_tokens.json") { try folder.write("tokenizer.model", Self.model) }
      let error = #expect(throws: Diagnostic.self) { _ = try SentencePieceTokenizer(directory: folder.path) }
      return (folder.path, error?.description)
    }
    var (folder, text) = try sentence([:])
    #expect(
      text == """
        \(folder)/tokenizer.model: is missing
        a model directory must hold its tokenizer.model or tokenizer.json
        """)
    (folder, text) = try sentence(["tokenizer.json": "{}"])
    #expect(
      text == """
        \(folder)/tokenizer.json: is the only tokenizer here, and it is not SentencePiece's
        a SentencePiece tokenizer.model beside it, as Llama 1 and 2, Mistral and Baichuan have
        """)
    (folder, text) = try sentence(["added_tokens.json": #"{"<x>": -1}"#])
    #expect(
      text == """
        \(folder)/added_tokens.json: the added token '<x>' has no usable id
        an id is a whole number from 0 on, below 16777216
        """)
    (folder, text) = try sentence(["added_tokens.json": "{}", "tokenizer_config.json": "[\n}"])
    #expect(
      text == """
        \(folder)/tokenizer_config.json:2: a value was expected here
        the file must hold one JSON value
        """)
    for broken in ["", "not a model", "\n\u{5}abc"] {
      (folder, text) = try sentence(["tokenizer.model": broken])
      #expect(
        text?.hasPrefix("\(folder)/tokenizer.model: is not a SentencePiece model (") == true, "\(text ?? "")")
    }
  }

  @Test("2,000 damaged models give a tokenizer or an error")
  func damaged() throws {
    var generator = SeededGenerator(seed: 97)
    for _ in 0..<2000 {
      let bytes = generator.mutation(of: Self.model, splicing: Self.model)
      do {
        let tokenizer = try SentencePieceTokenizer(model: bytes, place: "damaged")
        _ = try tokenizer.encode("the  hello\n<s>é")
      } catch {}
    }
  }
}
