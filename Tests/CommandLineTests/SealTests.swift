import Checkpoints
import Files
import TestSupport
import Testing

/// Bytes that are flipped in what Assay made, tables of miniatures, and what may differ between two runs.
@Suite struct SealTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    for (name, seed) in [("base", "1"), ("two", "2")] {
      #expect(try Command.run(["import", "random", name, "--seed", seed], in: folder).status == 0)
    }
    let lines = (0..<24).map { #"{"instruction": "Say \#($0)", "input": "", "output": "It is \#($0 * 7 % 40)."}"# }
    try folder.write("corpus.jsonl", lines.joined(separator: "\n"))
    try folder.write(
      "dtm.yaml",
      """
      base: base
      data: corpus.jsonl
      k: 2
      train: {max_length: 256, epochs: 1, batch_size: 8, lora: {rank: 2}}
      merges: [linear]
      ensemble: none
      lambdas: [0.5]
      score: {preset: lm-eval, groups: [{tasks: arc_easy, limit: 2}]}
      """)
  }

  /// Changes one bit of a file's middle.
  private func flip(_ name: String) throws {
    var bytes = try FileSystem.bytes(of: folder[name])
    bytes[bytes.count / 2 + 1] ^= 1
    try folder.write(name, bytes)
  }

  private func run(_ words: String) throws -> Command {
    try Command.run(words.split(separator: " ").map(String.init), in: folder)
  }

  @Test("A flipped bit in a model or an adapter that Assay made is an error that names the file")
  func models() throws {
    let train = "train --set model=base --set data=corpus.jsonl --set max_length=256 --set updates=1"
    #expect(try run("\(train) --out run").status == 0)
    try flip("run/adapter/adapter_model.safetensors")
    for command in [
      "score --model base --adapter run/adapter --tasks arc_easy --limit 1 --out s",
      "merge --method linear run/adapter --base base --out m",
    ] {
      let made = try run(command)
      #expect(
        made.status == 1 && made.errors.contains("run/adapter/adapter_model.safetensors: is not what was written"))
    }
    try flip("two/model.safetensors")
    for command in [
      "score --model two --tasks arc_easy --limit 1 --out s", "merge --method linear base two --out m",
      train.replacing("model=base", with: "model=two") + " --out run2",
    ] {
      let made = try run(command)
      #expect(
        made.status == 1 && made.errors.contains("two/model.safetensors: is not what was written"), "\(made.errors)")
    }
    #expect(!FileSystem.exists(folder["m"]) && !FileSystem.exists(folder["s"]) && !FileSystem.exists(folder["run2"]))
  }

  @Test("A flipped bit in an assignment, in statistics, in a world's file")
  func others() throws {
    #expect(try run("disperse --data corpus.jsonl --method random --k 2 --out d").status == 0)
    var labels = try FileSystem.bytes(of: folder["d/assignment.json"])
    labels[1] ^= 1
    try folder.write("d/assignment.json", labels)
    let train = "train --set model=base --set max_length=256 --set updates=1 --out run --set"
    let clustered = try run("\(train) data=corpus.jsonl --set assignment=d/assignment.json --set cluster=0")
    #expect(clustered.status == 1 && clustered.errors.contains("d/assignment.json: is not what was written"))
    #expect(try run("world --set people=40 --set documents=100 --out w").status == 0)
    let instructions = try FileSystem.names(in: folder["w/instruction"])[0]
    try flip("w/instruction/\(instructions)")
    let world = try run("\(train) data=w/instruction/\(instructions)")
    #expect(world.status == 1 && world.errors.contains("is not what was written"), "\(world.errors)")
    let questions = String(decoding: try FileSystem.bytes(of: folder["w/data/openbookqa/test.jsonl"]), as: UTF8.self)
    try folder.write("w/data/openbookqa/test.jsonl", questions.replacing("the ", with: "tha ", maxReplacements: 1))
    let score = try run("score --model base --data w/data --tasks openbookqa --out s")
    #expect(score.status == 1 && score.errors.contains("is not what was written"), "\(score.errors)")
  }

  @Test("dtm: equal files between two runs, a word about miniatures, and a flipped artefact")
  func comparison() throws {
    let first = try run("dtm --config dtm.yaml --set out=x --threads 1"),
      second = try run("dtm --config dtm.yaml --set out=y")
    #expect(first.status == 0 && second.status == 0, "\(first.errors)")
    #expect(first.output.hasPrefix("asked: the built-in miniatures"))
    for name in ["report.md", "report.json", "dtm.json"] {
      #expect(try FileSystem.bytes(of: folder["x/" + name]) == FileSystem.bytes(of: folder["y/" + name]))
    }
    #expect(try JSON(file: folder["x/report.json"])["miniatures"] == true)
    let store = try FileSystem.names(in: folder["x/artefacts"])
    #expect(try store == FileSystem.names(in: folder["y/artefacts"]))
    for name in store where name.hasPrefix("scores-") {
      let places = ["x", "y"].map { folder["\($0)/artefacts/\(name)/"] }
      #expect(try FileSystem.bytes(of: places[0] + "scores.json") == FileSystem.bytes(of: places[1] + "scores.json"))
    }
    let adapter = try #require(store.first { $0.hasPrefix("adapter-") })
    try flip("x/artefacts/\(adapter)/run/adapter/adapter_model.safetensors")
    let again = try run("dtm --config dtm.yaml --set out=x")
    #expect(again.status == 1 && again.errors.contains("adapter_model.safetensors: is not what was written"))
    #expect(again.errors.contains("remove x/artefacts/\(adapter)"), "\(again.errors)")
    try FileSystem.removeDirectory(folder["x/artefacts/\(adapter)"])
    #expect(try run("dtm --config dtm.yaml --set out=x").status == 0)
  }

  @Test("score says that miniatures were asked; two runs differ in no digest and no sample; empty lists are no lists")
  func miniatures() throws {
    let score = "score --model base --tasks arc_easy,openbookqa --limit 3 --out"
    let first = try run("\(score) x --threads 1"), second = try run("\(score) y --threads 2 --batch-tokens 64")
    #expect(first.status == 0 && second.status == 0)
    #expect(first.output.hasPrefix("asked: the built-in miniatures (fixtures), not the benchmarks"))
    for name in ["digest", "samples_arc_easy.jsonl", "samples_openbookqa.jsonl"] {
      #expect(try FileSystem.bytes(of: folder["x/" + name]) == FileSystem.bytes(of: folder["y/" + name]))
    }
    #expect(try JSON(file: folder["x/results.json"])["assay"]?["miniatures"] == true)
    #expect(try JSON(file: folder["x/run.json"])["circumstances"]?["miniatures"] == true)
    for list in ["", ",", "arc_easy,", " , "] {
      let made = try Command.run(["score", "--model", "base", "--tasks", list, "--out", "z"], in: folder)
      #expect(made.status == 64 && made.errors.hasPrefix("error: --tasks: "), "'\(list)': \(made.errors)")
    }
    #expect(!FileSystem.exists(folder["z"]))
    #expect(try run("tasks arc_easy").output.hasPrefix("asked: the built-in miniatures"))
  }
}
