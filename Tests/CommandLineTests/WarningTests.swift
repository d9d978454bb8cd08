import Checkpoints
import Files
import TestSupport
import Testing

/// What of a model's folder is ignored is said once by every command that reads it, and recorded.
@Suite struct WarningTests {
  private let folder: ScratchDirectory
  private let stranger =
    "model/model.safetensors: config.json does not ask for a tensor (model.layers.0.self_attn.q_proj.bias): ignored"
  private let key = "model/config.json: unknown key \"new_key\": not obeyed"

  init() throws {
    folder = try ScratchDirectory()
    #expect(try Command.run(["import", "random", "model"], in: folder).status == 0)
    try FileSystem.remove(folder["model/provenance.json"])
    let checkpoint = try Checkpoint(directory: folder["model"]), store = checkpoint.tensors
    for (seed, name) in ["a", "b"].enumerated() {
      _ = try RandomAdapter.write(
        name, [.gate, .up], rank: 2, for: checkpoint.configuration, in: folder, seed: UInt64(seed + 1), size: 0.3)
    }
    let writer = try SafetensorsWriter(
      folder["new"],
      tensors: store.views.map { .init($0.name, $0.dtype, $0.shape) }
        + [.init("model.layers.0.self_attn.q_proj.bias", .f32, [32])])
    for view in store.views { try writer.append(view.bytes) }
    try writer.append([UInt8](repeating: 0, count: 128))
    try writer.finish()
    try FileSystem.move(folder["new"], to: folder["model/model.safetensors"])
    var json = try #require(try JSON(file: folder["model/config.json"]).object)
    json["new_key"] = 8
    try folder.write("model/config.json", JSON.object(json).text())
    let lines = (0..<8).map { #"{"instruction": "Say \#($0)", "input": "", "output": "It is \#($0 * 7 % 40)."}"# }
    try folder.write("corpus.jsonl", lines.joined(separator: "\n"))
    try folder.write(
      "dtm.yaml",
      """
      base: model
      data: corpus.jsonl
      out: dtm
      k: 2
      train: {max_length: 300, epochs: 1, batch_size: 4, learning_rate: 1e-2, lora: {rank: 2}}
      dispersals: [{name: states, method: kmeans, embedding: base, text: both}]
      ensemble: none
      lambdas: []
      score: {preset: lm-eval, groups: [{tasks: openbookqa, limit: 2}]}
      """)
  }

  private static let training = [
    "--set", "model=model", "--set", "data=corpus.jsonl", "--set", "max_length=300", "--set", "lora.rank=2", "--set",
    "batch_size=4",
  ]

  static let commands: [(arguments: [String], record: String, member: [String])] = [
    (
      ["score", "--model", "model", "--tasks", "openbookqa", "--limit", "2", "--out", "run"], "run/run.json",
      ["circumstances", "warnings"]
    ),
    (["train", "--out", "run"] + training, "run/adapter/provenance.json", ["warnings"]),
    (["estimate", "gram", "--adapter", "a", "--samples", "2"] + training, "a/gram.safetensors", []),
    (["estimate", "fisher", "--out", "fisher.safetensors", "--samples", "2"] + training, "fisher.safetensors", []),
    (
      [
        "disperse", "--data", "corpus.jsonl", "--method", "kmeans", "--embedding", "model", "--k", "2", "--out",
        "parts",
      ],
      "parts/manifest.json", ["warnings"]
    ),
    (
      [
        "search", "a", "b", "--base", "model", "--tasks", "arc_easy", "--set", "evaluations=9", "--set", "limit=4",
        "--out",
        "found",
      ], "found/search.json", ["warnings"]
    ),
    (["dtm", "--config", "dtm.yaml"], "dtm/report.json", ["warnings"]),
    (["tasks", "openbookqa", "--model", "model"], "", []),
  ]

  @Test("Once on standard error, and in the record", arguments: WarningTests.commands.indices)
  func said(index: Int) throws {
    let (arguments, record, path) = Self.commands[index]
    let done = try Command.run(arguments, in: folder)
    #expect(done.status == 0, "\(done.errors)")
    let said = done.errors.split(separator: "\n").filter { $0.hasPrefix("warning: ") }.map { String($0.dropFirst(9)) }
    #expect(said == [stranger, key], "\(arguments[0]): \(done.errors)")
    if record.hasSuffix(".safetensors") {
      #expect(try SafetensorsFile(folder[record]).metadata["warnings"] == stranger + "\n" + key)
    } else if !record.isEmpty {
      let json = path.reduce(try JSON(file: folder[record])) { $0[$1] ?? .null }
      #expect(json == [.string(stranger), .string(key)], "\(arguments[0])")
    }
  }
}
