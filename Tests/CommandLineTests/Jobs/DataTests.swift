import Files
import Glibc
import TestSupport
import Testing

/// The official files, listed, fetched from a server on this machine, and checked.
@Suite struct DataTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  @Test("the list says of each file where it is published, its licence, its digest and what reads it")
  func list() throws {
    let found = try Command.run(["data", "list"], in: folder)
    #expect(found.status == 0 && found.errors.isEmpty)
    for text in [
      "GSM8K: Cobbe et al. 2021, arXiv 2110.14168; ", "; MIT\n  https://github.com/openai/grade-school-math\n",
      "  gsm8k/test.jsonl, 749 738 bytes\n    https://raw.githubusercontent.com/openai/grade-school-math/",
      "\n    SHA-256 of its bytes 3730d312f6e3440559ace48831e51066acaca737f6eabec99bccb9e4b3c39d14\n",
      "  mmlu/test/SUBTASK_test.csv, 57 files, ", "non-commercial research only",
    ] { #expect(found.output.contains(text), "\(text)\n\(found.output)") }
    let one = try Command.run(["data", "list", "--only", "mmlu_anatomy", "--details"], in: folder)
    #expect(one.output.contains("  mmlu/dev/anatomy_dev.csv, ") && !one.output.contains("SUBTASK"), "\(one.output)")
    let json = try JSON(parsing: Command.run(["data", "list", "--only", "race", "--json"], in: folder).output)
    #expect(json.array?.count == 1 && json.array?[0]["files"]?.array?[0]["of"]?.string == "records")
    let wrong = try Command.run(["data", "list", "--only", "nonsense"], in: folder)
    #expect(wrong.status == 64 && wrong.errors.hasPrefix("error: --only: there is no benchmark \"nonsense\"\n"))
  }

  @Test("what makes no sense is wrong usage")
  func usage() throws {
    for (arguments, place) in [
      (["fetch", "data", "--mirror", "ftp://x"], "--mirror: 'ftp://x' is no URL"),
      (["fetch", "data", "--only", "gsm8k,"], "--only: 'gsm8k,' names no task somewhere"),
      (["fetch", "data", "--timeout", "0"], "--timeout: 0 is out of range"),
    ] {
      let found = try Command.run(["data"] + arguments, in: folder)
      #expect(found.status == 64 && found.errors.hasPrefix("error: \(place)\n"), "\(found.errors)")
    }
    #expect(try Command.run(["data", "check", "nothing"], in: folder).status == 1)
  }

  /// Gives the shared files for what their publishers give.
  private func server(_ archive: String = "mmlu.tar") throws -> LoopbackServer {
    let shared = try #require(TestSupport.shared) + "/data/", packed = folder[archive]
    let places = [
      "/openai/grade-school-math/": "gsm8k/", "/bbh/": "bbh/", "/cot-prompts/": "bbh/cot-prompts/",
      "/human-eval/": "humaneval/",
    ]
    return try LoopbackServer { request in
      let name = FileSystem.lastName(of: request.path)
      if name == "mmlu.zip" {
        return (try? FileSystem.bytes(of: packed)).map { .file($0, request) }
          ?? LoopbackServer.Response(status: 404)
      }
      for (part, place) in places where request.path.contains(part) {
        if let bytes = try? FileSystem.bytes(of: shared + place + name) { return .file(bytes, request) }
      }
      return LoopbackServer.Response(status: 404)
    }
  }

  @Test(
    "fetched files are what --data reads, a check says so, and what the server lacks is an error at the end",
    .enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
  func fetch() throws {
    let shared = try #require(TestSupport.shared)
    #expect(
      system(
        "tar -cf '\(folder["mmlu.tar"])' --transform 's,^,data/,' -C '\(shared)/data/mmlu' dev/anatomy_dev.csv test/anatomy_test.csv"
      ) == 0)
    let server = try server()
    defer { server.stop() }
    let only = "gsm8k@lm-eval,bbh_navigate,mmlu_anatomy,humaneval"
    let first = try Command.run(["data", "fetch", "data", "--only", only, "--mirror", server.url], in: folder)
    // The training questions are packed there, which their publisher's are not.
    #expect(first.status == 1, "\(first.output)\(first.errors)")
    #expect(first.output.hasSuffix("data: 6 fetched, 1 failed\n"), "\(first.output)\(first.errors)")
    #expect(first.errors.contains("train.jsonl: the server answers with status 404\n"))
    #expect(
      first.errors.hasSuffix(
        "error: data: 1 of 7 files could not be had\n       the errors above say why; the same command again fetches only what is missing\n"
      ))
    for task in ["bbh_navigate", "mmlu_anatomy", "humaneval"] {
      let told = try Command.run(["tasks", task, "--data", "data"], in: folder)
      #expect(told.status == 0 && !told.output.contains("of the official"), "\(told.errors)")
    }
    let check = try Command.run(["data", "check", "data", "--only", only], in: folder)
    #expect(check.status == 1 && check.output.contains("6 files there\n1 file missing\n"), "\(check.output)")
    #expect(check.output.contains("missing  gsm8k/train.jsonl\n") && check.output.contains("'assay data fetch data'"))
    let whole = try Command.run(["data", "check", "data", "--only", "humaneval"], in: folder)
    #expect(
      whole.status == 0 && whole.output.contains("humaneval@bigcode    164  164\n"), "\(whole.output)\(whole.errors)")
    // A second call asks only for what is missing, and a file of another is left alone.
    let before = server.requests.count
    try folder.write("data/gsm8k/train.jsonl", "mine")
    let second = try Command.run(
      ["data", "fetch", "data", "--only", only, "--mirror", server.url, "--json"], in: folder)
    let outcomes = try #require(try JSON(parsing: second.output)["files"]?.array).compactMap { $0["outcome"]?.string }
    #expect(second.status == 1 && outcomes.filter { $0 == "kept" }.count == 6 && outcomes.contains("failed"))
    #expect(server.requests.count == before)
    #expect(String(decoding: try FileSystem.bytes(of: folder["data/gsm8k/train.jsonl"]), as: UTF8.self) == "mine")
    let differs = try JSON(parsing: Command.run(["data", "check", "data", "--json"], in: folder).output)
    #expect(differs["complete"]?.bool == false)
    #expect(differs["files"]?.array?.contains { $0["condition"]?.string == "differs" } == true)
  }
}
