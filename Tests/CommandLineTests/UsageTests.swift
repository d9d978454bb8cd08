import Files
import Pipelines
import TestSupport
import Testing

@testable import Platform

@Suite struct UsageTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  @Test(
    "every error is two lines, error: where: what and what was expected, with its exit code",
    arguments: [
      (["scor"], 64, "error: command line: unexpected argument 'scor'\n       see 'assay --help'\n"),
      (
        ["score"], 64,
        "error: --model: is missing\n       a model folder or GGUF file; or --server URL with --server-model NAME\n"
      ),
      (
        ["score", "--model"], 64,
        "error: command line: missing value for '--model <dir>'\n       see 'assay score --help'\n"
      ),
      (
        ["score", "--model", "x", "--bos", "maybe"], 64,
        "error: command line: the value 'maybe' is invalid for '--bos <policy>'\n"
          + "       Please provide one of 'auto', 'on' or 'off'.\n"
      ),
      (
        ["score", "--model", "x", "--limit", "0"], 64,
        "error: --limit: 0 is out of range\n       a number from 1 to 1000000000\n"
      ),
      (
        ["score", "--model", "x", "--memory", "3Q"], 64,
        "error: --memory: '3Q' is no size\n       a number with K, M or G, such as 500M or 4G\n"
      ),
      (
        ["score", "--model", "x", "--weights", "int4"], 64,
        "error: --weights: 'int4' is no number format\n       auto, f32, bf16 or f16\n"
      ),
      (
        ["score", "--model", "x", "--samples", "0"], 64,
        "error: --samples: 0 is out of range\n       a number from 1 to 1048576\n"
      ),
      (
        ["score", "--model", "x", "--samples", "5"], 64,
        "error: --samples: 5 completions without chance are all the same\n"
          + "       --temperature beside it, such as --temperature 0.8\n"
      ),
      (
        ["score", "--model", "x", "--top-p", "0.9", "--temperature", "0"], 64,
        "error: --top-p: there is nothing to draw without a temperature\n"
          + "       --temperature beside it, such as --temperature 0.8\n"
      ),
      (
        ["score", "--model", "x", "--top-p", "1.5", "--temperature", "0.8"], 64,
        "error: --top-p: 1.5 is out of range\n       a number above 0, at most 1, such as 0.95\n"
      ),
      (
        ["score", "--model", "x", "--temperature", "nan"], 64,
        "error: --temperature: nan is out of range\n       a number from 0 to 100, as a rule below 1\n"
      ),
      (
        ["score", "--model", "x", "--top-k", "0", "--temperature", "1"], 64,
        "error: --top-k: 0 is out of range\n       a number from 1 to 16777216\n"
      ),
      (
        ["score", "--model", "x", "--max-new-tokens", "0"], 64,
        "error: --max-new-tokens: 0 is out of range\n       a number from 1 to 16777216\n"
      ),
      (
        ["score", "--model", "x", "--k", "1,10", "--samples", "5", "--temperature", "1"], 64,
        "error: --k: pass@10 cannot be told of 5 samples an item\n       --samples 10 or more, or a smaller k\n"
      ),
      (
        ["score", "--model", "x", "--k", "1,,2"], 64,
        "error: --k: '' is no number of tries\n       numbers of at least 1, such as 1,10,100\n"
      ),
      (
        ["score", "--model", "x", "--verdicts", "referenz"], 64,
        "error: --verdicts: there is no mode 'referenz'\n"
          + "       did you mean reference? There are strict, reference, both\n"
      ),
      (
        ["score", "--model", "x", "--tasks", "humaneval", "--sandbox", "/nonexistent"], 1,
        "error: --sandbox /nonexistent: the sandbox, assay-sandbox, is not there\n"
          + "       generated programs run nowhere else; 'make release' builds it, --sandbox names it\n"
      ),
      (
        ["score", "--model", "/nonexistent/model"], 1,
        "error: /nonexistent/model: is not a folder\n"
          + "       a model is a folder with config.json, model.safetensors and tokenizer.model or tokenizer.json\n"
      ),
      (
        ["score", "--model", "x", "--data", "/nonexistent/data"], 1,
        "error: /nonexistent/data: is not a folder\n"
          + "       --data names a folder with arc/, mmlu/, race/, …, or is 'fixtures'\n"
      ),
      (
        ["import", "onnx", "a"], 64,
        "error: command line: 2 unexpected arguments: 'onnx', 'a'\n       see 'assay import --help'\n"
      ),
      (
        ["import", "random", "."], 1,
        "error: .: is there already\n       a new folder must be named; nothing is written over\n"
      ),
    ] as [([String], Int32, String)])
  func errors(arguments: [String], status: Int32, text: String) throws {
    let command = try Command.run(arguments, in: folder)
    #expect(command.status == status && command.signal == 0)
    #expect(command.errors == text)
    #expect(command.output.isEmpty)
  }

  @Test("an unknown benchmark is wrong usage, by option and by name")
  func unknownTask() throws {
    let score = try Command.run(["score", "--model", "x", "--tasks", "mmlu,nonsense"], in: folder)
    #expect(score.status == 64)
    #expect(score.errors.hasPrefix("error: --tasks: there is no benchmark \"nonsense\"\n       "))
    let tasks = try Command.run(["tasks", "nonsense"], in: folder)
    #expect(tasks.status == 64)
    #expect(tasks.errors.hasPrefix("error: NAME: there is no benchmark \"nonsense\"\n       "))
  }

  @Test("help is for everybody, and only names what is there", arguments: [["--help"], ["help"], ["-h"], []])
  func help(arguments: [String]) throws {
    let command = try Command.run(arguments, in: folder)
    #expect(command.status == 0 && command.errors.isEmpty)
    for word in [
      "score", "join", "cluster", "serve", "generate", "execute", "gate", "compare", "items", "report", "analyze",
      "select", "disperse", "train", "estimate", "merge", "dtm", "tokenizer", "tasks", "import", "doctor",
    ] {
      #expect(command.output.contains("\n  \(word)  "))
    }
    // What only shells call.
    for word in ["complete"] { #expect(!command.output.contains("\n  \(word)  ")) }
  }

  @Test("the options of score are those of the contract")
  func scoreHelp() throws {
    let text = try Command.run(["score", "--help"], in: folder).output
    let options = [
      "model", "adapter", "tasks", "preset", "data", "out", "limit", "bos", "threads", "batch-tokens",
      "weights",
      "seed", "memory", "fresh", "json",
    ]
    for option in options { #expect(text.contains("\n  --\(option) "), "--\(option)") }
  }

  @Test("import lists its formats; a random model of one seed is the same files again")
  func randomModel() throws {
    let help = try Command.run(["import", "--help"], in: folder).output
    for format in ["llama2c", "random"] { #expect(help.contains("\n  \(format)  ")) }
    for (name, seed) in [("a", "1"), ("b", "1"), ("c", "2")] {
      let command = try Command.run(["import", "random", name, "--seed", seed], in: folder)
      #expect(command.status == 0 && command.output == name + "\n" && command.errors.isEmpty)
    }
    let weights = try ["a", "b", "c"].map { try FileSystem.bytes(of: folder[$0] + "/model.safetensors") }
    #expect(weights[0] == weights[1] && weights[0] != weights[2])
  }

  @Test("--version says version, commit and build")
  func version() throws {
    let command = try Command.run(["--version"], in: folder)
    #expect(command.status == 0 && command.output == AssayVersion.line + "\n")
    let parts = command.output.split(separator: ", ")
    #expect(parts.count == 5 && String(parts[0]) == AssayVersion.current)
    #expect(parts[1].hasSuffix("commit") || parts[1].hasPrefix("commit "))
    #expect(["debug build", "release build"].contains(parts[2]))
  }

  @Test("doctor and tasks print text and JSON")
  func reports() throws {
    for arguments in [["doctor"], ["tasks"], ["tasks", "race@2"]] {
      let text = try Command.run(arguments, in: folder)
      let json = try Command.run(arguments + ["--json"], in: folder)
      #expect(text.status == 0 && json.status == 0, "\(text.output)\(text.errors)\(json.errors)")
      #expect(!text.output.isEmpty && text.errors.isEmpty)
      #expect(throws: Never.self) { try JSON(parsing: json.output) }
    }
  }

  @Test("a full disk behind standard output is an error", .enabled(if: FileSystem.exists("/dev/full")))
  func fullOutput() throws {
    let command = try Command.run(["tasks"], in: folder, output: "/dev/full")
    #expect(command.status == 1)
    #expect(command.errors.hasPrefix("error: standard output: cannot be written: No space left on device\n"))
  }
}
