import Files
import TestSupport
import Testing

@testable import Tokenization

/// Which of a folder's tokenizers counts.
@Suite struct ModelTokenizerTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  /// Pieces of `SentencePieceProto.characters`, as a tokenizer.json of the same steps has them.
  private static func fast(preTokenizer: JSON = .null, added: [JSON] = [], merges: [JSON] = []) -> String {
    let pieces = SentencePieceProto.characters.pieces.enumerated().map { (key: $1.text, value: JSON.integer($0)) }
    let normalizer: JSON = [
      "type": "Sequence",
      "normalizers": [
        ["type": "Prepend", "prepend": "\u{2581}"],
        ["type": "Replace", "pattern": ["String": " "], "content": "\u{2581}"],
      ],
    ]
    let json: JSON = [
      "added_tokens": .array(added), "normalizer": normalizer, "pre_tokenizer": preTokenizer,
      "model": [
        "type": "BPE", "unk_token": "<unk>", "byte_fallback": true, "fuse_unk": true,
        "vocab": .object(JSONObject(pieces)), "merges": .array(merges),
      ],
    ]
    return json.text()
  }

  @Test("tokenizer.model where both are the same")
  func same() throws {
    try folder.write("tokenizer.model", SentencePieceProto.characters.serialized())
    // A character tokenizer has no merges; one that is never used keeps the check content.
    try folder.write("tokenizer.json", Self.fast())
    let taken = try ModelTokenizer.open(directory: folder.path)
    let other = try FastTokenizer(directory: folder.path)
    let texts = ["a b", "", "  é\n", "日本"]
    #expect(try TokenizerComparison(taken, other, on: texts).differing == 0)
  }

  @Test("tokenizer.json where it is another tokenizer, and the warning says what differs")
  func different() throws {
    try folder.write("tokenizer.model", SentencePieceProto.characters.serialized())
    try folder.write("tokenizer.json", Self.fast(preTokenizer: ["type": "Digits", "individual_digits": true]))
    let tokenizer = try ModelTokenizer.open(directory: folder.path)
    #expect(tokenizer is FastTokenizer)
    #expect(
      tokenizer.warnings == [
        "\(folder["tokenizer.json"]): is taken, as transformers does, and not tokenizer.model, which is another tokenizer: "
          + "it \"pre_tokenizer\" has a step 'Digits', which is not supported"
      ])
  }

  @Test("other tokens around a text than BOS and EOS are refused")
  func framing() throws {
    let json = #"""
      {"added_tokens": [{"id": 0, "content": "<s>", "special": true}], "post_processor": {"type": "BertProcessing",
       "sep": ["a", 1], "cls": ["<s>", 0]}, "model": {"type": "WordLevel", "unk_token": "a", "vocab": {"<s>": 0, "a": 1}}}
      """#
    try folder.write("tokenizer.json", json)
    try folder.write("tokenizer_config.json", #"{"bos_token": "<s>"}"#)
    let error = #expect(throws: Diagnostic.self) { try ModelTokenizer.open(directory: folder.path) }
    #expect(
      error?.description == """
        \(folder["tokenizer.json"]): "post_processor" puts the tokens [1] behind a text, and eos_token is none
        that token alone, or nothing; tokenizer_config.json and special_tokens_map.json say which it is
        """)
    try folder.write(
      "tokenizer_config.json", #"{"bos_token": "<s>", "eos_token": {"content": "a"}, "add_bos_token": false}"#)
    let tokenizer = try ModelTokenizer.open(directory: folder.path)
    #expect(tokenizer.addsBOS && tokenizer.addsEOS && tokenizer.bosID == 0 && tokenizer.eosID == 1)
    #expect(tokenizer.framed([]) == [0, 1])
    #expect(
      tokenizer.warnings == [
        "\(folder["tokenizer_config.json"]): \"add_bos_token\" is false and has no effect: the post_processor of tokenizer.json decides"
      ])
  }

  @Test("roles without an id get the next, and ids follow the vocabulary")
  func roles() throws {
    let json = #"""
      {"added_tokens": [{"id": 7, "content": "<x>", "special": false, "normalized": false}],
       "model": {"type": "WordLevel", "unk_token": "a", "vocab": {"a": 0, "b": 1}}}
      """#
    try folder.write("tokenizer.json", json)
    try folder.write("tokenizer_config.json", #"{"eos_token": "<end>", "pad_token": "b"}"#)
    let tokenizer = try FastTokenizer(directory: folder.path)
    #expect(try tokenizer.encode("<x>a<end>b") == [2, 0, 3, 1])
    #expect(tokenizer.eosID == 3 && tokenizer.vocabularySize == 4 && tokenizer.isSpecial(1) && !tokenizer.isSpecial(2))
    #expect(
      tokenizer.warnings == [
        "\(folder["tokenizer.json"]): an added token has another id than is written there, '<x>' 2 and not 7: ids follow the "
          + "vocabulary, as in Hugging Face's tokenizers"
      ])
  }

  @Test("a folder's only .tiktoken file is its tokenizer; of two nobody knows which")
  func tiktokenFolder() throws {
    let folder = try ScratchDirectory()
    try folder.write("ranks.tiktoken", "IQ== 0\nIg== 1\n")
    // The number of pieces says how texts are cut, and no tokenizer has two.
    let unknown = #expect(throws: Diagnostic.self) { try ModelTokenizer.open(directory: folder.path) }
    #expect(unknown?.place == folder["ranks.tiktoken"] && unknown?.problem.hasPrefix("holds 2 pieces") == true)
    try folder.write("other.tiktoken", "IQ== 0\n")
    let several = #expect(throws: Diagnostic.self) { try ModelTokenizer.open(directory: folder.path) }
    #expect(several?.problem == "holds several tokenizers: other.tiktoken, ranks.tiktoken")
  }

  @Test("a piece of many kilobytes is not cut everywhere")
  func longPiece() throws {
    var ranked = RankedPieces(place: "t")
    for byte in 0...255 { try ranked.add([UInt8(byte)], rank: byte) }
    try ranked.add(Array(repeating: 0x61, count: 2), rank: 256)
    try ranked.add(Array(repeating: 0x61, count: 300_000), rank: 257)
    let clock = ContinuousClock()
    let start = clock.now
    let layout = try ranked.layout("a+", specials: [], front: nil)
    #expect(layout.merges.count == 1)
    // Cut everywhere it would take minutes.
    #expect(start.duration(to: clock.now) < .seconds(5))
  }

  @Test("a tiktoken file is told from SentencePiece's, and its pieces are merged by rank")
  func tiktoken() throws {
    // Each byte, then "ab" before "bc".
    var ranked = RankedPieces(place: "t")
    for byte in 0...255 { try ranked.add([UInt8(byte)], rank: byte) }
    for (rank, text) in ["ab", "bc", "abcd", "cd"].enumerated() { try ranked.add(Array(text.utf8), rank: 256 + rank) }
    let layout = try ranked.layout(#"\p{L}+|\P{L}+"#, specials: [("<s>", 260)], front: 0)
    let tokenizer = try FastTokenizer(layout, eos: "<s>", unknown: nil, place: "t", digest: "")
    // A word that is a piece is taken whole; else the lowest rank comes first.
    #expect(try tokenizer.encode("abcd") == [258])
    #expect(try tokenizer.encode("xabc é<s>") == [120, 256, 99, 32, 0xC3, 0xA9, 260])
    #expect(tokenizer.decode([258, 32, 0xC3, 0xA9]) == "abcd é" && tokenizer.decode([0xC3, 0x61]) == "\u{FFFD}a")
    #expect(tokenizer.bosID == 260 && tokenizer.framed([1]) == [260, 1])
    #expect(TiktokenFile.stands(in: Array("IQ== 0\nIg== 1\n".utf8)))
    #expect(!TiktokenFile.stands(in: SentencePieceProto.characters.serialized()))
    #expect(
      Base64Text.bytes(Array("SGVsbG8=".utf8)) == Array("Hello".utf8) && Base64Text.bytes(Array("SGVsbG8".utf8)) == nil)
  }
}
