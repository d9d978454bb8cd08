import Files
import TestSupport
import Testing

/// `assay select`, as its users run it.
@Suite struct SelectTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    let lines = (0..<40).map {
      #"{"id": "r\#($0)", "instruction": "Say \#($0)\#(String(repeating: " again", count: $0 % 5))", "output": "It is \#($0 * 7 % 40)."}"#
    }
    try folder.write("corpus.jsonl", lines.joined(separator: "\n"))
    try folder.write(
      "scores.jsonl",
      (0..<40).map { #"{"id": "r\#($0)", "complexity": \#(Double($0 % 4) + 0.5), "quality": \#($0 % 3)}"# + "\n" }
        .joined())
  }

  private func select(_ arguments: [String], kill: Command.Kill? = nil) throws -> Command {
    try Command.run(["select", "--data", "corpus.jsonl"] + arguments, in: folder, kill: kill)
  }

  @Test("A file of scores, a strict threshold, a control; again, otherwise, and from its own scores; it is trained on")
  func file() throws {
    let made = try select(["--set", "scores=scores.jsonl", "--set", "above=2.5", "--out", "s"])
    #expect(made.status == 0, "\(made.errors)")
    #expect(
      made.output.hasPrefix("s: 10 of 40 records by complexity\n10 above the threshold, 0 of them too like another\n"))
    let selected = try TestSupport.lines(of: folder["s/selected.jsonl"])
    #expect(selected.map { $0["id"]?.string } == (0..<10).map { "r\(4 * $0 + 3)" })
    #expect(try TestSupport.lines(of: folder["s/control.jsonl"]).count == 10)
    let scores = try TestSupport.lines(of: folder["s/scores.jsonl"])
    #expect(
      scores.count == 40 && scores.count { $0["selected"] == true } == 10
        && scores.count { $0["control"] == true } == 10)
    let digest = try SHA256.hexadecimal(ofFile: folder["s/control.jsonl"])
    let again = try select(["--set", "scores=scores.jsonl", "--set", "above=2.5", "--out", "s"])
    #expect(again.status == 0 && again.output.contains(", there already\n"))
    let other = try select(["--set", "scores=scores.jsonl", "--set", "above=1.5", "--out", "s"])
    #expect(
      other.status == 1 && other.errors.contains("s: holds another selection: above was 2.5, is 1.5\n"),
      "\(other.errors)")
    let own = try select(["--set", "scores=s/scores.jsonl", "--set", "above=2.5", "--out", "t"])
    #expect(own.status == 0, "\(own.errors)")
    #expect(try SHA256.hexadecimal(ofFile: folder["t/control.jsonl"]) == digest)
    let most = try select(
      ["--set", "scores=scores.jsonl", "--set", "by=evol", "--set", "most=3", "--out", "s", "--fresh"])
    #expect(most.status == 0, "\(most.errors)")
    // 3.5 * 2, which 11, 23 and 35 have.
    #expect(try TestSupport.lines(of: folder["s/selected.jsonl"]).map { $0["id"]?.string } == ["r11", "r23", "r35"])
    #expect(try Command.run(["import", "random", "model"], in: folder).status == 0)
    let trained = try Command.run(
      ["train", "--out", "run"]
        + ["model=model", "data=s/selected.jsonl", "updates=1", "max_length=256"].flatMap { ["--set", $0] }, in: folder)
    #expect(trained.status == 0, "\(trained.errors)")
    try folder.write("s/selected.jsonl", "{}\n")
    let damaged = try select(["--set", "scores=scores.jsonl", "--set", "by=evol", "--set", "most=3", "--out", "s"])
    #expect(
      damaged.status == 1 && damaged.errors.contains("s/selected.jsonl: is not what was written"), "\(damaged.errors)")
  }

  @Test("A scorer is asked once a prompt, also after kill -9, and gives the same for any threads")
  func scorer() throws {
    #expect(try Command.run(["import", "random", "model"], in: folder).status == 0)
    let settings = ["by=quality", "quality_model=model", "above=3"].flatMap { ["--set", $0] }
    let whole = try select(settings + ["--out", "whole", "--threads", "1"])
    #expect(whole.status == 0, "\(whole.errors)")
    let prompts = folder["killed/prompts.jsonl"]
    let killed = try select(
      settings + ["--out", "killed"],
      kill: Command.Kill(signal: 9) { ((try? FileSystem.bytes(of: prompts)) ?? []).count { $0 == 0x0A } >= 5 })
    #expect(killed.signal == 9 || killed.status == 0)
    let resumed = try select(settings + ["--out", "killed", "--threads", "3"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    for name in ["selected.jsonl", "control.jsonl", "scores.jsonl"] {
      #expect(
        try SHA256.hexadecimal(ofFile: folder["killed/\(name)"]) == SHA256.hexadecimal(ofFile: folder["whole/\(name)"]))
    }
    let values = try TestSupport.lines(of: folder["whole/scores.jsonl"]).compactMap { $0["quality"]?.number }
    #expect(values.count == 40 && values.allSatisfy { (1...6).contains($0) })
  }

  @Test("The alike go, following difficulty and rarity choose, and each wrong configuration is named")
  func others() throws {
    #expect(try Command.run(["import", "random", "model"], in: folder).status == 0)
    let diverse = try select(
      ["by=length", "max_cosine=0.98", "embedding=model"].flatMap { ["--set", $0] } + ["--out", "d"])
    #expect(diverse.status == 0, "\(diverse.errors)")
    let manifest = try JSON(file: folder["d/manifest.json"])
    #expect((manifest["selected"]?.integer ?? 0) + (manifest["alike"]?.integer ?? 0) == 40)
    let difficult = try select(["by=ifd", "model=model", "most=5"].flatMap { ["--set", $0] } + ["--out", "i"])
    #expect(difficult.status == 0, "\(difficult.errors)")
    #expect(try select(["by=rarity", "most=5"].flatMap { ["--set", $0] } + ["--out", "r"]).status == 0)
    let cases: [([String], String)] = [
      (["scores=scores.jsonl"], "all records would stay"), (["above=2"], "by: complexity has no complexity_model"),
      (["above=2", "by=evol", "complexity_model=model"], "by: evol has no quality_model"),
      (["above=2", "scores=scores.jsonl", "complexity_model=model"], "both complexity_model and scores"),
      (["above=2", "by=length", "scores=scores.jsonl"], "scores says nothing of by: length"),
      (["above=2", "by=ifd"], "by: ifd has no model"),
      (["by=length", "max_cosine=0.9"], "max_cosine without embedding"),
      (["by=length", "above=2", "embedding=model"], "embedding without max_cosine"),
    ]
    for (settings, problem) in cases {
      let made = try select(settings.flatMap { ["--set", $0] } + ["--out", "w"])
      #expect(made.status == 64 && made.errors.contains(problem), "\(settings): \(made.errors)")
    }
    let none = try select(["by=length", "above=90"].flatMap { ["--set", $0] } + ["--out", "n"])
    #expect(none.status == 1 && none.errors.contains("no record's length is above 90"), "\(none.errors)")
    try folder.write("text.txt", "plain words\n")
    let plain = try Command.run(
      ["select", "--data", "text.txt", "--out", "p"]
        + ["by=quality", "above=1", "quality_model=model"].flatMap { ["--set", $0] }, in: folder)
    #expect(plain.status == 1 && plain.errors.contains("is plain text, which has no instruction to score"))
  }
}
