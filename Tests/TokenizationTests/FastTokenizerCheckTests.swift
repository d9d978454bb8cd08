import Files
import TestSupport
import Testing
import Tokenization

/// tokenizer.json beside tokenizer.model: what it says otherwise than the model is an error, for the reference would encode by it.
@Suite struct FastTokenizerCheckTests {
  private let folder: ScratchDirectory
  private let proto = SentencePieceProto.characters

  init() throws {
    folder = try ScratchDirectory()
    try folder.write("tokenizer.model", proto.serialized())
    try folder.write(
      "tokenizer_config.json",
      #"{"tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}"#)
  }

  /// A whole one of the same pieces, with members put in others' place by path.
  private func write(_ changes: [(path: String, value: JSON?)]) throws {
    let vocabulary = JSONObject(proto.pieces.enumerated().map { (key: $1.text, value: .integer($0)) })
    var model: JSONObject = [
      "type": "BPE", "dropout": .null, "byte_fallback": true, "ignore_merges": false,
      "continuing_subword_prefix": .null,
      "vocab": .object(vocabulary), "merges": ["a b"],
    ]
    var root: JSONObject = [
      "added_tokens": [["id": 1, "content": "<s>", "special": true]],
      "normalizer": [
        "type": "Sequence",
        "normalizers": [
          ["type": "Replace", "pattern": ["Regex": " {2,}"], "content": " "],
          ["type": "Prepend", "prepend": "\u{2581}"],
          ["type": "Replace", "pattern": ["String": " "], "content": "\u{2581}"],
        ],
      ],
      "pre_tokenizer": .null, "post_processor": template(["<s>"], []),
      "decoder": ["type": "Sequence", "decoders": [["type": "ByteFallback"], ["type": "Fuse"]]],
    ]
    for (path, value) in changes {
      if path.hasPrefix("model.") { model[String(path.dropFirst(6))] = value } else { root[path] = value }
    }
    root["model"] = .object(model)
    try folder.write("tokenizer.json", JSON.object(root).text())
  }

  private func template(_ front: [String], _ back: [String]) -> JSON {
    let ids: JSONObject = [
      "<s>": ["ids": [1]], "</s>": ["ids": [2]], "<unk>": ["ids": [0]], "<two>": ["ids": [1, 1]],
    ]
    func part(_ name: String) -> JSON { ["SpecialToken": ["id": .string(name), "type_id": 0]] }
    return [
      "type": "TemplateProcessing",
      "single": .array(front.map(part) + [["Sequence": ["id": "A", "type_id": 0]]] + back.map(part)),
      "special_tokens": .object(ids),
    ]
  }

  private func problem(_ changes: [(path: String, value: JSON?)]) throws -> String? {
    try write(changes)
    do throws(Diagnostic) {
      _ = try SentencePieceTokenizer(directory: folder.path)
      return nil
    } catch {
      #expect(error.place == folder["tokenizer.json"])
      return error.problem
    }
  }

  @Test("One of the same pieces and steps opens, with BOS, with EOS, with neither")
  func same() throws {
    for (front, back) in [(["<s>"], []), ([], ["</s>"]), (["<s>"], ["</s>"]), ([], [])] as [([String], [String])] {
      #expect(try problem([("post_processor", template(front, back))]) == nil)
      let tokenizer = try SentencePieceTokenizer(directory: folder.path)
      #expect(tokenizer.addsBOS == !front.isEmpty && tokenizer.addsEOS == !back.isEmpty && tokenizer.warnings.isEmpty)
    }
    #expect(try problem([("model.dropout", 0.0), ("model.end_of_word_suffix", ""), ("decoder", .null)]) == nil)
    #expect(
      try problem([("normalizer", .null), ("pre_tokenizer", ["type": "Metaspace", "prepend_scheme": "first"])]) == nil)
  }

  @Test(
    "Other tokens around a text than BOS and EOS",
    arguments: [
      (["</s>"], [], "[2] in front of a text, and BOS is 1"), (["<s>", "<s>"], [], "[1, 1] in front of a text"),
      (["<two>"], [], "[1, 1] in front"), (["<s>"], ["<unk>"], "[0] behind a text, and EOS is 2"),
      (["[CLS]"], [], "TemplateProcessing with {\"SpecialToken\": {\"id\": \"[CLS]\""),
    ] as [([String], [String], String)])
  func framing(front: [String], back: [String], words: String) throws {
    let found = try problem([("post_processor", template(front, back))])
    #expect(found?.contains(words) == true, "\(found ?? "opens")")
  }

