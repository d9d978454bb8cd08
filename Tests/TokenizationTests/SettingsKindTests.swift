import Files
import TestSupport
import Testing
import Tokenization

/// A key that is obeyed and has a value of another kind is an error that names it. It was its default before: `"add_bos_token":
/// "false"` put a BOS in front of every text.
@Suite struct SettingsKindTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try folder.write("tokenizer.model", SentencePieceProto.characters.serialized())
  }

  @Test(
    "Keys of a SentencePiece tokenizer's files",
    arguments: [
      ("tokenizer_config.json", "add_bos_token", "\"false\""), ("tokenizer_config.json", "add_eos_token", "1"),
      ("tokenizer_config.json", "legacy", "\"true\""), ("tokenizer_config.json", "tokenizer_class", "[]"),
      ("tokenizer_config.json", "add_prefix_space", "0"), ("tokenizer_config.json", "split_special_tokens", "\"true\""),
      ("tokenizer_config.json", "bos_token", "1"), ("special_tokens_map.json", "eos_token", "{\"text\": \"</s>\"}"),
      ("special_tokens_map.json", "additional_special_tokens", "\"<x>\""),
      ("tokenizer_config.json", "extra_special_tokens", "[3]"), ("config.json", "model_type", "7"),
    ])
  func keys(file: String, key: String, value: String) throws {
    try folder.write(file, "{\"\(key)\": null}")
    _ = try SentencePieceTokenizer(directory: folder.path)
    try folder.write(file, "{\"\(key)\": \(value)}")
    let error = #expect(throws: Diagnostic.self) { try SentencePieceTokenizer(directory: folder.path) }
    #expect(error?.place == folder[file] && error?.problem == "key \"\(key)\" is \(value)")
  }

  @Test(
    "Flags of added tokens, the list of them, and steps of tokenizer.json",
    arguments: [
      (
        "tokenizer_config.json", #"{"added_tokens_decoder": {"354": {"content": "<x>", "lstrip": "yes"}}}"#,
        "\"lstrip\""
      ),
      ("tokenizer.json", #"{"model": {"vocab": {}}, "added_tokens": {"<x>": 354}}"#, "\"added_tokens\""),
      (
        "tokenizer.json", #"{"model": {"vocab": {}}, "added_tokens": [{"id": 354, "content": "<x>", "special": 1}]}"#,
        "\"special\""
      ),
      (
        "tokenizer.json",
        #"{"model": {"vocab": {}}, "pre_tokenizer": {"type": "Metaspace", "prepend_scheme": "second"}}"#,
        "prepend_scheme second"
      ),
      (
        "tokenizer.json",
        #"{"model": {"vocab": {}}, "post_processor": {"type": "RobertaProcessing", "cls": ["<s>", 1]}}"#,
        "RobertaProcessing"
      ),
    ])
  func parts(file: String, text: String, named: String) throws {
    try folder.write(file, text)
    let error = #expect(throws: Diagnostic.self) { try SentencePieceTokenizer(directory: folder.path) }
    #expect(error?.place == folder[file] && error?.problem.contains(named) == true, "\(error?.description ?? "")")
  }

  @Test(
    "Keys of a WordPiece tokenizer's file",
    arguments: [
      ("do_lower_case", "\"no\""), ("strip_accents", "1"), ("tokenize_chinese_chars", "[]"), ("cls_token", "7"),
    ])
  func wordPiece(key: String, value: String) throws {
    try RandomEncoder.write("bert", to: folder, name: "bert")
    try folder.write("bert/tokenizer_config.json", "{\"\(key)\": null}")
    _ = try WordPieceTokenizer(directory: folder["bert"])
    try folder.write("bert/tokenizer_config.json", "{\"\(key)\": \(value)}")
    let error = #expect(throws: Diagnostic.self) { try WordPieceTokenizer(directory: folder["bert"]) }
    #expect(error?.problem == "key \"\(key)\" is \(value)")
  }
}
