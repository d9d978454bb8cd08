import Benchmarks
import Datasets
import Evaluation
import Files
import Glibc
import OfficialData
import Synchronization
import TestSupport
import Testing

/// Files that are fetched, made, held against their digests and checked, of a made-up release.
@Suite struct FetchTests {
  private let folder: ScratchDirectory
  private static let text = "{\"b\": 1, \"a\": [\"ä\"]}\n"

  init() throws { folder = try ScratchDirectory() }

  private static func digest(_ text: String) -> HeldDigest { .bytes(SHA256.hexadecimal(of: text)) }

  private func release(_ parcels: Parcel...) -> Publication {
    Publication(name: "Made up", page: "https://nobody.example", citation: "nobody", licence: "none", parcels: parcels)
  }

  private func fetch(
    _ publications: [Publication], from server: LoopbackServer, seconds: Int = 20
  ) throws -> [FetchData.Outcome] {
    var job = FetchData(folder["data"], try FileChoice([]), mirror: server.url, seconds: seconds)
    job.publications = publications
    return try job.run({ (_, _, _) throws(Diagnostic) in }, told: { (_) throws(Diagnostic) in })
  }

  private func written(_ path: String) throws -> String {
    String(decoding: try FileSystem.bytes(of: folder["data/" + path]), as: UTF8.self)
  }

  /// What lies in the folder, at all depths.
  private func names(_ path: String = "data") throws -> [String] {
    try FileSystem.names(in: folder[path]).sorted().flatMap { name -> [String] in
      let inner = path + "/" + name
      return FileSystem.isDirectory(folder[inner]) ? try names(inner) : [String(inner.dropFirst(5))]
    }
  }

  private func shell(_ line: String) {
    #expect(system("cd '\(folder.path)' && \(line)") == 0, "\(line)")
  }

