import Files

extension GGUFTokenizer {
  /// BERT's, as a tokenizer.json. The file marks what begins a word, tokenizer.json what goes on in one; tokens in brackets are neither.
  func wordPiece() throws(Diagnostic) -> JSON {
    guard let unknown else { throw metadata.missing("tokenizer.ggml.unknown_token_id") }
    let names = tokens.map { token in
      if token.hasPrefix("["), token.hasSuffix("]") { return token }
      return token.hasPrefix("▁") ? String(token.dropFirst()) : "##" + token
    }
    return [
      "version": "1.0", "truncation": .null, "padding": .null, "added_tokens": .array(added),
      "normalizer": [
        "type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": .null,
        "lowercase": .bool(metadata.tokenizer("normalizer.lowercase")?.flag ?? true),
      ],
      "pre_tokenizer": ["type": "BertPreTokenizer"], "post_processor": try framing(),
      "decoder": ["type": "WordPiece", "prefix": "##", "cleanup": true],
      "model": [
        "type": "WordPiece", "unk_token": .string(tokens[unknown]), "continuing_subword_prefix": "##",
        "max_input_chars_per_word": 100, "vocab": try vocabulary(names),
      ],
    ]
  }

  private func framing() throws(Diagnostic) -> JSON {
    guard let first, let last else { return .null }
    func pair(_ id: Int) -> JSON { [.string(tokens[id]), .integer(id)] }
    return ["type": "BertProcessing", "sep": pair(last), "cls": pair(first)]
  }
}
