import Files
import TestSupport
import Testing

@testable import Tokenization

/// Damaged tokenizer.json, tiktoken and tekken files.
@Suite struct FastTokenizerFuzzTests {
  private static let text = "Hello, wörld!  <s>a\u{0} 日本 123\n\n<mask> e\u{301}\u{1F600}"

  /// Encodes and decodes: all ids are the vocabulary's.
  private static func exercise(_ tokenizer: FastTokenizer) throws {
    let ids = try tokenizer.encode(text)
    #expect(ids.allSatisfy { (0..<Int32(tokenizer.vocabularySize)).contains($0) })
    _ = (tokenizer.decode(ids), tokenizer.framed(ids), tokenizer.warnings, tokenizer.manner)
    for id in ids.prefix(8) { _ = (tokenizer.bytes(of: id), tokenizer.piece(of: id), tokenizer.isSpecial(id)) }
  }

  private static func layout(_ expression: String?) -> ByteLevelLayout {
    var layout = ByteLevelLayout(
      expression: expression, pieces: (0...255).map { (bytes: [UInt8($0)], id: $0) }, merges: [],
      specials: [("<s>", 258), ("<mask>", 259)], front: 0)
    layout.pieces += [(bytes: Array("ll".utf8), id: 256), (bytes: Array(" a".utf8), id: 257)]
    layout.merges = [(left: 0x6C, right: 0x6C), (left: 0x20, right: 0x61)]
    return layout
  }

  private static let steps =
    #"{"normalizer": {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "#
    + #""pattern": {"Regex": "\\s+"}, "content": "▁"}, {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "#
    + #""strip_accents": null, "lowercase": true}, {"type": "Strip", "strip_left": true, "strip_right": false}]}, "pre_tokenizer": "#
    + #"{"type": "Sequence", "pretokenizers": [{"type": "Split", "pattern": {"Regex": "(?i:'s)|\\p{L}+|\\s+(?!\\S)"}, "behavior": "#
    + #""MergedWithNext", "invert": false}, {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "first", "split": true}, "#
    + #"{"type": "Digits", "individual_digits": true}, {"type": "Punctuation", "behavior": "Contiguous"}]}, "post_processor": "#
    + #"{"type": "BertProcessing", "sep": ["a", 3], "cls": ["b", 4]}, "decoder": {"type": "Sequence", "decoders": [{"type": "ByteFallback"}, "#
    + #"{"type": "Strip", "content": " ", "start": 1, "stop": 1}, {"type": "WordPiece", "prefix": "@@", "cleanup": true}, {"type": "#
    + #""Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "Fuse"}]}, "added_tokens": [{"id": 9, "content": "<s>", "#
    + #""lstrip": true, "rstrip": true, "single_word": true, "normalized": false, "special": true}, {"id": 10, "content": "<MASK>", "#
    + #""normalized": true, "special": false}], "model": "#

  private static let models = [
    #"{"type": "BPE", "unk_token": "u", "byte_fallback": true, "fuse_unk": true, "ignore_merges": false, "vocab": {"u": 0, "a": 1, "b": 2, "#
      + #""▁": 3, "ab": 4, "<0xE6>": 5, "l": 6, "ll": 7}, "merges": ["a b", ["l", "l"]]}}"#,
    #"{"type": "BPE", "unk_token": "u", "continuing_subword_prefix": "@@", "end_of_word_suffix": "$", "vocab": {"u": 0, "a": 1, "@@b": 2, "#
      + #""ab": 3, "@@b$": 4}, "merges": ["a @@b"]}}"#,
    #"{"type": "WordPiece", "unk_token": "u", "continuing_subword_prefix": "@@", "max_input_chars_per_word": 9, "vocab": {"u": 0, "he": 1, "#
      + #""@@l": 2, "@@lo": 3, "a": 4}}}"#,
    #"{"type": "WordLevel", "unk_token": "u", "vocab": {"u": 0, "hello": 1}}}"#,
  ]

  @Test func tokenizers() throws {
    let documents =
      [Self.layout(nil), Self.layout(TiktokenKind.llama3.expression)].map { Array($0.json.text().utf8) }
      + Self.models.map { Array((Self.steps + $0).utf8) }
    try FuzzTarget("tokenizer-json", documents) { bytes in
      try Self.exercise(try FastTokenizer(bytes: bytes, place: "tokenizer.json"))
    }.run()
  }

  /// Base 64 of short pieces.
  private static func base64(_ bytes: [UInt8]) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    var bits = bytes.reduce(0) { $0 << 8 | Int($1) }, text = ""
    bits <<= (6 - 8 * bytes.count % 6) % 6
    for place in stride(from: (8 * bytes.count + 5) / 6 - 1, through: 0, by: -1) {
      text.append(letters[bits >> (6 * place) & 63])
    }
    return text + String(repeating: "=", count: (4 - text.count % 4) % 4)
  }

  private static let pieces: [[UInt8]] = (0...255).map { [UInt8($0)] } + [Array("ll".utf8), Array(" ll".utf8)]

  @Test func tiktoken() throws {
    let kind = TiktokenKind(
      name: "small", pieces: 258, expression: TiktokenKind.cl100k.expression, specials: [("<s>", 258)], front: 0,
      eos: "<s>")
    let text = Self.pieces.enumerated().map { "\(Self.base64($1)) \($0)\n" }.joined()
    #expect(TiktokenFile.stands(in: Array(text.utf8)))
    try FuzzTarget("tiktoken", texts: [text]) { bytes in
      _ = TiktokenFile.stands(in: bytes)
      let file = try TiktokenFile(bytes, kinds: [kind], place: "t.tiktoken")
      try Self.exercise(try FastTokenizer(file.layout, eos: kind.eos, unknown: nil, place: "t.tiktoken", digest: ""))
    }.run()
  }

  @Test func tekken() throws {
    let vocabulary = Self.pieces.enumerated().map { rank, bytes -> JSON in
      ["rank": .integer(rank), "token_bytes": .string(Self.base64(bytes)), "token_str": .null]
    }
    let file: JSON = [
      "config": [
        "pattern": .string(TiktokenKind.o200k.expression), "default_vocab_size": 264, "default_num_special_tokens": 6,
        "version": "v3",
      ],
      "vocab": .array(vocabulary), "special_tokens": .array([["rank": 3, "token_str": "<mask>", "is_control": true]]),
    ]
    try FuzzTarget("tekken.json", texts: [file.text()]) { bytes in
      guard let object = (try? bytes.withUnsafeBytes { try JSON(parsing: $0) })?.object else {
        throw Diagnostic("tekken.json", "is none", expected: "one")
      }
      _ = TekkenFile.stands(in: object)
      let layout = try TekkenFile(object, place: "tekken.json").layout
      try Self.exercise(try FastTokenizer(layout, eos: "</s>", unknown: "<unk>", place: "tekken.json", digest: ""))
    }.run()
  }
}