  @Test("a file, a packed file, members of archives and lines of many files are put into their places")
  func made() throws {
    try folder.write("in/top/x/test/high/2.txt", #"{"n": 2}"#)
    try folder.write("in/top/x/test/high/10.txt", "{\"n\":\n 10}\n")
    try folder.write("in/top/x/test/middle/3.txt", #"{"n": 3}"#)
    try folder.write("in/top/x/dev/one.csv", "1,2\n")
    shell("tar -czf lines.tar.gz -C in top && gzip -kc in/top/x/dev/one.csv > one.csv.gz")
    let files = folder.path
    let server = try LoopbackServer { request in
      let name = FileSystem.lastName(of: request.path)
      return (try? FileSystem.bytes(of: files + "/" + name)).map { .file($0, request) }
        ?? LoopbackServer.Response(status: 404)
    }
    defer { server.stop() }
    let records = "{\"n\": 10}\n{\"n\": 2}\n"
    let found = try fetch(
      [
        release(
          Parcel(
            "https://nobody.example/a/lines.tar.gz", .lines(folder: "test/high"),
            [PublishedFile("race/lines.jsonl", held: Self.digest(records), readers: [])]),
          Parcel(
            "https://nobody.example/a/lines.tar.gz", .members,
            [PublishedFile("deep/er/one.csv", member: "dev/one.csv", held: Self.digest("1,2\n"), readers: [])]),
          Parcel(
            "https://nobody.example/b/one.csv.gz", .whole,
            [PublishedFile("plain.csv", held: Self.digest("1,2\n"), readers: [])]))
      ], from: server)
    #expect(found.map(\.kind) == [.fetched, .fetched, .fetched], "\(found)")
    #expect(try written("race/lines.jsonl") == records && written("deep/er/one.csv") == "1,2\n")
    #expect(server.requests.first?.path == "/nobody.example/a/lines.tar.gz")
    #expect(try names() == ["deep/er/one.csv", "plain.csv", "race/lines.jsonl"], "nothing else is left")
  }

  @Test("questions and answers are taken out of a text of a template")
  func pairs() throws {
    let template = #"""
      text: "{% set prompt = '\
        Q: Is one one?\n\
        A: One is one.\n\n\
        Q: Is two two?\n\
        A: Two is two.\
        '%}\
        {{prompt + '\n\nQ: ' + question + '\nA:'}}"
      """#
    let server = try LoopbackServer { .file(Array(template.utf8), $0) }
    defer { server.stop() }
    let wanted = "Q: Is one one?\nA: One is one.\n\nQ: Is two two?\nA: Two is two."
    let found = try fetch(
      [
        release(
          Parcel("https://a.example/t.yaml", .pairs, [PublishedFile("p.txt", held: Self.digest(wanted), readers: [])]))
      ],
      from: server)
    #expect(try found.map(\.kind) == [.fetched] && written("p.txt") == wanted)
  }

  @Test("wrong bytes are refused with both digests, kept out, and asked for anew the next time")
  func wrong() throws {
    let isRight = Mutex(false), text = Self.text
    let server = try LoopbackServer { request in
      .file(Array((isRight.withLock { $0 } ? text : "something else").utf8), request)
    }
    defer { server.stop() }
    let publications = [
      release(Parcel("https://a.example/t", .whole, [PublishedFile("t", held: Self.digest(Self.text), readers: [])]))
    ]
    let found = try fetch(publications, from: server)
    let reason = try #require(found.first?.reason)
    #expect(found.map(\.kind) == [.failed] && reason.place == server.url + "/a.example/t")
    #expect(reason.problem.hasSuffix("SHA-256 of its bytes " + SHA256.hexadecimal(of: "something else")))
    #expect(reason.expectation.hasPrefix("SHA-256 of its bytes " + SHA256.hexadecimal(of: Self.text)))
    #expect(try names().isEmpty)
    isRight.withLock { $0 = true }
    #expect(try fetch(publications, from: server).map(\.kind) == [.fetched])
    #expect(try written("t") == Self.text)
  }

  @Test("a part that was left of another file is found out, and the file fetched from its beginning")
  func otherPart() throws {
    let text = Self.text, isWhole = Mutex(false)
    let server = try LoopbackServer { request in
      var response = LoopbackServer.Response.file(Array(text.utf8), request)
      if !isWhole.withLock({ $0 }) { response.sent = request.start == nil ? 8 : 0 }
      return response
    }
    defer { server.stop() }
    let publications = [
      release(Parcel("https://a.example/t", .whole, [PublishedFile("t", held: Self.digest(Self.text), readers: [])]))
    ]
    #expect(try fetch(publications, from: server).map(\.kind) == [.failed])
    let part = try #require(try names().first { $0.hasSuffix(".part") })
    #expect(try written(part) == String(Self.text.prefix(8)))
    try folder.write("data/" + part, "XXXXXXXX")
    isWhole.withLock { $0 = true }
    #expect(try fetch(publications, from: server).map(\.kind) == [.fetched])
    #expect(try names() == ["t"] && written("t") == Self.text)
    #expect(server.requests.suffix(2).map(\.start) == [8, nil])
  }

  @Test("what is there stays: the published file is not fetched again, and another one is not written over")
  func there() throws {
    let server = try LoopbackServer { _ in LoopbackServer.Response(status: 404) }
    defer { server.stop() }
    try folder.write("data/t", Self.text)
    try folder.write("data/u", "mine")
    let found = try fetch(
      [
        release(
          Parcel("https://a.example/t", .whole, [PublishedFile("t", held: Self.digest(Self.text), readers: [])]),
          Parcel("https://a.example/u", .whole, [PublishedFile("u", held: Self.digest(Self.text), readers: [])]))
      ], from: server)
    #expect(found.map(\.kind) == [.kept, .failed] && server.requests.isEmpty)
    #expect(found[1].reason?.expectation.hasSuffix("move it away, nothing is written over") == true)
    #expect(try written("u") == "mine")
  }

  @Test("what cannot be had stops nothing else; an archive without the file, and one that is cut off, are told")
  func failing() throws {
    try folder.write("in/dev/one.csv", "1,2\n")
    shell("tar -czf a.tar.gz -C in dev && head -c 60 a.tar.gz > cut.tar.gz")
    let files = folder.path
    let server = try LoopbackServer { request in
      let name = FileSystem.lastName(of: request.path)
      return (try? FileSystem.bytes(of: files + "/" + name)).map { .file($0, request) }
        ?? LoopbackServer.Response(status: 404)
    }
    defer { server.stop() }
    let one = { (path: String) in PublishedFile(path, member: "dev/one.csv", held: Self.digest("1,2\n"), readers: []) }
    let found = try fetch(
      [
        release(
          Parcel("https://a.example/none", .whole, [one("a")]),
          Parcel("https://a.example/cut.tar.gz", .members, [one("b")]),
          Parcel(
            "https://a.example/a.tar.gz", .members,
            [PublishedFile("c", member: "dev/two.csv", held: Self.digest(""), readers: [])]),
          Parcel("https://a.example/by-hand", .byHand("write it"), [one("d")]),
          Parcel("https://a.example/a.tar.gz", .members, [one("e")]))
      ], from: server)
    #expect(found.map(\.kind) == [.failed, .failed, .failed, .byHand, .fetched], "\(found)")
    #expect(found[0].reason?.problem == "the server answers with status 404")
    #expect(found[1].reason?.problem.hasPrefix("cannot be read: ") == true)
    #expect(found[2].reason?.problem == "holds nothing that is c")
    #expect(found[3].reason?.expectation == "write it; https://a.example/by-hand")
  }

  @Test("a world is no place for official files")
  func world() throws {
    try folder.write("data/items.json", "{}")
    let server = try LoopbackServer { _ in LoopbackServer.Response(status: 404) }
    defer { server.stop() }
    let error = #expect(throws: Diagnostic.self) { try fetch([], from: server) }
    #expect(error?.problem == "holds items.json, and so a world or other data with counts of their own")
  }
}

/// What is known of the official releases.
@Suite struct PublicationTests {
  private let files = Publication.all.flatMap(\.files)

  @Test("every file has a place of its own and a whole digest")
  func digests() {
    #expect(Set(files.map(\.path)).count == files.count && files.count > 180)
    for file in files {
      #expect(file.held.sha256.count == 64 && file.held.sha256.allSatisfy(\.isHexDigit), "\(file.path)")
      #expect(!file.readers.isEmpty)
    }
    for parcel in Publication.all.flatMap(\.parcels) { #expect(parcel.url.hasPrefix("https://")) }
  }

  /// The miniatures have all kinds of files, and of MMLU and BBH some sub-tasks.
  @Test("the files of a protocol are those that it reads", arguments: Benchmark.all)
  func readers(benchmark: Benchmark) throws {
    let read = Mutex<Set<String>>([])
    _ = try benchmark.items(
      from: DataDirectory(name: "data", isOfficial: false) { (path) throws(Diagnostic) in
        guard try DataDirectory.fixtures.holds(path) else { return nil }
        read.withLock { _ = $0.insert(path) }
        return try DataDirectory.fixtures.file(path).bytes
      })
    let choice = try FileChoice([benchmark.id])
    let wanted = Set(files.filter(choice.wants).map(\.path))
    let found = read.withLock { $0 }
    #expect(found.isSubset(of: wanted), "\(found.subtracting(wanted))")
    let others = wanted.subtracting(found).filter { path in !(path.hasPrefix("mmlu/") || path.hasPrefix("bbh/")) }
    #expect(others.isEmpty, "\(others)")
  }

  @Test("of a part its own files are wanted, of a benchmark those of all its protocols")
  func chosen() throws {
    func wanted(_ names: String...) throws -> [String] { files.filter(try FileChoice(names).wants).map(\.path) }
    #expect(try wanted("mmlu_anatomy") == ["mmlu/test/anatomy_test.csv", "mmlu/dev/anatomy_dev.csv"])
    #expect(try wanted("bbh_navigate@lm-eval") == ["bbh/navigate.json", "bbh/cot-prompts/navigate.txt"])
    #expect(try wanted("bbh_logical_deduction_five_objects").count == 2)
    #expect(try wanted("mmlu_stem").count == 2 * 19)
    #expect(
      try wanted("gsm8k") == ["gsm8k/test.jsonl", "gsm8k/train.jsonl", "gsm8k/cot_exemplars.json"])
    #expect(try wanted("gsm8k@leaderboard-v1") == ["gsm8k/test.jsonl", "gsm8k/train.jsonl"])
    #expect(try wanted("arc").count == 3 && wanted().count == files.count)
    let error = #expect(throws: Diagnostic.self) { try FileChoice(["nonsense"]) }
    #expect(error?.place == "--only" && error?.status == .wrongUsage)
  }

  @Test(
    "the shared data are what was published, file by file, and every protocol finds its items",
    .enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
  func shared() throws {
    let check = try DataCheck(try #require(TestSupport.shared) + "/data", FileChoice([])) { (_) throws(Diagnostic) in }
    #expect(check.isComplete, "\(check.files.filter { $0.condition != .there })")
    #expect(check.tasks.map(\.id) == Benchmark.all.map(\.id) && check.tasks.allSatisfy { $0.found == $0.items })
  }
}
