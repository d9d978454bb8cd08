import Files
import Glibc
import Pipelines
import TestSupport
import Testing

/// The main job from end to end, on a random model and the fixtures.
@Suite struct ScoreTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try DemoModel.write(to: folder["tiny"])
  }

  private func score(_ out: String, _ more: [String] = []) throws -> Command {
    try score(out, tasks: "arc_easy,openbookqa", more)
  }

  private func score(
    _ out: String, tasks: String, _ more: [String] = [], kill: Command.Kill? = nil
  ) throws -> Command {
    let arguments = ["score", "--model", folder["tiny"], "--preset", "paper", "--tasks", tasks]
    return try Command.run(arguments + ["--out", folder[out]] + more, in: folder, kill: kill)
  }

  /// Sent when a run has finished so many items.
  private func signal(_ signal: Int32, after items: Int, in out: String) -> Command.Kill {
    let path = folder[out] + "/journal.jsonl"
    return Command.Kill(signal: signal) {
      ((try? FileSystem.bytes(of: path)) ?? []).count { $0 == 0x0A } >= items
    }
  }

  private func digest(_ out: String) throws -> String {
    String(decoding: try FileSystem.bytes(of: folder[out] + "/digest").dropLast(), as: UTF8.self)
  }

  @Test("a run prints its table, and its digest stands in the folder; threads and batches change nothing")
  func table() throws {
    let first = try score("one", ["--threads", "1", "--batch-tokens", "7"])
    #expect(first.status == 0, "\(first.errors)")
    #expect(
      first.errors.hasPrefix("run \(folder["one"]): 24 items\n0 %; [1/2] arc_easy: 0 of 12 items\n"), "\(first.errors)")
    #expect(first.output.hasPrefix("asked: the built-in miniatures"))
    #expect(first.output.contains("\nmodel \(folder["tiny"])\n") && first.output.contains("\narc_easy@lm-eval "))
    #expect(first.output.hasSuffix("digest \(try digest("one"))\n"))
    let second = try score("two", ["--threads", "3"])
    #expect(second.status == 0)
    #expect(try digest("two") == digest("one"))
    #expect(
      try FileSystem.bytes(of: folder["one"] + "/samples_arc_easy.jsonl")
        == FileSystem.bytes(of: folder["two"] + "/samples_arc_easy.jsonl"))
  }

  @Test("killed with -9 again and again, a run ends with the digest of an undisturbed one")
  func killed() throws {
    #expect(try score("whole", tasks: "arc,race").status == 0)
    for items in [0, 1, 8, 20, 30] {
      let command = try score("killed", tasks: "arc,race", kill: signal(SIGKILL, after: items, in: "killed"))
      #expect(command.signal == SIGKILL)
    }
    let last = try score("killed", tasks: "arc,race")
    #expect(
      last.status == 0 && last.errors.contains("items, ") && last.errors.contains(" of them finished before"))
    #expect(try digest("killed") == digest("whole"))
  }

  @Test("a finished run that is started again says so and computes nothing")
  func again() throws {
    #expect(try score("run").status == 0)
    let command = try score("run")
    #expect(command.errors == "run \(folder["run"]): 24 items, 24 of them finished before\n")
    #expect(command.output.contains("\nall items were finished in an earlier session\n"))
  }

  @Test("a run of which something else is asked is refused; --fresh starts over")
  func different() throws {
    #expect(try score("run").status == 0)
    let refused = try score("run", ["--limit", "3"])
    #expect(refused.status == 1)
    #expect(
      refused.errors == """
        error: \(folder["run"]): holds a run of which something else was asked: --limit was not given, is 3
               ask the same again, start over with --fresh, or name another folder with --out

        """)
    let arguments = ["score", "--model", folder["tiny"], "--preset", "paper", "--out", folder["run"]]
    let other = try Command.run(arguments + ["--tasks", "arc_easy"], in: folder)
    #expect(other.errors.contains("asked: --tasks was arc_easy,openbookqa, is arc_easy\n"), "\(other.errors)")
    try DemoModel.write(to: folder["second"], seed: 2)
    let model = try Command.run(
      ["score", "--model", folder["second"]] + arguments.dropFirst(3) + ["--tasks", "arc_easy,openbookqa"], in: folder)
    #expect(model.errors.contains("asked: --model was \(folder["tiny"]), is \(folder["second"])\n"), "\(model.errors)")
    let fresh = try score("run", ["--limit", "3", "--fresh"])
    #expect(fresh.status == 0)
    #expect(fresh.errors.hasPrefix("run \(folder["run"]): 6 items\n"))
  }

  @Test("a higher limit goes on in the same folder, and finds what it finds at once; a lower one is refused")
  func higherLimit() throws {
    let tasks = "arc,race"
    #expect(try score("run", tasks: tasks, ["--limit", "3"]).status == 0)
    let longer = try score("run", tasks: tasks, ["--limit", "5"])
    #expect(
      longer.status == 0 && longer.errors.hasPrefix("run \(folder["run"]): 15 items, 9 of them finished before\n"),
      "\(longer.errors)")
    #expect(try score("once", tasks: tasks, ["--limit", "5"]).status == 0)
    #expect(try digest("run") == digest("once"))
    for name in try FileSystem.names(in: folder["once"]) where name.hasPrefix("samples_") || name == "items.jsonl" {
      #expect(
        try FileSystem.bytes(of: folder["run"] + "/" + name) == FileSystem.bytes(of: folder["once"] + "/" + name),
        "\(name)")
    }
    let killed = try score("run", tasks: tasks, kill: signal(SIGKILL, after: 17, in: "run"))
    #expect(killed.signal == SIGKILL)
    // Not finished, so that nobody takes it for a run of five items.
    #expect(try Command.run(["report", folder["run"]], in: folder).status == 3)
    #expect(try score("run", tasks: tasks).status == 0)
    #expect(try score("whole", tasks: tasks).status == 0)
    #expect(try digest("run") == digest("whole"))
    let refused = try score("run", tasks: tasks, ["--limit", "5"])
    #expect(refused.status == 1 && refused.errors.contains("--limit was not given, is 5"), "\(refused.errors)")
  }

  @Test("a refusal names what the person changed, and nothing that follows from it", arguments: ["lm-eval", "paper"])
  func differentTasks(preset: String) throws {
    let arguments = ["score", "--model", folder["tiny"], "--limit", "1", "--out", folder["run"]]
    let generating = arguments + ["--tasks", "arc_easy,gsm8k"]
    let first = try Command.run(generating + ["--max-new-tokens", "2", "--preset", "lm-eval"], in: folder)
    #expect(first.status == 0, "\(first.errors)")
    // Without the task that generates there are no settings of generating, and with another preset it is another task.
    let refused = try Command.run(
      (preset == "paper" ? generating : arguments + ["--tasks", "arc_easy"])
        + ["--max-new-tokens", "2", "--preset", preset], in: folder)
    let change = preset == "paper" ? "--preset was lm-eval, is paper" : "--tasks was arc_easy,gsm8k, is arc_easy"
    #expect(
      refused.errors.hasPrefix("error: \(folder["run"]): holds a run of which something else was asked: \(change)\n"),
      "\(refused.errors)")
  }

  @Test("a corrupt journal is reported by line, and nothing is written over")
  func corrupt() throws {
    #expect(try score("run").status == 0)
    let path = folder["run"] + "/journal.jsonl"
    var bytes = try FileSystem.bytes(of: path)
    bytes[40] ^= 1
    try FileSystem.write(bytes, to: path)
    let command = try score("run")
    #expect(command.status == 1)
    #expect(
      command.errors.hasPrefix("error: \(path):1: this line does not have the checksum that it ends with\n"))
    #expect(try FileSystem.bytes(of: path) == bytes)
  }

  @Test("without --out the run finds its folder again, below the working folder")
  func defaultFolder() throws {
    let arguments = ["score", "--model", folder["tiny"], "--tasks", "arc_easy", "--limit", "2"]
    let first = try Command.run(arguments, in: folder)
    #expect(first.status == 0 && first.errors.hasPrefix("run runs/tiny-arc_easy-"))
    let second = try Command.run(arguments + ["--threads", "2"], in: folder)
    #expect(second.errors.hasSuffix(": 2 items, 2 of them finished before\n"))
    #expect(try FileSystem.names(in: folder["runs"]).count == 1)
  }

  @Test("an interrupted run keeps what is finished and says how to go on")
  func interrupted() throws {
    #expect(try score("whole", tasks: "arc,race").status == 0)
    let command = try score("run", tasks: "arc,race", kill: signal(SIGINT, after: 3, in: "run"))
    #expect(command.status == 130 && command.signal == 0)
    #expect(command.errors.contains("\nerror: \(folder["run"]): interrupted after "))
    #expect(command.errors.hasSuffix("\n       the same command goes on where this one stopped\n"))
    #expect(try score("run", tasks: "arc,race").status == 0)
    #expect(try digest("run") == digest("whole"))
  }

  @Test("answers and programs: drawn with a seed, killed and gone on with, the same digest; another seed, another one")
  func generated() throws {
    let tasks = "gsm8k,humaneval"
    let options = [
      "--samples", "2", "--temperature", "0.9", "--top-p", "0.95", "--top-k", "40", "--max-new-tokens", "6",
    ]
    let whole = try score("whole", tasks: tasks, options)
    #expect(whole.status == 0, "\(whole.errors)")
    for line in [
      "gsm8k: not as the protocol says: 2 samples of each item, temperature 0.9, top-p 0.95, top-k 40, at most 6 new tokens",
      "gsm8k: 24 completions of ", "humaneval: 24 programs: ",
      "humaneval: verdicts that would differ in one interpreter: ",
    ] {
      #expect(whole.output.contains("\n\(line)"), "\(line)")
    }
    for items in [1, 13] {
      let command = try score("killed", tasks: tasks, options, kill: signal(SIGKILL, after: items, in: "killed"))
      #expect(command.signal == SIGKILL)
    }
    #expect(try score("killed", tasks: tasks, options + ["--threads", "1", "--batch-tokens", "33"]).status == 0)
    #expect(try digest("killed") == digest("whole"))
    #expect(try score("seed", tasks: tasks, options + ["--seed", "1"]).status == 0)
    #expect(try digest("seed") != digest("whole"))
    // Which tries are told for changes no outcome: the same run is asked for others.
    let others = try score("whole", tasks: tasks, options + ["--k", "2"])
    #expect(others.output.contains("pass@2") && !others.output.contains("pass@1 "), "\(others.errors)")
    let both = try score("whole", tasks: tasks, options + ["--verdicts", "both"])
    #expect(both.status == 0 && both.output.contains("pass@1,reference"), "\(both.errors)")
    let reference = try score("whole", tasks: tasks, options + ["--verdicts", "reference"])
    #expect(reference.status == 1 && reference.errors.contains("--verdicts was strict, is reference"))
  }

  @Test("--json prints results.json")
  func json() throws {
    let command = try score("run", ["--json"])
    #expect(command.status == 0)
    #expect(Array(command.output.utf8) == (try FileSystem.bytes(of: folder["run"] + "/results.json")))
    #expect(try JSON(parsing: command.output)["results"]?["arc_easy"]?["acc,none"]?.number != nil)
  }

  @Test("token ids of a prompt are shown with --model")
  func ids() throws {
    let command = try Command.run(["tasks", "arc_easy", "--model", folder["tiny"], "--json"], in: folder)
    #expect(command.status == 0, "\(command.errors)")
    let json = try JSON(parsing: command.output).array?.first
    let ids = try #require(json?["ids"]?.array)
    let prompt = try #require(json?["prompt"]?.string)
    #expect(ids.count >= prompt.utf8.count, "one id for each character")
  }
}