  @Test(
    "Steps and options that the model has not",
    arguments: [
      ("normalizer", ["type": "Replace", "pattern": ["String": "a"], "content": "b"], "a step 'Replace'"),
      ("normalizer", ["type": "Replace", "pattern": ["Regex": " +"], "content": "_"], "a step 'Replace'"),
      ("normalizer", .null, "leaves spaces as they are"),
      ("normalizer", ["type": "Prepend", "prepend": "\u{2581}"], "leaves spaces as they are"),
      ("pre_tokenizer", ["type": "Metaspace", "replacement": "_"], "Metaspace, replacement _"),
      ("model.type", "WordPiece", "\"model.type\" is \"WordPiece\""),
      ("model.dropout", 0.1, "\"model.dropout\" is 0.1"),
      ("model.byte_fallback", false, "\"model.byte_fallback\" is false"),
      ("model.byte_fallback", nil, "\"model.byte_fallback\" is missing"),
      ("model.ignore_merges", true, "\"model.ignore_merges\" is true"),
      ("model.end_of_word_suffix", "</w>", "\"model.end_of_word_suffix\""),
      ("decoder", ["type": "WordPiece"], "\"decoder\" has a step 'WordPiece'"),
      ("model.vocab", ["<unk>": 0, "<s>": 1], "lacks piece 2 of tokenizer.model, '</s>'"),
    ] as [(String, JSON?, String)])
  func steps(path: String, value: JSON?, words: String) throws {
    let found = try problem([(path, value)])
    #expect(found?.contains(words) == true, "\(found ?? "opens")")
  }

  @Test(
    "Merges in another order than the scores of tokenizer.model are refused, in either spelling; equal scores have none"
  )
  func merges() throws {
    var model = proto
    for (piece, score) in [("ab", -300), ("cd", -301), ("abcd", -302), ("ef", -303), ("gh", -303)] as [(String, Float)]
    {
      model.pieces.append(SentencePieceProto.Piece(piece, score: score))
    }
    try folder.write("tokenizer.model", model.serialized())
    let vocabulary: JSON = .object(
      JSONObject(model.pieces.enumerated().map { (key: $1.text, value: .integer($0)) }))
    func found(_ merges: [(String, String)]) throws -> Set<String?> {
      let spellings: [[JSON]] = [
        merges.map { .string("\($0) \($1)") }, merges.map { .array([.string($0), .string($1)]) },
      ]
      return Set(
        try spellings.map { try problem([("model.vocab", vocabulary), ("model.merges", .array($0))]) })
    }
    #expect(try found([("a", "b"), ("c", "d"), ("ab", "cd"), ("e", "f"), ("g", "h")]) == [nil])
    #expect(try found([("a", "b"), ("c", "d"), ("ab", "cd"), ("g", "h"), ("e", "f")]) == [nil])
    for wrong in [
      [("c", "d"), ("a", "b"), ("ab", "cd")], [("ab", "cd"), ("a", "b"), ("c", "d")],
      [("e", "f"), ("a", "b"), ("c", "d"), ("ab", "cd")],
    ] {
      let problems = try found(wrong)
      #expect(problems.count == 1)
      #expect(problems.first??.contains("before 'ab', and tokenizer.model has the higher score") == true, "\(problems)")
    }
  }

  @Test("A token under the id of another piece, and a class that is not known, are told")
  func warnings() throws {
    try write([])
    try folder.write(
      "tokenizer_config.json",
      #"{"tokenizer_class": "T5Tokenizer", "added_tokens_decoder": {"300": {"content": "<x>"}}}"#)
    let warnings = try SentencePieceTokenizer(directory: folder.path).warnings
    #expect(warnings.count == 2 && warnings[0].contains("unknown \"tokenizer_class\" T5Tokenizer"), "\(warnings)")
    #expect(warnings[1].contains("an added token has the id of another piece, '<x>' that of"))
  }

  @Test("Tokens are told by their bytes: what Unicode takes for the same text are two")
  func bytes() throws {
    try write([("added_tokens", [["id": 400, "content": "<\u{E9}>"], ["id": 401, "content": "<e\u{301}>"]])])
    let tokenizer = try SentencePieceTokenizer(directory: folder.path)
    #expect(tokenizer.vocabularySize == 402 && tokenizer.piece(of: 400) != nil)
    #expect(try tokenizer.encode("<e\u{301}>").last == 401 && tokenizer.encode("<\u{E9}>").last == 400)
  }
}
