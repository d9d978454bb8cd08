import Checkpoints
import Configuration
import Files
import Merging
import ModelMerging
import Pipelines
import TestSupport
import Testing

/// Parameters of merges as people write them: what was given is used or refused with its line, never replaced by a default.
@Suite struct MergeParameterTests {
  private let folder: MergeFolder

  init() throws { folder = try MergeFolder() }

  private func configuration(_ yaml: String) throws -> MergeConfiguration { try folder.configuration(yaml) }

  @Test(
    "A value that was given and is none is an error with its line, never the method's default",
    arguments: [
      ("weight: []", "weight is [], which is an empty list"), ("weight:", "weight is null, which is no value"),
      ("weight: .nan", "weight is \".nan\""), ("weight: .inf", "weight is \".inf\""),
      ("weight: \"0x10\"", "weight is \"0x10\""),
      ("weight: 1e9", "weight is"), ("weight: {a: 1}", "it has \"a\""), ("weight: {filter: mlp}", "it has no value"),
      ("weight: [{filter: mlp, value: []}, {value: 1}]", "weight is [], which is an empty list"),
      ("weight: [{filter: 3, value: 1}]", "the filter is no text"),
      ("weight: [{filter: mlp, vlaue: 1}]", "it has \"vlaue\""),
      ("weight: [1, {filter: mlp, value: 1}]", "a mixture of values"),
      ("weight: [[0, 1], [1, 0]]", "no list of numbers"),
      ("weight: [0.5, much]", "no list of numbers"), ("weight: [{filter: mlp, value: [1, two]}]", "no list of numbers"),
      ("weight: true", "weight is true"),
      ("weight: [{filter: mlp, value: 0.5}]", "weight has no value for 'model.embed_tokens.weight'"),
      ("weight: [{filter: mlp, value: 1}, {filter: self_attn, value: 1}]", "weight has no value for"),
    ])
  func values(setting: String, sentence: String) throws {
    for yaml in [
      "merge_method: linear\nmodels:\n  - model: one\n    parameters:\n      \(setting)\n  - model: two\n    parameters: {weight: 1}\n",
      "merge_method: linear\nmodels: [{model: one}, {model: two}]\nparameters:\n\n  \(setting)\n",
      "merge_method: linear\nslices:\n- sources: [{model: one, layer_range: [0, 2]}, {model: two, layer_range: [0, 2]}]\n  parameters:\n\n    \(setting)\n",
    ] {
      let error = #expect(throws: Diagnostic.self) { _ = try MergeModels(try configuration(yaml), threads: 1).run() }
      let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
      let line = (lines.firstIndex { $0.contains(setting) } ?? 0) + 1
      // A mapping in the global parameters is a name of its own.
      let isName = yaml.contains("{model: two}]\nparameters") && setting.hasPrefix("weight: {")
      #expect(
        error?.place == "merge.yaml:\(line)" && error?.status == .wrongUsage, "\(error?.description ?? "") \(yaml)")
      #expect(error?.problem.contains(isName ? "has no parameter" : sentence) == true, "\(error?.description ?? "")")
      #expect(!FileSystem.exists(folder["merged"]))
    }
  }

  @Test(
    "Every parameter of every method: filters that fit nowhere are an error, a single value holds",
    arguments: MergeMethod.all.map(\.name))
  func everyParameter(name: String) throws {
    let method = try MergeConfiguration.method(name, place: "test")
    for parameter in method.parameters {
      let value = parameter.standard(.mergekit).text()
      let models = method.parents.upperBound == 1 ? ["one"] : ["one", "two"]
      let list = models.map { "{model: \($0)}" }.joined(separator: ", ")
      let start =
        "merge_method: \(name)\nbase_model: \(method.startsAtBase ? "one" : "base")\nmodels: [\(list)]\nparameters:\n"
      for (setting, isRight) in [
        ("[{filter: nowhere, value: \(value)}]", false), ("[]", false),
        ("[{filter: nowhere, value: \(value)}, {value: \(value)}]", true),
        ("\(value)", true),
      ] {
        let yaml = start + "  \(parameter.name): \(setting)\n"
        guard method.statistics == nil else {
          // What it reads beside the models is not there; values are looked at before that.
          if setting == "[]" { #expect(throws: Diagnostic.self) { try configuration(yaml).check() } }
          continue
        }
        if isRight {
          _ = try MergeModels(try configuration(yaml), threads: 1)
        } else {
          let error = #expect(throws: Diagnostic.self, "\(yaml)") {
            _ = try MergeModels(try configuration(yaml), threads: 1)
          }
          #expect(error?.place == "merge.yaml:5" && error?.status == .wrongUsage, "\(error?.description ?? "")")
        }
      }
    }
  }

  @Test("A weight that one model has and the other lacks is an error; of other parameters the default is told")
  func incomplete() throws {
    let error = #expect(throws: Diagnostic.self) {
      try configuration("merge_method: linear\nmodels:\n- {model: one, parameters: {weight: 0.5}}\n- {model: two}")
        .check()
    }
    #expect(error?.place == "merge.yaml:3" && error?.status == .wrongUsage)
    #expect(error?.problem.hasPrefix("weight is given for \(folder["one"]) and not for \(folder["two"])") == true)
    let outcome = try MergeModels(
      try configuration(
        """
        merge_method: ties
        base_model: base
        models:
          - {model: base, parameters: {weight: 3}}
          - {model: one, parameters: {density: 0.5}}
          - {model: two}
        parameters: {weight: 1}
        """), threads: 1
    ).run()
    #expect(
      outcome.notes == [
        "parameters of \(folder["base"]) change nothing: it is the base", "density of \(folder["two"]) is not given: 1",
      ])
    #expect(
      try JSON(file: folder["merged"] + "/provenance.json")["notes"]?.array == outcome.notes.map { .string($0) })
  }

  @Test(
    "Wrong types in the lists of models and slices",
    arguments: [
      ("models: 3", "models is no list"), ("models: []", "models is empty"), ("models: [one]", "has no model"),
      ("models: [{model: 3}]", "has no model"), ("models: [{model: one, parameters: 3}]", "parameters is 3"),
      ("models: [{model: one, statistics: 3}]", "statistics is 3"),
      ("models: [{model: one}]\nparameters: 3", "parameters is 3"),
      ("slices: [{sources: [{model: one, layer_range: [0, 1.5]}]}]", "has layer_range [0, 1.5]"),
      ("slices: [{sources: [{model: one, layer_range: [0, 1, 2]}]}]", "has layer_range [0, 1, 2]"),
      ("slices: [{sources: {}}]", "is no list"), ("slices: 3", "slices is 3"),
    ])
  func types(yaml: String, sentence: String) throws {
    let error = #expect(throws: Diagnostic.self) {
      try configuration("merge_method: linear\n" + yaml).check()
    }
    #expect(error?.problem.contains(sentence) == true && error?.status == .wrongUsage, "\(error?.description ?? "")")
  }
}
