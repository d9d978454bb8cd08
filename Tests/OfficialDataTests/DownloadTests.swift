import Files
import Synchronization
import TestSupport
import Testing
import Transfers

/// Downloads from a server that answers well and badly.
@Suite struct DownloadTests {
  private let folder: ScratchDirectory
  private let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

  init() throws { folder = try ScratchDirectory() }

  private func download(
    _ url: String, seconds: Int = 20, retries: Int = 3, most: Int = 1 << 30,
    observe: @escaping (Int, Int?) throws(Diagnostic) -> Void = { (_, _) throws(Diagnostic) in }
  ) throws -> [UInt8] {
    try Download(
      url, to: folder["part"], limits: Download.Limits(seconds: seconds, retries: retries, bytes: most),
      observe: observe
    ).run()
    return try FileSystem.bytes(of: folder["part"])
  }

  private func failure(_ url: String, seconds: Int = 20, retries: Int = 1, most: Int = 1 << 30) -> Diagnostic? {
    do {
      _ = try download(url, seconds: seconds, retries: retries, most: most)
      return nil
    } catch { return error as? Diagnostic }
  }

  @Test("a file comes whole, also where another place is named for it")
  func whole() throws {
    let bytes = bytes
    let server = try LoopbackServer { request in
      switch request.path {
      case "/old": LoopbackServer.Response(status: 302, headers: ["Location: /newer"])
      case "/newer": LoopbackServer.Response(status: 301, headers: ["Location: /file"])
      default: .file(bytes, request)
      }
    }
    defer { server.stop() }
    #expect(try download(server.url + "/old") == bytes)
    #expect(server.requests.map(\.path) == ["/old", "/newer", "/file"])
  }

  @Test("places that lead to each other are no file")
  func circle() throws {
    let server = try LoopbackServer { _ in LoopbackServer.Response(status: 302, headers: ["Location: /again"]) }
    defer { server.stop() }
    let error = try #require(failure(server.url + "/first"))
    #expect(error.problem.contains("redirect"), "\(error)")
    #expect(server.requests.count == 11)
  }

  @Test("what is not there, and what the server may not give, is told with the status", arguments: [404, 403, 410])
  func absent(status: Int) throws {
    let server = try LoopbackServer { _ in LoopbackServer.Response(Array("nothing".utf8), status: status) }
    defer { server.stop() }
    let error = try #require(failure(server.url + "/file"))
    #expect(error.place == server.url + "/file" && error.problem == "the server answers with status \(status)")
    #expect(try server.requests.count == 1 && FileSystem.bytes(of: folder["part"]).isEmpty)
  }

  @Test("a server that has trouble is asked again, and not for ever")
  func trouble() throws {
    let bytes = bytes, count = Mutex(0)
    let server = try LoopbackServer { request in
      let number = count.withLock { number in
        number += 1
        return number
      }
      return number < 3 ? LoopbackServer.Response(status: 503) : .file(bytes, request)
    }
    defer { server.stop() }
    #expect(try download(server.url + "/file") == bytes)
    let other = try LoopbackServer { _ in LoopbackServer.Response(status: 500) }
    defer { other.stop() }
    try FileSystem.remove(folder["part"])
    let error = try #require(failure(other.url + "/file", retries: 2))
    #expect(error.problem == "the server answers with status 500" && other.requests.count == 3)
  }

  @Test("a connection that breaks is gone on with where it broke, in this call and in the next one")
  func cutOff() throws {
    let bytes = bytes
    let server = try LoopbackServer { request in
      var response = LoopbackServer.Response.file(bytes, request)
      response.sent = 70_000
      return response
    }
    defer { server.stop() }
    #expect(try download(server.url + "/file") == bytes)
    #expect(server.requests.map(\.start) == [nil, 70_000, 140_000])
    // From what an earlier call left.
    try FileSystem.write(Array(bytes[..<150_000]), to: folder["part"])
    #expect(try download(server.url + "/file") == bytes)
    #expect(server.requests.last?.start == 150_000)
  }

  @Test("a server that breaks off again and again ends the download, and what came is kept")
  func brokenForGood() throws {
    let bytes = bytes
    let server = try LoopbackServer { request in
      var response = LoopbackServer.Response.file(bytes, request)
      response.sent = request.start == nil ? 1000 : 0
      return response
    }
    defer { server.stop() }
    let error = try #require(failure(server.url + "/file", retries: 2))
    #expect(error.problem.hasPrefix("the connection broke after 1000 bytes"), "\(error)")
    #expect(error.expectation.hasPrefix("what came is kept: "))
    #expect(server.requests.count == 3)
    #expect(try FileSystem.bytes(of: folder["part"]) == Array(bytes[..<1000]))
  }

  @Test("a server that knows no parts is asked for the whole; so it is where there is nothing behind what came")
  func noRanges() throws {
    let bytes = bytes
    for isDone in [false, true] {
      let server = try LoopbackServer { request in
        isDone ? .file(bytes, request) : LoopbackServer.Response(bytes)
      }
      defer { server.stop() }
      try FileSystem.write(isDone ? bytes : Array(repeating: 7, count: 500), to: folder["part"])
      #expect(try download(server.url + "/file") == bytes)
      #expect(server.requests.map { $0.start == nil } == [false, true])
    }
  }

  @Test("a server that says nothing is waited for as long as was said")
  func silent() throws {
    let bytes = bytes
    let server = try LoopbackServer { request in
      var response = LoopbackServer.Response.file(bytes, request)
      response.silence = (after: 5000, seconds: 20)
      return response
    }
    defer { server.stop() }
    let start = ContinuousClock.now
    let error = try #require(failure(server.url + "/file", seconds: 1, retries: 0))
    #expect(error.problem == "nothing has come for 1 seconds" && ContinuousClock.now - start < .seconds(15))
    #expect(error.expectation.contains("--timeout"))
    #expect(try FileSystem.bytes(of: folder["part"]) == Array(bytes[..<5000]))
  }

  @Test("no server, no name and no protocol are told apart from what a server says")
  func unreachable() throws {
    let server = try LoopbackServer { _ in LoopbackServer.Response(status: 200) }
    server.stop()
    for url in [server.url + "/file", "http://nobody.invalid/file"] {
      let error = try #require(failure(url))
      #expect(error.place.hasPrefix(url) && error.problem.hasPrefix("cannot be reached: "), "\(error)")
    }
    let error = try #require(failure("file:///etc/passwd"))
    #expect(error.problem.hasPrefix("cannot be downloaded: "), "\(error)")
  }

  @Test("what is too large, and what the job has enough of, ends")
  func ended() throws {
    let bytes = bytes
    let server = try LoopbackServer { .file(bytes, $0) }
    defer { server.stop() }
    let large = try #require(failure(server.url + "/file", most: 100_000))
    #expect(large.problem == "is larger than 100000 bytes")
    let enough = Diagnostic("job", "has enough", expected: "")
    #expect(throws: enough) {
      try download(server.url + "/file") { (_, _) throws(Diagnostic) in throw enough }
    }
  }
}
