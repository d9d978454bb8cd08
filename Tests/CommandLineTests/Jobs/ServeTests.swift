import Files
import Glibc
import Pipelines
import TestSupport
import Testing
import Transfers

/// A model behind the API that `assay serve` offers, asked by hand, and by `assay score --server`.
@Suite struct ServeTests {
  private let folder: ScratchDirectory
  private static let base = DocumentedCommand.root + "/worlds/base"

  init() throws { folder = try ScratchDirectory() }

  /// A server that has said where it is.
  private struct Serving {
    let process: RunningCommand
    let url: String

    /// Its end is no error.
    func stop(_ signal: Int32 = SIGTERM) throws {
      process.send(signal)
      let ended = try process.finish()
      #expect(ended.status == 0 && ended.signal == 0, "\(ended.errors)")
      #expect(ended.errors.hasSuffix("stopped\n"), "\(ended.errors)")
    }
  }

  private func serve(_ model: String, _ more: [String] = [], name: String = "-served") throws -> Serving {
    let out = folder["stdout" + name]
    let process = try RunningCommand(["serve", "--model", model, "--port", "0"] + more, in: folder, name: name)
    func said() -> String { String(decoding: (try? FileSystem.bytes(of: out)) ?? [], as: UTF8.self) }
    #expect(process.waits { said().hasSuffix("\n") })
    let line = said()
    let url = try #require(line.firstRange(of: "/v1 serves ").map { String(line[..<$0.lowerBound]) }, "\(line)")
    return Serving(process: process, url: url)
  }

  private func ask(_ url: String, _ path: String, _ body: String?) throws -> (status: Int, json: JSON) {
    let address = try WebAddress(url, option: "url")
    var found: (Int, JSON) = (0, .null)
    try WebRequests(address, limits: WebRequests.Limits(retries: 0)).run(
      1, request: { (_) throws(Diagnostic) in WebRequest(url + path, body: body.map { Array($0.utf8) }) },
      reply: { _, reply in
        found = (reply.status, try JSON(parsing: String(decoding: reply.body, as: UTF8.self)))
        return .taken
      }, waiting: {})
    return found
  }

  private func digest(_ out: String) throws -> String {
    String(decoding: try FileSystem.bytes(of: folder[out] + "/digest").dropLast(), as: UTF8.self)
  }

