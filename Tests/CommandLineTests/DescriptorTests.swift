import Files
import TestSupport
import Testing

/// Standard descriptors that are closed or full.
@Suite struct DescriptorTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    #expect(try Command.run(["import", "random", "base"], in: folder).status == 0)
    let lines = (0..<24).map { #"{"instruction": "Say \#($0)", "input": "", "output": "It is \#($0 * 7 % 40)."}"# }
    try folder.write("corpus.jsonl", lines.joined(separator: "\n"))
  }

  private static let score = "assay score --model base --tasks arc_easy --limit 2 --out run"

  @Test("Results that reach nobody are an error, and the run is complete", arguments: [">&-", ">/dev/full"])
  func output(way: String) throws {
    for command in [Self.score, "assay --help", "assay --version", "assay tasks", "assay doctor"] {
      let made = try Command.shell("\(command) \(way)", in: folder)
      #expect(made.status == 1, "\(command) \(way): \(made.status) \(made.errors)")
      #expect(made.errors.contains("error: standard output: cannot be written"), "\(made.errors)")
    }
    #expect(FileSystem.exists(folder["run"] + "/results.json"))
    let after = try Command.shell(Self.score, in: folder)
    #expect(after.status == 0 && after.output.contains("digest "))
  }

  @Test(
    "What is meant for a closed descriptor goes into no file", arguments: ["2>&-", "<&-", "<&- >&- 2>&-", ">&- 2>&-"])
  func files(way: String) throws {
    let train =
      "assay train --set model=base --set data=corpus.jsonl --set max_length=256 --set updates=2 --out trained"
    let estimate =
      "assay estimate gram --set model=base --set data=corpus.jsonl --set max_length=256 --samples 2 --out gram"
    let merge = "assay merge --method linear base base2 --out merged"
    _ = try Command.shell("cp -r base base2", in: folder)
    for command in [Self.score, train, estimate, merge] {
      let made = try Command.shell("\(command) \(way)", in: folder)
      #expect(made.status == (way.contains(">&- ") || way.hasPrefix(">") ? 1 : 0), "\(command) \(way): \(made.errors)")
    }
    #expect(try FileSystem.bytes(of: folder["trained"] + "/lock").isEmpty)
    #expect(try FileSystem.bytes(of: folder["run"] + "/lock").isEmpty)
    try read()
  }

  /// What was written can be read.
  private func read() throws {
    for command in [
      Self.score, "assay score --model base --adapter trained/adapter --tasks arc_easy --limit 1 --out other",
      "assay score --model merged --tasks arc_easy --limit 1 --out another",
    ] {
      let made = try Command.shell(command, in: folder)
      #expect(made.status == 0, "\(made.errors)")
    }
  }
}
