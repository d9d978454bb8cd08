import Configuration
import Files
import Glibc
import Merging
import ModelMerging
import TestSupport
import Testing

/// The file of a merge is described and read as every other file is.
@Suite struct MergeFileTests {
  private func read(_ text: String) throws -> MergeConfiguration {
    try MergeConfiguration(try ConfigurationFile(text: text, place: "m.yaml").settings)
  }

  @Test(
    "What is wrong is told by its line and the key that may have been meant, on every level",
    arguments: [
      (
        "merge_metod: linear\nmerge_method: linear\nmodels: [{model: a}]\n", 1, "merge_metod",
        "did you mean merge_method?"
      ),
      ("merge_method: linear\nmodels:\n  - model: a\n    paramters: {weight: 1}\n", 4, "paramters", "parameters"),
      ("merge_method: linear\nmodels:\n  - modle: a\n", 3, "modle", "did you mean model?"),
      (
        "merge_method: linear\nslices:\n  - sources:\n      - model: a\n        layer_rang: [0, 1]\n", 5, "layer_rang",
        "did you mean layer_range?"
      ),
      ("merge_method: linear\nslices:\n  - sorces: []\n", 3, "sorces", "did you mean sources?"),
      ("merge_method: linear\nmodels: [{model: a}]\ntokenizer:\n  surce: union\n", 4, "surce", "did you mean source?"),
      (
        "merge_method: linear\nmodels: [{model: a}]\ntokenizer:\n  tokens:\n    <x.y>:\n      forse: true\n", 6,
        "forse",
        "did you mean force?"
      ),
      (
        "merge_method: linear\nmodels: [{model: a}]\ntokenizer:\n  tokens:\n    <x>: {source: {knd: zero}}\n", 5,
        "knd", "did you mean kind?"
      ),
    ])
  func mistakes(text: String, line: Int, key: String, meant: String) throws {
    let error = #expect(throws: Diagnostic.self) { _ = try read(text) }
    #expect(error?.place == "m.yaml:\(line)" && error?.status == .wrongUsage, "\(error?.description ?? "")")
    #expect(error?.problem.contains(key) == true, "\(error?.description ?? "")")
    #expect(error?.expectation.contains(meant) == true, "\(error?.description ?? "")")
  }

  @Test("A leading ~ means home in every path; a token's text may have dots")
  func places() throws {
    let home = try #require(getenv("HOME").map { String(cString: $0) })
    let job = try read(
      """
      merge_method: linear
      base_model: ~/base
      models: [{model: ~/a+~/b, statistics: ~/s}, {model: c}]
      tokenizer: {source: ~/t, tokens: {<a.b>: {source: x}, <c>: {source: {kind: zero}}}}
      out: ~/out

      """)
    #expect(job.base?.path == home + "/base" && job.out == home + "/out")
    #expect(job.models.map(\.text) == ["\(home)/a+\(home)/b", "c"])
    #expect(job.slices[0].sources[0].statistics == home + "/s")
    #expect(job.tokenizer?.source == .folder(home + "/t"))
    #expect(job.tokenizer?.rules[ExactText("<a.b>")]?.origin == .model("x"))
    #expect(job.tokenizer?.rules[ExactText("<c>")]?.origin == .zero)
  }

  @Test("Help and schema have the keys of every level, and all parameters of all methods")
  func outline() throws {
    let outline = MergeConfiguration.schema.outline, names = Set(outline.rows().map { $0[0] })
    for name in [
      "models[].model", "models[].statistics", "slices[].sources[].layer_range", "tokenizer.pad_to_multiple_of",
      "tokenizer.tokens.NAME.force", "parameters.int8_mask",
    ] {
      #expect(names.contains("`\(name)`"), "\(name)")
      #expect(outline.help.contains("\n\(name)"), "\(name)")
    }
    let schema = try #require(outline.jsonSchema["properties"])
    for parameter in MergeMethod.all.flatMap(\.parameters) {
      #expect(names.contains("`parameters.\(parameter.name)`"))
      #expect(schema["parameters"]?["properties"]?[parameter.name]?["anyOf"] != nil)
      let source = schema["models"]?["anyOf"]?.array?.first?["properties"]
      #expect(source?["parameters"]?["properties"]?[parameter.name] != nil)
    }
    #expect(schema["tokenizer"]?["properties"]?["tokens"]?["additionalProperties"]?["additionalProperties"] == false)
  }

  @Test("What was resolved once is not resolved again: names, and what is said of others")
  func once() throws {
    let outline = MergeConfiguration.schema.outline
    let settings = try ConfigurationFile(
      text: "merge_method: linear\nmodels: [{model: a, parameters: {weight: {filter: mlp, value: 2}}}, {model: b}]\n",
      place: "m.yaml"
    ).settings
    let first = try outline.resolved(settings).settings
    let again = try outline.resolved(first)
    #expect(again.notes.isEmpty && again.settings.map(\.value) == first.map(\.value))
    let weight = try MergeConfiguration(first).slices[0].sources[0].parameters["weight"]
    #expect(weight == ["filter": "mlp", "value": 2])
  }
}