  @Test("asked through its own server a model gives the digest of 'assay score', choices and texts, also after a kill")
  func same() throws {
    let serving = try serve(Self.base, ["--threads", "2"])
    let tasks = ["--tasks", "arc_easy,arc_challenge,openbookqa,gsm8k", "--limit", "8", "--max-new-tokens", "24"]
    let whole = try Command.run(["score", "--model", Self.base, "--out", "whole"] + tasks, in: folder)
    #expect(whole.status == 0, "\(whole.errors)")
    let asked =
      ["score", "--server", serving.url, "--server-model", "base", "--server-concurrency", "5", "--out", "served"]
      + tasks
    let journal = folder["served"] + "/journal.jsonl"
    let kill = Command.Kill(signal: SIGKILL) {
      ((try? FileSystem.bytes(of: journal)) ?? []).count { $0 == 0x0A } >= 6
    }
    #expect(try Command.run(asked, in: folder, kill: kill).signal == SIGKILL)
    let served = try Command.run(asked, in: folder)
    #expect(served.status == 0, "\(served.errors)")
    #expect(try digest("served") == digest("whole"), "\(served.output)\n\(whole.output)")
    #expect(served.errors.contains(" finished before\n") && served.errors.contains("an estimate by four characters"))
    #expect(served.errors.contains("the server counted "))
    #expect(served.output.contains("\nanswers of a server: not reproducible to the bit\n"))
    let run = try JSON(file: folder["served"] + "/run.json")
    #expect(
      run["identity"]?["model"]?["server"]
        == ["model": "base", "api": "completions", "likelihoods": "echo", "reproducible": false])
    #expect(run["circumstances"]?["warnings"]?.array?.first?.string?.hasSuffix("not reproducible to the bit") == true)
    // The gate takes it, and says what it is.
    let gate = try Command.run(["compare", "whole", "served"], in: folder)
    #expect(gate.output.contains("answers of a server") || gate.errors.contains("miniatures"), "\(gate.errors)")
    try serving.stop()
  }

  @Test("log-probabilities stand beside the tokens of prompt and completion, and places cover the text")
  func logProbabilities() throws {
    let serving = try serve(Self.base, name: "-places")
    let answer = try ask(
      serving.url, "/v1/completions",
      #"{"model": "base", "prompt": ["A cat é", [1, 300, 301]], "max_tokens": 3, "temperature": 0, "echo": true, "logprobs": 1}"#
    )
    #expect(answer.status == 200, "\(answer.json.text())")
    let choices = try #require(answer.json["choices"]?.array)
    #expect(choices.count == 2 && choices.map { $0["index"]?.integer } == [0, 1])
    for choice in choices {
      let told = try #require(choice["logprobs"])
      let tokens = try #require(told["tokens"]?.array).compactMap(\.string)
      let logs = try #require(told["token_logprobs"]?.array), tops = try #require(told["top_logprobs"]?.array)
      let places = try #require(told["text_offset"]?.array).compactMap(\.integer)
      #expect(logs.count == tokens.count && tops.count == tokens.count && places.count == tokens.count)
      #expect(logs[0].isNull && tops[0].isNull && logs.dropFirst().allSatisfy { ($0.number ?? 1) <= 0 })
      #expect(tokens.joined() == choice["text"]?.string)
      for (log, top) in zip(logs, tops).dropFirst() {
        let most = try #require(top.object?.members.compactMap(\.value.number).max())
        #expect(most >= log.number ?? 1)
      }
      // New tokens are the most likely ones, to the bit.
      for (log, top) in zip(logs, tops).suffix(3) {
        #expect(log.number == top.object?.members.compactMap(\.value.number).max())
      }
      var place = 0
      for (token, told) in zip(tokens, places) {
        #expect(told == place)
        place += token.unicodeScalars.count
      }
    }
    // Without echo the new tokens alone, and the same numbers for the same ids.
    let alone = try ask(
      serving.url, "/v1/completions",
      #"{"prompt": [1, 300, 301], "max_tokens": 3, "temperature": 0, "logprobs": 0}"#)
    let told = try #require(alone.json["choices"]?.array?.first?["logprobs"])
    #expect(
      told["token_logprobs"]?.array == choices[1]["logprobs"]?["token_logprobs"]?.array.map { Array($0.suffix(3)) })
    #expect(told["top_logprobs"]?.isNull == true)
    try serving.stop(SIGINT)
  }

  @Test("what is no question, or one that is not served, is an error in JSON, and the next question is answered")
  func refusals() throws {
    let serving = try serve(Self.base, ["--name", "it"], name: "-refusing")
    let bad: [(String, Int, String)] = [
      ("", 400, "no JSON"), ("[1]", 400, "no JSON object"), (#"{"prompt": 3}"#, 400, "'prompt' is no text"),
      (#"{"prompt": []}"#, 400, "'prompt' is no text"), (#"{"prompt": [1, "a"]}"#, 400, "no token id"),
      (#"{"prompt": [-1]}"#, 400, "no token id"), (#"{"prompt": [99999]}"#, 400, "token ids below 1400"),
      (#"{"prompt": "a", "stream": true}"#, 400, "'stream' is not served with this value"),
      (#"{"prompt": "a", "wish": 1}"#, 400, "'wish' is not served"),
      (#"{"prompt": "a", "max_tokens": 0}"#, 400, "'max_tokens' is no whole number from 1"),
      (#"{"prompt": "a", "max_tokens": 1e300}"#, 400, "'max_tokens'"),
      (#"{"prompt": "a", "max_tokens": 100000}"#, 400, "the context has 1024"),
      (#"{"prompt": "a", "temperature": -1}"#, 400, "'temperature'"),
      (#"{"prompt": "a", "logprobs": 5}"#, 400, "'logprobs'"),
      (#"{"prompt": "a", "stop": [1]}"#, 400, "'stop'"), (#"{"prompt": "a", "model": "gpt"}"#, 404, "there is 'it'"),
      (#"{"prompt": "a", "echo": 1}"#, 400, "'echo' is neither"), (#"{"prompt": "a", "prompt": "b"}"#, 400, "twice"),
      (String(repeating: "[", count: 100_000), 400, "no JSON"),
    ]
    for (body, status, words) in bad {
      let answer = try ask(serving.url, "/v1/completions", body)
      let message = answer.json["error"]?["message"]?.string ?? ""
      #expect(answer.status == status && message.contains(words), "\(body.prefix(60)): \(answer.status) \(message)")
    }
    let large = try ask(serving.url, "/v1/completions", String(repeating: " ", count: 33 << 20))
    #expect(large.status == 413)
    #expect(try ask(serving.url, "/v1/nothing", nil).status == 404)
    #expect(try ask(serving.url, "/v1/completions", nil).status == 405)
    #expect(try ask(serving.url, "/v1/chat/completions", "{}").status == 501)
    #expect(try ask(serving.url, "/health", nil).json == ["status": "ok"])
    let models = try ask(serving.url, "/v1/models", nil)
    #expect(models.json["data"]?.array?.first?["max_model_len"] == 1024, "\(models.json.text())")
    let good = try ask(
      serving.url, "/v1/completions", #"{"model": "it", "prompt": "The", "max_tokens": 5, "temperature": 0, "n": 1}"#)
    #expect(good.status == 200 && good.json["usage"]?["completion_tokens"] == 5, "\(good.json.text())")
    try serving.stop()
  }

  @Test("a draw follows from the seed alone, whatever is asked beside it")
  func drawn() throws {
    let serving = try serve(Self.base, name: "-drawing")
    func text(_ seed: Int) throws -> String {
      let body = #"{"prompt": "The", "max_tokens": 12, "temperature": 1.2, "top_p": 0.9, "seed": \#(seed)}"#
      return try ask(serving.url, "/v1/completions", body).json["choices"]?.array?.first?["text"]?.string ?? "?"
    }
    let texts = try (0..<4).map(text)
    #expect(Set(texts).count > 1)
    #expect(try (0..<4).map(text) == texts)
    try serving.stop()
  }

  @Test("a server that is not there, and options that make no sense, are errors in words")
  func usage() throws {
    for (arguments, status, place) in [
      (["--server", "http://127.0.0.1:9", "--server-model", "m"], 1, "http://127.0.0.1:9: cannot be reached"),
      (["--server", "http://127.0.0.1:9"], 64, "--server-model: is missing"),
      (["--server-model", "m"], 64, "--server-model: is given without --server"),
      (
        ["--model", "x", "--server", "http://127.0.0.1:9", "--server-model", "m"], 64, "--model: stands beside --server"
      ),
      (["--server", "http://example.org", "--server-model", "m"], 64, "--server: leads to another machine by http"),
      (["--server", "http://a:b@127.0.0.1", "--server-model", "m"], 64, "--server: holds a name"),
    ] as [([String], Int32, String)] {
      let found = try Command.run(["score", "--tasks", "arc_easy"] + arguments, in: folder)
      let line = found.errors.split(separator: "\n").first { $0.hasPrefix("error: ") } ?? ""
      #expect(found.status == status && line.hasPrefix("error: " + place), "\(found.errors)")
    }
    let taken = try serve(Self.base, name: "-first")
    let port = try #require(taken.url.split(separator: ":").last)
    let second = try Command.run(["serve", "--model", Self.base, "--port", String(port)], in: folder)
    #expect(second.status == 1 && second.errors.contains("cannot be listened at"), "\(second.errors)")
    let host = try Command.run(["serve", "--model", Self.base, "--host", "nowhere"], in: folder)
    #expect(host.status == 64 && host.errors.hasPrefix("error: --host: 'nowhere' is no address"), "\(host.errors)")
    try taken.stop()
  }
}
