import Files
import TestSupport
import Testing

@testable import Checkpoints
@testable import Tokenization

/// What becomes of a folder's tokenizer.
extension GGUFTests {
  @Test("a model that is called Phi-3 keeps that name where its tokens are Phi-3's, as llama.cpp asks for them")
  func phiName() throws {
    _ = try model(try Self.shape("phi3"), "Phi-3-mini")
    _ = try GGUFExporter.export(folder["Phi-3-mini"], as: .f16, to: folder["m.gguf"], on: pool)
    #expect(try GGUFFile(folder["m.gguf"]).metadata["general.name"] == nil)
    _ = try model(try Self.shape("llama"), "small")
    _ = try GGUFExporter.export(folder["small"], as: .f16, to: folder["s.gguf"], on: pool)
    #expect(try GGUFFile(folder["s.gguf"]).metadata["general.name"] == .text("small"))
  }

  @Test("tokens that tokenizer.json adds to SentencePiece's are in the file, by their kinds")
  func addedTokens() throws {
    _ = try model(try Self.shape("llama"), "added")
    let pieces = SentencePieceProto.characters.pieces
    let vocabulary = pieces.enumerated().map { (key: $1.text, value: JSON.integer($0)) }
    func token(_ id: Int, _ text: String, _ isSpecial: Bool) -> JSON {
      ["id": .integer(id), "content": .string(text), "special": .bool(isSpecial), "normalized": false]
    }
    let count = pieces.count
    let json: JSON = [
      "added_tokens": [
        token(0, "<unk>", true), token(1, "<s>", true), token(2, "</s>", true), token(count, "<|user|>", true),
        token(count + 1, "<think>", false),
      ],
      "normalizer": [
        "type": "Sequence",
        "normalizers": [
          ["type": "Prepend", "prepend": "▁"], ["type": "Replace", "pattern": ["String": " "], "content": "▁"],
        ],
      ],
      "model": [
        "type": "BPE", "unk_token": "<unk>", "fuse_unk": true, "byte_fallback": true,
        "vocab": .object(JSONObject(vocabulary)), "merges": [],
      ],
    ]
    try folder.write("added/tokenizer.json", json.text())
    try folder.write("added/tokenizer_config.json", #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}"#)
    _ = try GGUFExporter.export(folder["added"], as: .f16, to: folder["a.gguf"], on: pool)
    let file = try GGUFFile(folder["a.gguf"])
    #expect(file.metadata["tokenizer.ggml.model"] == .text("llama"))
    let kinds = try #require(file.metadata["tokenizer.ggml.token_type"]?.integers)
    #expect(kinds[count] == GGUFTokenizer.Kind.control.rawValue && kinds[count + 1] == 4)
    let one = try ModelTokenizer.open(directory: folder["added"])
    let two = try NamedTokenizer.open(folder["a.gguf"])
    for text in ["Hello", "a b", "x<think>"] { #expect(try one.encode(text) == two.encode(text), "\(text)") }
  }

  @Test("byte-level tokenizers keep their ids, their special tokens and what stands in front")
  func byteLevel() throws {
    let corpus = Array(repeating: "the cat sat on the mat 12345 don't", count: 50).joined(separator: "\n")
    for split in ["gpt-2", "llama-bpe", "qwen2", "smollm"] {
      let name = "bpe-\(split)"
      try RandomModel.write(Self.shape, seed: 3, dtype: .f32, tokenizer: nil, to: folder[name])
      let known = try #require(GGUFTokenizer.split(split))
      var layout = ByteLevelLayout(
        pieces: (0..<256).map { (bytes: [UInt8($0)], id: $0) }, merges: [], specials: [("<|end|>", 300)])
      layout.pieces += [("th", 256), ("the", 257), (" the", 258)].map { (bytes: Array($0.0.utf8), id: $0.1) }
      layout.merges = [(left: 0x74, right: 0x68), (left: 256, right: 0x65), (left: 0x20, right: 257)]
      layout.expression = known.expression
      layout.takesWholeWords = known.takesWholeWords
      layout.front = split == "llama-bpe" ? 0 : nil
      var json = try #require(layout.json.object)
      if known.isComposed { json["normalizer"] = ["type": "NFC"] }
      if known.cutsDigits {
        json["pre_tokenizer"] = [
          "type": "Sequence",
          "pretokenizers": [["type": "Digits", "individual_digits": true], try #require(json["pre_tokenizer"])],
        ]
      }
      try folder.write("\(name)/tokenizer.json", JSON.object(json).text())
      try folder.write(
        "\(name)/tokenizer_config.json",
        #"{"bos_token": "<|end|>", "eos_token": "<|end|>", "chat_template": "{{ x }}"}"#)
      _ = try GGUFExporter.export(folder[name], as: .f16, to: folder["\(name).gguf"], on: pool)
      _ = try Checkpoint(directory: folder["\(name).gguf"], readsGGUF: true)
      let one = try ModelTokenizer.open(directory: folder[name])
      let two = try ModelTokenizer.open(directory: folder["\(name).gguf"])
      for text in [corpus, "e\u{301} 1234 the<|end|>the  \n\n x", "don'T"] {
        #expect(try one.encode(text) == two.encode(text), "\(split)")
      }
      #expect(two.eosID == 300 && two.addsBOS == (split == "llama-bpe"))
      #expect(try JSON(file: folder["\(name).gguf"] + "/tokenizer_config.json")["chat_template"] == "{{ x }}")
    }
  }
}
