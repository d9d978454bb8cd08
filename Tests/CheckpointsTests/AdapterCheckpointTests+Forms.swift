import Checkpoints
import Files
import Testing

/// Adapters of other forms than plain LoRA on projections, and other spellings.
extension AdapterCheckpointTests {
  @Test("names as PEFT writes them, as a raw state has them, and without what PEFT puts in front")
  func spellings() throws {
    for spell in [
      { $0.replacing(".weight", with: ".default.weight") }, { $0.replacing("base_model.model.", with: "") }, { $0 },
      { "module." + $0 }, { $0.replacing("base_model.model.", with: "base_model.model._orig_mod.") },
    ] as [(String) -> String] {
      let adapter = try adapter([:], Self.plain.map { (spell($0.0), $0.1) })
      #expect(adapter.factors.map(\.projection) == [.up, .k] && adapter.beyondPlain == nil)
    }
  }

  @Test("DoRA, tables, whole modules, more tokens, excluded modules, chosen layers")
  func beyond() throws {
    let up = "base_model.model.model.layers.0.mlp.up_proj.", k = "base_model.model.model.layers.1.self_attn.k_proj."
    for ending in ["lora_magnitude_vector", "lora_magnitude_vector.weight", "lora_magnitude_vector.default.weight"] {
      let dora = try adapter(["use_dora": true], Self.plain + [(up + ending, [12]), (k + ending, [4])])
      #expect(dora.factors.map { $0.magnitude?.shape } == [[12], [4]])
      #expect(dora.beyondPlain == "DoRA on model.layers.0.mlp.up_proj")
      #expect(throws: Diagnostic.self) { try dora.checkPlain(for: "the search") }
    }
    #expect(
      #expect(throws: Diagnostic.self) { try adapter(["use_dora": true]) }?.problem
        == "tensor '\(up)lora_A.weight' stands without its lora_magnitude_vector")
    let tables = try adapter(
      ["target_modules": ["up_proj", "k_proj", "embed_tokens", "lm_head"]],
      Self.plain + [
        ("base_model.model.model.embed_tokens.lora_embedding_A", [2, 9]),
        ("base_model.model.model.embed_tokens.lora_embedding_B", [8, 2]),
        ("base_model.model.lm_head.lora_A.weight", [2, 8]), ("base_model.model.lm_head.lora_B.weight", [9, 2]),
      ])
    #expect(tables.tables.map(\.table) == [.head, .embedding] && tables.beyondPlain == "LoRA on lm_head")
    let wholes = try adapter(
      ["modules_to_save": ["embed_tokens", "lm_head", "classifier"], "bias": "all"],
      Self.plain + [
        ("base_model.model.model.embed_tokens.modules_to_save.default.weight", [11, 8]),
        ("base_model.model.lm_head.weight", [11, 8]), ("base_model.model.model.norm.weight", [8]),
      ])
    #expect(wholes.wholes.map(\.name) == ["lm_head.weight", "model.embed_tokens.weight", "model.norm.weight"])
    #expect(try wholes.vocabularySize(for: Self.model) == 11)
    #expect(
      #expect(throws: Diagnostic.self) { try adapter(["modules_to_save": ["lm_head"]]) }?.problem
        == "holds no weight of lm_head, which \"modules_to_save\" names")
    for changes in [["exclude_modules": ["k_proj"]], ["layers_to_transform": [0]], ["layers_to_transform": 0]]
      as [[String: JSON]]
    {
      #expect(
        #expect(throws: Diagnostic.self) { try adapter(changes) }?.problem
          == "tensor '\(k)lora_A.weight' adapts k_proj, which \"target_modules\" does not name")
    }
    #expect(try adapter(["layers_to_transform": [0, 1], "exclude_modules": ["q_proj"]]).factors.count == 2)
  }

  @Test("Keys that nothing reads, and weights that nobody named, are told; layers of another name are refused")
  func strangers() throws {
    let odd = try adapter(["lora_frob": 3, "use_frob": false, "frob_config": .null])
    #expect(odd.warnings(for: Self.model).first?.hasSuffix("unknown key \"lora_frob\": not obeyed") == true)
    let head = try adapter([:], Self.plain + [("base_model.model.lm_head.weight", [9, 8])])
    #expect(
      head.warnings(for: Self.model).contains {
        $0.hasSuffix(
          "brings a tensor (lm_head.weight) whole, and \"modules_to_save\" does not say so: used, as PEFT does")
      })
    var tied = Self.model
    tied.tieWordEmbeddings = true
    #expect(
      #expect(throws: Diagnostic.self) { try head.check(for: tied) }?.problem.hasPrefix("brings lm_head.weight") == true
    )
    let named = try adapter(
      ["modules_to_save": ["lm_head"]], Self.plain + [("base_model.model.lm_head.weight", [9, 8])])
    #expect(throws: Never.self) { try named.check(for: tied) }
    #expect(try adapter(["layers_to_transform": [0, 1], "layers_pattern": "layers"]).factors.count == 2)
    #expect(throws: Diagnostic.self) { try adapter(["layers_to_transform": [0, 1], "layers_pattern": ["blocks"]]) }
  }

  @Test("What an adapter lacks, or brings beyond the model's tokens, is told")
  func warnings() throws {
    let all = try adapter(["target_modules": ["up_proj", "k_proj"]])
    // Of two layers each has one of the two modules that are targeted.
    let sentence =
      "holds nothing for 2 of the modules that it targets, model.layers.0.self_attn.k_proj the first: they are as in the model"
    #expect(all.warnings(for: Self.model).map { $0.hasSuffix(sentence) } == [true])
    let chosen = try adapter(["target_modules": ".*(0.mlp.up|1.self_attn.k)_proj"])
    #expect(chosen.warnings(for: Self.model) == [])
    let more = try adapter(
      ["target_modules": ".*(0.mlp.up|1.self_attn.k)_proj"],
      Self.plain + [
        ("base_model.model.model.embed_tokens.weight", [11, 8]), ("base_model.model.lm_head.weight", [11, 8]),
      ])
    #expect(
      more.warnings(for: Self.model).map { $0.contains("brings 11 rows of the embedding, the model has 9") } == [true])
  }
}
