import Files
import TestSupport
import Testing
import Tokenization

@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct FastTokenizerTests {
  private static let model = "\(TestSupport.shared ?? "")/data/models/parity-llama-32k"

  @Test("spaces, added tokens, BOS and EOS as the fast tokenizer has them", arguments: FastTokenizerCase.all)
  func recorded(example: FastTokenizerCase) throws {
    let folder = try ScratchDirectory()
    for name in ["tokenizer.model"] + (example.fast ? ["tokenizer.json"] : []) {
      try folder.write(name, try FileSystem.bytes(of: Self.model + "/" + name))
    }
    try folder.write("config.json", #"{"model_type": "\#(example.type)"}"#)
    try folder.write("tokenizer_config.json", example.configuration)
    if let added = example.added { try folder.write("added_tokens.json", added) }
    if let specials = example.specials { try folder.write("special_tokens_map.json", specials) }
    let tokenizer = try SentencePieceTokenizer(directory: folder.path)
    #expect(tokenizer.addsBOS == example.bos && tokenizer.addsEOS == example.eos)
    for (text, ids) in zip(FastTokenizerCase.texts, example.ids) {
      #expect(try tokenizer.encode(text) == ids, "'\(text)'")
    }
  }

  @Test(
    "the recorded texts of golden/families, special literals of the pieces themselves apart",
    arguments: ["mistral", "phi3"])
  func families(name: String) throws {
    let shared = "\(TestSupport.shared ?? "")/golden/families/tokenizers/small/\(name)"
    let tokenizer = try SentencePieceTokenizer(directory: shared)
    var checked = 0
    for line in try TestSupport.lines(of: shared + "/cases.jsonl.gz") {
      guard let text = line["text"]?.string, let ids = line["ids"]?.array else { continue }
      // Deviation of the tokenizer: pieces of the model that are written out are plain text.
      if [
        "<s>", "</s>", "<unk>", "[INST]", "[/INST]", "[TOOL", "[/TOOL", "[AVAILABLE", "[/AVAILABLE", "[control",
        "\u{2581}",
      ]
      .contains(where: text.contains) {
        continue
      }
      // SentencePiece joins two marks first where a text begins with several, the fast tokenizer the mark and its word.
      if text.hasPrefix("  ") { continue }
      checked += 1
      #expect(try tokenizer.encode(text).map(Int.init) == ids.compactMap(\.integer), "'\(text.prefix(60))'")
    }
    #expect(checked > 500, "\(checked)")
  }
}
