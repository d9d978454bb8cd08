import Testing

/// What transformers 5.24 makes of Llama 2's pieces and the settings beside them (`AutoTokenizer`, recorded): the ids of
/// `texts`, and what `encode` puts around a text.
struct FastTokenizerCase: Sendable, CustomTestStringConvertible {
  let name: String
  let bos: Bool
  let eos: Bool
  /// Whether tokenizer.json lies beside tokenizer.model.
  let fast: Bool
  let type: String
  let configuration: String
  let added: String?
  let specials: String?
  let ids: [[Int32]]

  init(
    _ name: String, bos: Bool, eos: Bool, fast: Bool, type: String, configuration: String, added: String?,
    specials: String?, ids: [[Int32]]
  ) {
    (self.name, self.bos, self.eos, self.fast, self.type) = (name, bos, eos, fast, type)
    (self.configuration, self.added, self.specials, self.ids) = (configuration, added, specials, ids)
  }

  var testDescription: String { name }

  static let texts = [
    " hi", "hi", "a<x> b", "a <x>b", "<x>b", "<x> b", "x <x>  <x> y", "a<x>b<x> c ", "_<x>_", "wo<x>rd", "<x>",
    "a\n<x>\nb", "é<x>é",
  ]

  static let all: [FastTokenizerCase] = [
    .init(
      "Llama, legacy absent", bos: true, eos: false, fast: false, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "LlamaTokenizer", "add_bos_token": true}"#,
      added: #"{"<x>": 32000}"#, specials: nil,
      ids: [
        [7251], [7251], [263, 32000, 289], [263, 29871, 32000, 29890], [32000, 29890], [32000, 289],
        [921, 29871, 32000, 259, 32000, 343], [263, 32000, 29890, 32000, 274, 29871], [903, 32000, 29918],
        [8879, 32000, 5499], [32000], [263, 13, 32000, 13, 29890], [904, 32000, 29948],
      ]),
    .init(
      "Llama, legacy absent, tokenizer.json", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "LlamaTokenizer", "add_bos_token": true}"#,
      added: #"{"<x>": 32000}"#, specials: nil,
      ids: [
        [7251], [7251], [263, 32000, 289], [263, 29871, 32000, 29890], [32000, 29890], [32000, 289],
        [921, 29871, 32000, 259, 32000, 343], [263, 32000, 29890, 32000, 274, 29871], [903, 32000, 29918],
        [8879, 32000, 5499], [32000], [263, 13, 32000, 13, 29890], [904, 32000, 29948],
      ]),
    .init(
      "Llama, legacy False", bos: true, eos: false, fast: false, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "LlamaTokenizer", "add_bos_token": true, "legacy": false}"#,
      added: #"{"<x>": 32000}"#, specials: nil,
      ids: [
        [7251], [7251], [263, 32000, 289], [263, 29871, 32000, 29890], [32000, 29890], [32000, 289],
        [921, 29871, 32000, 259, 32000, 343], [263, 32000, 29890, 32000, 274, 29871], [903, 32000, 29918],
        [8879, 32000, 5499], [32000], [263, 13, 32000, 13, 29890], [904, 32000, 29948],
      ]),
    .init(
      "Llama, legacy False, tokenizer.json", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "LlamaTokenizer", "add_bos_token": true, "legacy": false}"#,
      added: #"{"<x>": 32000}"#, specials: nil,
      ids: [
        [7251], [7251], [263, 32000, 289], [263, 29871, 32000, 29890], [32000, 29890], [32000, 289],
        [921, 29871, 32000, 259, 32000, 343], [263, 32000, 29890, 32000, 274, 29871], [903, 32000, 29918],
        [8879, 32000, 5499], [32000], [263, 13, 32000, 13, 29890], [904, 32000, 29948],
      ]),
    .init(
      "Llama, no prefix space", bos: true, eos: false, fast: false, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "LlamaTokenizer", "add_bos_token": true, "add_prefix_space": false}"#,
      added: #"{"<x>": 32000}"#, specials: nil,
      ids: [
        [7251], [2918], [29874, 32000, 289], [29874, 29871, 32000, 29890], [32000, 29890], [32000, 289],
        [29916, 29871, 32000, 259, 32000, 343], [29874, 32000, 29890, 32000, 274, 29871], [29918, 32000, 29918],
        [827, 32000, 5499], [32000], [29874, 13, 32000, 13, 29890], [29948, 32000, 29948],
      ]),
    .init(
      "Llama, no prefix space, tokenizer.json", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "LlamaTokenizer", "add_bos_token": true, "add_prefix_space": false}"#,
      added: #"{"<x>": 32000}"#, specials: nil,
      ids: [
        [7251], [2918], [29874, 32000, 289], [29874, 29871, 32000, 29890], [32000, 29890], [32000, 289],
        [29916, 29871, 32000, 259, 32000, 343], [29874, 32000, 29890, 32000, 274, 29871], [29918, 32000, 29918],
        [827, 32000, 5499], [32000], [29874, 13, 32000, 13, 29890], [29948, 32000, 29948],
      ]),
    .init(
      "CodeLlama", bos: true, eos: false, fast: false, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "CodeLlamaTokenizer", "legacy": null, "add_bos_token": true}"#,
      added: #"{"<x>": 32000}"#, specials: nil,
      ids: [
        [7251], [7251], [263, 32000, 289], [263, 29871, 32000, 29890], [32000, 29890], [32000, 289],
        [921, 29871, 32000, 259, 32000, 343], [263, 32000, 29890, 32000, 274, 29871], [903, 32000, 29918],
        [8879, 32000, 5499], [32000], [263, 13, 32000, 13, 29890], [904, 32000, 29948],
      ]),
    .init(
      "Llama, EOS", bos: true, eos: true, fast: false, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "LlamaTokenizer", "add_bos_token": true, "add_eos_token": true}"#,
      added: #"{"<x>": 32000}"#, specials: nil,
      ids: [
        [7251], [7251], [263, 32000, 289], [263, 29871, 32000, 29890], [32000, 29890], [32000, 289],
        [921, 29871, 32000, 259, 32000, 343], [263, 32000, 29890, 32000, 274, 29871], [903, 32000, 29918],
        [8879, 32000, 5499], [32000], [263, 13, 32000, 13, 29890], [904, 32000, 29948],
      ]),
    .init(
      "Mistral, legacy absent", bos: true, eos: false, fast: false, type: "mistral",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "LlamaTokenizer", "add_bos_token": true}"#,
      added: #"{"<x>": 32000}"#, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 32000, 29871, 289], [263, 29871, 32000, 289], [32000, 289], [32000, 29871, 289],
        [921, 29871, 32000, 1678, 32000, 29871, 343], [263, 32000, 289, 32000, 29871, 274, 29871], [903, 32000, 903],
        [8879, 32000, 364, 29881], [32000], [263, 13, 32000, 29871, 13, 29890], [904, 32000, 904],
      ]),
    .init(
      "Mistral, legacy True", bos: true, eos: false, fast: false, type: "mistral",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "LlamaTokenizer", "add_bos_token": true, "legacy": true}"#,
      added: #"{"<x>": 32000}"#, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 32000, 29871, 289], [263, 29871, 32000, 289], [32000, 289], [32000, 29871, 289],
        [921, 29871, 32000, 1678, 32000, 29871, 343], [263, 32000, 289, 32000, 29871, 274, 29871], [903, 32000, 903],
        [8879, 32000, 364, 29881], [32000], [263, 13, 32000, 29871, 13, 29890], [904, 32000, 904],
      ]),
    .init(
      "Mistral, legacy False", bos: true, eos: false, fast: false, type: "mistral",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "LlamaTokenizer", "add_bos_token": true, "legacy": false}"#,
      added: #"{"<x>": 32000}"#, specials: nil,
      ids: [
        [7251], [7251], [263, 32000, 289], [263, 29871, 32000, 29890], [32000, 29890], [32000, 289],
        [921, 29871, 32000, 259, 32000, 343], [263, 32000, 29890, 32000, 274, 29871], [903, 32000, 29918],
        [8879, 32000, 5499], [32000], [263, 13, 32000, 13, 29890], [904, 32000, 29948],
      ]),
    .init(
      "Mistral, tokenizer.json", bos: true, eos: false, fast: true, type: "mistral",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "LlamaTokenizer", "add_bos_token": true, "legacy": false}"#,
      added: #"{"<x>": 32000}"#, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 29966, 29916, 29958, 289], [263, 32000, 29890], [32000, 29890], [32000, 289],
        [921, 32000, 29871, 32000, 343], [263, 29966, 29916, 29958, 29890, 29966, 29916, 29958, 274, 29871],
        [903, 29966, 29916, 29958, 29918], [8879, 29966, 29916, 29958, 5499], [32000],
        [263, 13, 29966, 29916, 29958, 13, 29890], [904, 29966, 29916, 29958, 29948],
      ]),
    .init(
      "fast, add_eos_token without effect", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "PreTrainedTokenizerFast", "add_eos_token": true}"#,
      added: #"{"<x>": 32000}"#, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 29966, 29916, 29958, 289], [263, 32000, 29890], [32000, 29890], [32000, 289],
        [921, 32000, 29871, 32000, 343], [263, 29966, 29916, 29958, 29890, 29966, 29916, 29958, 274, 29871],
        [903, 29966, 29916, 29958, 29918], [8879, 29966, 29916, 29958, 5499], [32000],
        [263, 13, 29966, 29916, 29958, 13, 29890], [904, 29966, 29916, 29958, 29948],
      ]),
    .init(
      "fast, added_tokens.json", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "PreTrainedTokenizerFast"}"#,
      added: #"{"<x>": 32000}"#, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 29966, 29916, 29958, 289], [263, 32000, 29890], [32000, 29890], [32000, 289],
        [921, 32000, 29871, 32000, 343], [263, 29966, 29916, 29958, 29890, 29966, 29916, 29958, 274, 29871],
        [903, 29966, 29916, 29958, 29918], [8879, 29966, 29916, 29958, 5499], [32000],
        [263, 13, 29966, 29916, 29958, 13, 29890], [904, 29966, 29916, 29958, 29948],
      ]),
    .init(
      "fast, added_tokens.json, special", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "PreTrainedTokenizerFast"}"#,
      added: #"{"<x>": 32000}"#, specials: #"{"additional_special_tokens": ["<x>"]}"#,
      ids: [
        [29871, 7251], [7251], [263, 29966, 29916, 29958, 289], [263, 32000, 29890], [32000, 29890], [32000, 289],
        [921, 32000, 29871, 32000, 343], [263, 29966, 29916, 29958, 29890, 29966, 29916, 29958, 274, 29871],
        [903, 29966, 29916, 29958, 29918], [8879, 29966, 29916, 29958, 5499], [32000],
        [263, 13, 29966, 29916, 29958, 13, 29890], [904, 29966, 29916, 29958, 29948],
      ]),
    .init(
      "fast, normalized", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": {"32000": {"content": "<x>", "lstrip": false, "rstrip": false, "single_word": false, "normalized": false, "special": false}}}"#,
      added: nil, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 32000, 29871, 289], [263, 29871, 32000, 289], [32000, 289], [32000, 29871, 289],
        [921, 29871, 32000, 1678, 32000, 29871, 343], [263, 32000, 289, 32000, 29871, 274, 29871], [903, 32000, 903],
        [8879, 32000, 364, 29881], [32000], [263, 13, 32000, 29871, 13, 29890], [904, 32000, 904],
      ]),
    .init(
      "fast, normalized", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": {"32000": {"content": "<x>", "lstrip": false, "rstrip": false, "single_word": false, "normalized": true, "special": false}}}"#,
      added: nil, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 29966, 29916, 29958, 289], [263, 32000, 29890], [32000, 29890], [32000, 289],
        [921, 32000, 29871, 32000, 343], [263, 29966, 29916, 29958, 29890, 29966, 29916, 29958, 274, 29871],
        [903, 29966, 29916, 29958, 29918], [8879, 29966, 29916, 29958, 5499], [32000],
        [263, 13, 29966, 29916, 29958, 13, 29890], [904, 29966, 29916, 29958, 29948],
      ]),
    .init(
      "fast, special", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": {"32000": {"content": "<x>", "lstrip": false, "rstrip": false, "single_word": false, "normalized": false, "special": true}}}"#,
      added: nil, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 32000, 29871, 289], [263, 29871, 32000, 289], [32000, 289], [32000, 29871, 289],
        [921, 29871, 32000, 1678, 32000, 29871, 343], [263, 32000, 289, 32000, 29871, 274, 29871], [903, 32000, 903],
        [8879, 32000, 364, 29881], [32000], [263, 13, 32000, 29871, 13, 29890], [904, 32000, 904],
      ]),
    .init(
      "fast, lstrip", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": {"32000": {"content": "<x>", "lstrip": true, "rstrip": false, "single_word": false, "normalized": false, "special": false}}}"#,
      added: nil, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 32000, 29871, 289], [263, 32000, 289], [32000, 289], [32000, 29871, 289],
        [921, 32000, 32000, 29871, 343], [263, 32000, 289, 32000, 29871, 274, 29871], [903, 32000, 903],
        [8879, 32000, 364, 29881], [32000], [263, 32000, 29871, 13, 29890], [904, 32000, 904],
      ]),
    .init(
      "fast, rstrip", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": {"32000": {"content": "<x>", "lstrip": false, "rstrip": true, "single_word": false, "normalized": false, "special": false}}}"#,
      added: nil, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 32000, 289], [263, 29871, 32000, 289], [32000, 289], [32000, 289],
        [921, 29871, 32000, 32000, 343], [263, 32000, 289, 32000, 274, 29871], [903, 32000, 903],
        [8879, 32000, 364, 29881], [32000], [263, 13, 32000, 289], [904, 32000, 904],
      ]),
    .init(
      "fast, single_word", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": {"32000": {"content": "<x>", "lstrip": false, "rstrip": false, "single_word": true, "normalized": false, "special": false}}}"#,
      added: nil, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 29966, 29916, 29958, 289], [263, 529, 29916, 29958, 29890],
        [529, 29916, 29958, 29890], [32000, 29871, 289], [921, 29871, 32000, 1678, 32000, 29871, 343],
        [263, 29966, 29916, 29958, 29890, 29966, 29916, 29958, 274, 29871], [903, 29966, 29916, 29958, 29918],
        [8879, 29966, 29916, 29958, 5499], [32000], [263, 13, 32000, 29871, 13, 29890],
        [904, 29966, 29916, 29958, 29948],
      ]),
    .init(
      "fast, normalized, rstrip", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": {"32000": {"content": "<x>", "lstrip": false, "rstrip": true, "single_word": false, "normalized": true, "special": false}}}"#,
      added: nil, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 29966, 29916, 29958, 289], [263, 32000, 29890], [32000, 29890], [32000, 289],
        [921, 32000, 29871, 32000, 343], [263, 29966, 29916, 29958, 29890, 29966, 29916, 29958, 274, 29871],
        [903, 29966, 29916, 29958, 29918], [8879, 29966, 29916, 29958, 5499], [32000],
        [263, 13, 29966, 29916, 29958, 13, 29890], [904, 29966, 29916, 29958, 29948],
      ]),
    .init(
      "fast, normalized, single_word", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "PreTrainedTokenizerFast", "added_tokens_decoder": {"32000": {"content": "<x>", "lstrip": false, "rstrip": false, "single_word": true, "normalized": true, "special": false}}}"#,
      added: nil, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 29966, 29916, 29958, 289], [263, 529, 29916, 29958, 29890],
        [529, 29916, 29958, 29890], [32000, 289], [921, 529, 29916, 29958, 29871, 32000, 343],
        [263, 29966, 29916, 29958, 29890, 29966, 29916, 29958, 274, 29871], [903, 29966, 29916, 29958, 29918],
        [8879, 29966, 29916, 29958, 5499], [32000], [263, 13, 29966, 29916, 29958, 13, 29890],
        [904, 29966, 29916, 29958, 29948],
      ]),
    .init(
      "fast, extra special token", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "PreTrainedTokenizerFast", "additional_special_tokens": ["<x>"]}"#,
      added: nil, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 32000, 29871, 289], [263, 29871, 32000, 289], [32000, 289], [32000, 29871, 289],
        [921, 29871, 32000, 1678, 32000, 29871, 343], [263, 32000, 289, 32000, 29871, 274, 29871], [903, 32000, 903],
        [8879, 32000, 364, 29881], [32000], [263, 13, 32000, 29871, 13, 29890], [904, 32000, 904],
      ]),
    .init(
      "fast, [PAD] named only", bos: true, eos: false, fast: true, type: "llama",
      configuration:
        #"{"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "tokenizer_class": "PreTrainedTokenizerFast", "pad_token": "[PAD]"}"#,
      added: nil, specials: nil,
      ids: [
        [29871, 7251], [7251], [263, 29966, 29916, 29958, 289], [263, 529, 29916, 29958, 29890],
        [529, 29916, 29958, 29890], [529, 29916, 29958, 289], [921, 529, 29916, 29958, 29871, 529, 29916, 29958, 343],
        [263, 29966, 29916, 29958, 29890, 29966, 29916, 29958, 274, 29871], [903, 29966, 29916, 29958, 29918],
        [8879, 29966, 29916, 29958, 5499], [529, 29916, 29958], [263, 13, 29966, 29916, 29958, 13, 29890],
        [904, 29966, 29916, 29958, 29948],
      ]),
  ]
}
