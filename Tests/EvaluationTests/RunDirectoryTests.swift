import Evaluation
import Files
import Glibc
import TestSupport
import Testing

@Suite struct RunDirectoryTests {
  private let folder: ScratchDirectory
  private let tasks: [RunTask]
  private let again = "ask the same again, start over with --fresh, or name another folder with --out"

  init() throws {
    folder = try ScratchDirectory()
    tasks = [try RunTask(.plain())]
  }

  private func manifest(
    seed: Int = 0, limit: Int? = nil, weights: String = "11",
    circumstances: RunManifest.Circumstances = .init()
  ) -> RunManifest {
    RunManifest(
      model: ModelIdentity(
        name: "m", path: "models/m", weights: [.init(name: "model.safetensors", sha256: weights)]),
      tasks: tasks, limit: limit, seed: seed, weights: "auto", assayVersion: "0.0.1",
      circumstances: circumstances)
  }

  @Test("run.json says what was asked")
  func runJSON() throws {
    _ = try RunDirectory(
      folder["r"], manifest: manifest(circumstances: .init(data: "fixtures", threads: 2, kernel: "avx2")))
    let json = try JSON(file: folder["r"] + "/run.json")
    #expect(
      json.text() == """
        {"format": 1, "identity": {"assay": "0.0.1", "model": {"weights": {"model.safetensors": "11"}, \
        "configuration": {}, "tokenizer": {}, "adapters": []}, "weights": "auto", "tasks": {"plain@test": \
        {"version": 3, "bos": "on", "items": 7, "ask": "ask-plain@test"}}, "limit": null, "seed": 0}, \
        "circumstances": {"model": "models/m", "adapters": [], "ensemble": [], "data": "fixtures", "miniatures": true}}
        """)
  }

  @Test("a resume that asks something else is refused, and the fields are named")
  func otherIdentity() throws {
    _ = try RunDirectory(folder["r"], manifest: manifest())
    #expect(
      throws: Diagnostic(
        folder["r"],
        "holds a run of which something else was asked: "
          + "model.safetensors of the model is not the file that it was; --limit was not given, is 5; --seed was 0, is 1",
        expected: again)
    ) { try RunDirectory(folder["r"], manifest: manifest(seed: 1, limit: 5, weights: "22")) }
  }

  @Test("a fourth difference is only counted")
  func manyDifferences() throws {
    _ = try RunDirectory(folder["r"], manifest: manifest())
    var other = manifest(seed: 1, limit: 5, weights: String(repeating: "ab", count: 32))
    other.assayVersion = "0.0.2"
    #expect(
      throws: Diagnostic(
        folder["r"],
        "holds a run of which something else was asked: assay was 0.0.1, is 0.0.2; "
          + "model.safetensors of the model is not the file that it was; "
          + "--limit was not given, is 5; and 1 more",
        expected: again)
    ) { try RunDirectory(folder["r"], manifest: other) }
  }

  @Test("threads, memory, host and paths do not matter")
  func otherCircumstances() throws {
    _ = try RunDirectory(folder["r"], manifest: manifest())
    var other = manifest(circumstances: .init(data: "x", threads: 64, kernel: "k", batchTokens: 9, host: "h"))
    other.model.path = "elsewhere"
    other.model.name = "renamed"
    #expect(throws: Never.self) { try RunDirectory(folder["r"], manifest: other) }
    #expect(other.identityDigest == manifest().identityDigest)
    #expect(manifest(seed: 2).identityDigest != manifest().identityDigest)
  }

  @Test("the second process is refused")
  func locked() throws {
    let first = try RunDirectory(folder["r"], manifest: manifest())
    #expect(
      throws: Diagnostic(
        folder["r"], "another process is writing this run",
        expected: "wait until it has ended, or name another folder")
    ) { try RunDirectory(folder["r"], manifest: manifest()) }
    withExtendedLifetime(first) {}
  }

  @Test("a folder with something else in it is not touched, --fresh or not", arguments: [false, true])
  func stranger(fresh: Bool) throws {
    try FileSystem.makeDirectory(folder["home"])
    try FileSystem.write("precious", to: folder["home"] + "/thesis.tex")
    #expect(
      throws: Diagnostic(
        folder["home"], "holds 'thesis.tex' and is not the folder of a run",
        expected: "--out names a new folder, an empty one, or that of a run")
    ) { try RunDirectory(folder["home"], manifest: manifest(), fresh: fresh) }
    #expect(try FileSystem.names(in: folder["home"]) == ["thesis.tex"])
  }

  @Test("--fresh removes what a run consists of and nothing else")
  func fresh() throws {
    do {
      let directory = try RunDirectory(folder["r"], manifest: manifest())
      try directory.journal.append(JournalTests.outcome(0))
    }
    for name in [
      "samples_plain.jsonl", "results.json", "digest", "results.json.77.tmp", "notes.txt", "samples_x",
    ] {
      try FileSystem.write("x", to: folder["r"] + "/" + name)
    }
    let directory = try RunDirectory(folder["r"], manifest: manifest(seed: 9), fresh: true)
    #expect(directory.journal.records.isEmpty)
    #expect(
      try FileSystem.names(in: folder["r"]) == [
        "journal.jsonl", "lock", "notes.txt", "run.json", "samples_x",
      ])
    #expect(try JSON(file: folder["r"] + "/run.json")["identity"]?["seed"] == 9)
  }

  @Test("what a killed process left half written is swept away")
  func temporary() throws {
    try FileSystem.makeDirectory(folder["r"])
    try FileSystem.write("{", to: folder["r"] + "/run.json.4711.tmp")
    _ = try RunDirectory(folder["r"], manifest: manifest())
    #expect(try FileSystem.names(in: folder["r"]) == ["journal.jsonl", "lock", "run.json"])
  }

  @Test("a run.json that is not one is an error that names it")
  func badManifest() throws {
    try FileSystem.makeDirectory(folder["r"])
    let path = folder["r"] + "/run.json"
    try FileSystem.write("{\n", to: path)
    #expect(
      throws: Diagnostic(
        "\(path):2", "a member name in quotes was expected", expected: "the file must hold one JSON value")
    ) { try RunDirectory(folder["r"], manifest: manifest()) }
    try FileSystem.write("{}", to: path)
    #expect(
      throws: Diagnostic(
        path, "does not say what was asked of this run",
        expected: "restore the file, or start over with --fresh, or name another folder with --out")
    ) { try RunDirectory(folder["r"], manifest: manifest()) }
    try FileSystem.write(#"{"format": 7, "identity": {}}"#, to: path)
    #expect(
      throws: Diagnostic(
        path, "has format 7; this version of assay writes format 1",
        expected: "go on with the version that began the run, or start over with --fresh")
    ) { try RunDirectory(folder["r"], manifest: manifest()) }
  }

  @Test("a path that leads through a file is said so")
  func underAFile() throws {
    try FileSystem.write("x", to: folder["file"])
    #expect(
      throws: Diagnostic(
        folder["file"], "cannot be made: File exists",
        expected: "a folder is needed here, and a file of its name is in the way")
    ) { try RunDirectory(folder["file"] + "/run", manifest: manifest()) }
  }

  @Test("journal lines that do not belong to the run are errors that name the line")
  func foreign() throws {
    let restore = "a journal holds items of its own run; restore the file, or start over with --fresh"
    let path = folder["r"] + "/journal.jsonl"
    func refuse(_ outcome: ItemOutcome, _ problem: String) throws {
      _ = try RunDirectory(folder["r"], manifest: manifest(), fresh: true).journal.append(outcome)
      #expect(throws: Diagnostic("\(path):1", problem, expected: restore)) {
        try RunDirectory(folder["r"], manifest: manifest()).outcomes(of: tasks[0])
      }
    }
    try refuse(
      JournalTests.outcome(0, task: "other@test"),
      "this line belongs to other@test, which this run does not ask")
    try refuse(JournalTests.outcome(70), "plain@test has no item 'p70' at place 70")
    try refuse(JournalTests.outcome(1), "item 'p1' of plain@test was asked with another prompt")
  }
}
