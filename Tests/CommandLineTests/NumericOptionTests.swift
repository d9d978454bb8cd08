import Files
import TestSupport
import Testing

/// Every option of every command that takes a number has a range. The options are those that the program itself lists: one that
/// is not in the table fails the test.
@Suite struct NumericOptionTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try folder.write("train.yaml", "model: none\ndata: none\nout: out\n")
  }

  /// What an option takes: whole numbers, numbers, or something else.
  private enum Kind {
    case whole(Int, Int)
    case real(Double, Double)
    /// A size with a unit.
    case size
    /// Whole numbers with commas between them.
    case list
    case text
  }

  private static let threads = Kind.whole(1, 1024), many = Kind.whole(1, 1_000_000_000)
  /// By the command and the option; `*` stands for all commands.
  private static let kinds: [String: Kind] = [
    "* threads": threads, "execute threads": .whole(1, 256), "* memory": .size, "* working-memory": .size,
    "* batch-tokens": .whole(1, 1 << 24),
    "* limit": many, "* shots": .whole(0, 1000), "score seed": .whole(.min, .max), "score samples": .whole(1, 1 << 20),
    "score temperature": .real(0, 100), "score top-p": .real(1e-300, 1), "score top-k": .whole(1, 1 << 24),
    "score max-new-tokens": .whole(1, 1 << 24), "score k": .list, "execute k": .list,
    "score server-concurrency": .whole(1, 1024), "score server-timeout": .whole(1, 86_400),
    "serve port": .whole(0, 65_535),
    "execute timeout": .real(0.01, 3600), "data fetch timeout": .whole(1, 3600), "disperse k": .whole(1, 1 << 24),
    "disperse seed": .whole(0, 1 << 40),
    "estimate samples": many, "merge density": .real(0, 1), "merge rank": .whole(1, 65536),
    "generate count": .whole(1, 10_000_000), "generate max-new-tokens": .whole(1, 1 << 24),
    "generate temperature": .real(1e-300, 100), "generate top-p": .real(1e-300, 1),
    "generate top-k": .whole(1, 1 << 24), "generate seed": .whole(.min, .max), "merge seed": .whole(0, 1 << 40),
    "search seed": .whole(0, 1 << 40), "train show": .whole(1, 1_000_000),
    "* worker-timeout": .whole(2, 86_400), "cluster slurm array": .whole(1, 10_000), "cluster slurm cpus": threads,
    "cluster slurm mem": .size, "cluster slurm minutes": .whole(1, 525_600), "cluster slurm measure": .whole(0, 3600),
    "tokenizer train pieces": .whole(260, 1 << 20), "world seed": .whole(0, .max),
    "import random seed": .whole(0, .max),
    "gate plan margin": .real(1e-300, 1), "gate plan power": .real(0.5, 0.999), "gate plan discordance": .real(0, 1),
    "gate plan minutes": .real(1e-300, 1e6), "compare show": .whole(1, 1_000_000), "items show": .whole(1, 1_000_000),
    "* judge-seed": .whole(0, (1 << 53) - 1),
    "merge weights": .text,
  ]
  private static let texts: Set<String> = [
    "model", "adapter", "ensemble", "mixing", "weights", "tasks", "preset", "data", "out", "bos", "verdicts", "sandbox",
    "config", "set", "method", "embedding", "text", "labels", "shard", "squares", "base", "output", "dtype",
    "definitions",
    "kind", "spec",
    "tokenizer", "on-bad-record", "policy", "junit", "markdown", "json", "to", "why", "by", "commit", "against",
    "items", "task", "id", "grep", "average", "published", "html", "gate", "csv", "latex", "model-card", "eval-results",
    "mirror", "only", "harness", "type", "file", "svg", "inspect-log", "wide-csv", "server", "server-model",
    "server-api", "host", "name", "merge", "parent", "control", "job-name", "sbatch",
  ]
  /// What else a command needs to come to its numbers, and then to an end that costs nothing.
  private static let rest: [String: [String]] = [
    "score": ["--model", "none"], "serve": ["--model", "none"], "generate": ["--model", "none", "--out", "out"],
    "tasks": ["none"],
    "data fetch": ["out", "--only", "nonsense"],
    "execute": ["none", "none"],
    "select": ["--data", "none", "--out", "out", "--set", "by=length", "--set", "above=1"],
    "disperse": ["--data", "none", "--out", "out"], "train": ["--config", "train.yaml"],
    "estimate": ["fisher", "--config", "train.yaml"],
    "merge": ["a", "b", "--method", "ties", "--base", "c", "--out", "out"],
    "search": ["a", "b", "--base", "none", "--tasks", "arc_easy", "--out", "out"], "dtm": ["--config", "dtm.yaml"],
    "study": ["--config", "study.yaml"], "tokenizer train": ["out", "--data", "none"],
    "gate plan": ["none"], "compare": ["none", "none"], "items": ["none"],
    "world": ["--set", "documents=nonsense", "--out", "out"], "import random": ["train.yaml"],
  ]

  private struct Option {
    var command: String
    var name: String
  }

  private func options() throws -> [Option] {
    let dump = try Command.run(["--experimental-dump-help"], in: folder)
    #expect(dump.status == 0)
    var found: [Option] = []
    func walk(_ command: JSON, _ path: [String]) {
      for argument in command["arguments"]?.array ?? [] where argument["kind"]?.string == "option" {
        if let name = argument["names"]?.array?.compactMap({ $0["name"]?.string }).last {
          found.append(Option(command: path.joined(separator: " "), name: name))
        }
      }
      for inner in command["subcommands"]?.array ?? [] {
        guard let name = inner["commandName"]?.string, name != "help" else { continue }
        walk(inner, path + [name])
      }
    }
    walk(try #require(try JSON(parsing: dump.output)["command"]), [])
    return found
  }

  /// Whether the command finds fault with that option.
  private func isRefused(_ option: Option, _ value: String) throws -> Bool {
    let isOfServer = option.name.hasPrefix("server-")
    let needed =
      isOfServer ? ["--server", "http://127.0.0.1:9", "--server-model", "m"] : Self.rest[option.command] ?? []
    var arguments = option.command.split(separator: " ").map(String.init) + needed + ["--\(option.name)=\(value)"]
    // Behind the command that it is about, an option would be that command's.
    if option.command == "cluster slurm" { arguments += ["dtm", "--config", "none.yaml"] }
    if option.command == "merge", option.name == "rank" { arguments += ["--output", "svd"] }
    if ["top-p", "top-k", "samples"].contains(option.name), option.command == "score" {
      arguments += ["--temperature=1"]
    }
    let result = try Command.run(arguments, in: folder)
    // A study makes its world before it can know whether its threads are to be had.
    let line = result.errors.split(separator: "\n").first { !$0.contains(" %; ") } ?? ""
    #expect(result.signal == 0 && result.status != 0, "\(arguments) \(result.status) \(result.signal)")
    #expect(line.hasPrefix("error: ") && result.output.isEmpty, "\(arguments) \(result.errors)")
    let key = option.name == "density" ? "parameters: density" : "--\(option.name)"
    let isNamed = line.contains("error: \(key)") || line.contains("'--\(option.name) <")
    #expect(!isNamed || result.status == 64, "\(arguments) \(result.errors)")
    return isNamed
  }

  @Test("0, -1, 1, the limits, what lies beyond them, 2^63 and what is no number, on each option of each command")
  func ranges() throws {
    try folder.write("dtm.yaml", "base: none\ndata: none\nout: out\n")
    try folder.write(
      "study.yaml", "out: out\nworlds: [1, 2]\nbase: {init: {hidden_size: 8, max_position_embeddings: 1024}}\n")
    let options = try options()
    #expect(options.count > 80)
    var tried = 0
    for option in options {
      guard let kind = Self.kinds["\(option.command) \(option.name)"] ?? Self.kinds["* \(option.name)"] else {
        #expect(
          Self.texts.contains(option.name), "--\(option.name) of \(option.command): no range is stated for it here")
        continue
      }
      func expect(_ value: String, refused: Bool) throws {
        tried += 1
        #expect(try isRefused(option, value) == refused, "\(option.command) --\(option.name)=\(value)")
      }
      switch kind {
      case .text: continue
      case .size:
        for value in ["0", "-1", "x", "", "1e400G", "nan", "9223372036854775807T"] { try expect(value, refused: true) }
      case .list:
        for value in ["0", "-1", "x", "", "1,0", "9223372036854775808", "1.5"] { try expect(value, refused: true) }
      case .whole(let least, let most):
        for value in ["x", "", "1.5", "nan", "1e400", "18446744073709551616"] { try expect(value, refused: true) }
        for value in [0, -1, 1, .max] { try expect("\(value)", refused: !(least...most).contains(value)) }
        if least > .min { try expect("\(least - 1)", refused: true) }
        if most < .max { try expect("\(most + 1)", refused: true) }
        for value in [least, most] { try expect("\(value)", refused: false) }
      case .real(let least, let most):
        for value in ["x", "", "nan", "inf", "-inf", "-1", "9223372036854775807", "1e308"] {
          try expect(value, refused: true)
        }
        for value in [least, min(1, most), most] { try expect("\(value)", refused: false) }
        try expect("\(most.nextUp)", refused: true)
      }
    }
    #expect(tried > 300, "\(tried)")
  }
}
