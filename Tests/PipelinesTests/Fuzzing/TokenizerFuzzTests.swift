import Files
import TestSupport
import Testing
import Tokenization

@testable import Checkpoints
@testable import Merging
@testable import ModelMerging
@testable import Pipelines

/// Damaged tokenizers of all kinds.
@Suite struct TokenizerFuzzTests {
  private let folder: FuzzFolder
  private let characters = SentencePieceProto.characters.serialized()

  init() throws { folder = try FuzzFolder() }

  /// A model whose normalizer has a table of replacements, as T5's and Llama 1's conversions have: `a` becomes `b`.
  private static let replacing: [UInt8] = {
    var units = [UInt32](repeating: 0, count: 256)
    // A double array of one text: from the root by `a` to unit 0x60, from there by the end of the text to its value.
    units[0] = 1 << 10
    units[0x60] = 0x10 << 10 | 1 << 8 | 0x61
    units[0x70] = 1 << 31
    func bytes(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) } }
    let map = bytes(1024) + units.flatMap(bytes) + [0x62, 0]
    func field(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
      [number << 3 | 2, UInt8(content.count & 0x7F) | 0x80, UInt8(content.count >> 7)] + content
    }
    // Messages that occur twice are merged: this one adds to the normalizer that is there.
    return SentencePieceProto.characters.serialized() + field(3, field(2, map))
  }()

  @Test func sentencePiece() throws {
    var small = SentencePieceProto(
      pieces: SentencePieceProto.specials + [
        .init("\u{2581}", score: -1), .init("a", score: -2), .init("b", score: -3),
      ])
    small.pieces += [.init("ab", score: -4), .init("\u{2581}ab", score: -5)]
    var spaced = small
    spaced.removesExtraSpaces = true
    spaced.addsDummyPrefix = false
    try FuzzTarget(
      "tokenizer.model", [characters, Self.replacing, small.serialized(), spaced.serialized()]
    ) { bytes in
      let tokenizer = try SentencePieceTokenizer(model: bytes, place: "tokenizer.model")
      let ids = try tokenizer.encode("ab c\n\u{1F600}  a\u{0}b <s>")
      #expect(ids.allSatisfy { (0..<Int32(tokenizer.vocabularySize)).contains($0) })
      _ = tokenizer.decode(ids)
    }.run()
  }

  @Test func settings() throws {
    let settings = #"""
      {"add_bos_token": true, "add_eos_token": false, "bos_token": "<s>", "legacy": false, "added_tokens_decoder":
       {"1": {"content": "<s>", "lstrip": false, "rstrip": false, "normalized": false, "special": true}}}
      """#
    let chat =
      #"{"add_prefix_space": null, "clean_up_tokenization_spaces": false, "eos_token": {"content": "</s>", "lstrip": true}, "#
      + #""added_tokens_decoder": {"354": {"content": "<|im_start|>", "special": true, "rstrip": true}, "#
      + #""355": {"content": "a b", "normalized": true, "single_word": true}}, "chat_template": "{{ messages }}"}"#
    let pieces = SentencePieceProto.characters.pieces.enumerated().map { (key: $1.text, value: JSON.integer($0)) }
    let fast =
      #"{"version": "1.0", "added_tokens": [{"id": 1, "content": "<s>", "special": true, "lstrip": false}], "#
      + #""normalizer": {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"}, {"type": "Replace", "#
      + #""pattern": {"String": " "}, "content": "▁"}]}, "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "#
      + #""prepend_scheme": "first", "split": false}, "post_processor": null, "model": {"type": "BPE", "unk_token": "<unk>", "#
      + #""byte_fallback": true, "fuse_unk": true, "vocab": \#(JSON.object(JSONObject(pieces)).text()), "#
      + #""merges": ["a b"]}}"#
    for (name, texts) in [
      ("tokenizer_config.json", [settings, chat]), ("added_tokens.json", [#"{"<s>": 1, "</s>": 2, "<x>": 354}"#]),
      (
        "special_tokens_map.json",
        [#"{"bos_token": {"content": "<s>"}, "eos_token": "</s>", "additional_special_tokens": ["a"]}"#]
      ),
      ("tokenizer.json", [fast]),
      ("config.json", [#"{"model_type": "llama", "eos_token_id": 2}"#]),
    ] {
      try folder.scratch.write("t/tokenizer.model", characters)
      try folder.target("tokenizer-" + name, "t/" + name, texts.map { Array($0.utf8) }) { path in
        let tokenizer = try SentencePieceTokenizer(directory: FileSystem.directory(of: path))
        let ids = try tokenizer.encode("<s>a</s> <|im_start|>x")
        #expect(ids.allSatisfy { (0..<Int32(tokenizer.vocabularySize)).contains($0) })
        _ = (tokenizer.warnings, tokenizer.decode(ids))
        _ = try SettingsTable.warnings(directory: FileSystem.directory(of: path))
      }.run()
      try FileSystem.remove(folder["t/" + name])
    }
  }

  @Test func llama2c() throws {
    func words(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) } }
    var file = words(7)
    for (index, piece) in (["<unk>", "<s>", "</s>"] + ["b", " ", "a", " a", "é"]).enumerated() {
      file += words((-Float(index)).bitPattern) + words(UInt32(piece.utf8.count)) + Array(piece.utf8)
    }
    try FuzzTarget("tokenizer.bin", [file]) { bytes in
      guard let proto = try Llama2cTokenizer.read(bytes, pieces: 8, place: "tokenizer.bin") else {
        throw Diagnostic("tokenizer.bin", "is none", expected: "one")
      }
      #expect(proto.pieces.count == 8 && proto.pieces.allSatisfy { $0.score.isFinite })
      _ = try SentencePieceTokenizer(model: proto.serialized(), place: "tokenizer.bin").encode("a é")
    }.run()
  }

  @Test func wordPiece() throws {
    try RandomEncoder.write("bert", to: folder.scratch, name: "bert", words: ["a", "##b", "é", "word"])
    let vocabulary = try folder.bytes("bert/vocab.txt")
    try folder.target("vocab.txt", "bert/vocab.txt", [vocabulary]) { path in
      _ = try WordPieceTokenizer(directory: FileSystem.directory(of: path)).encode(["a word ab é"], maxLength: 8)
    }.run()
    try folder.scratch.write("bert/vocab.txt", vocabulary)
    try folder.target(
      "bert-tokenizer_config.json", "bert/tokenizer_config.json",
      #"{"do_lower_case": true, "strip_accents": null, "tokenize_chinese_chars": true, "cls_token": "[CLS]", "#
        + #""sep_token": {"content": "[SEP]"}, "unk_token": "[UNK]", "pad_token": "[PAD]", "mask_token": "[MASK]"}"#
    ) { path in
      _ = try WordPieceTokenizer(directory: FileSystem.directory(of: path)).encode(["A wörd ab [MASK]"], maxLength: 8)
    }.run()
  }

  /// As a merge puts tokens into one order.
  @Test func lists() throws {
    try folder.target(
      "token_list", "l/tokenizer.json",
      #"{"model": {"type": "BPE", "vocab": {"<unk>": 0, "a": 1, "b": 2}}, "added_tokens": "#
        + #"[{"id": 3, "content": "<x>", "special": true, "lstrip": false, "normalized": false}]}"#
    ) { path in
      let list = try TokenList(folder: FileSystem.directory(of: path))
      for (id, token) in list.tokens.enumerated().prefix(9) {
        guard let token else { continue }
        // Each token is found again under its id, and so none hides another.
        #expect(list.id(of: token) == id)
        _ = try list.added(token)
      }
    }.run()
    let template = "{% for m in messages %}{{ m['content'] }}{% endfor %}"
    for (name, file, text) in [
      ("chat_template.jinja", "chat_template.jinja", template),
      ("chat_template", "tokenizer_config.json", #"{"chat_template": [{"name": "default", "template": "{{ x }}"}]}"#),
    ] {
      try folder.target(name, "c/" + file, text) {
        _ = try ChatTemplate.text("auto", folders: [FileSystem.directory(of: $0)])
      }
      .run()
      try FileSystem.remove(folder["c/" + file])
    }
  }
}
