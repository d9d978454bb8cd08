import Files
import Glibc
import Synchronization

/// An HTTP server on this machine alone, that answers as a test says: also badly, slowly and never.
public final class LoopbackServer: Sendable {
  public struct Request: Sendable, Equatable {
    public var path: String
    /// Lines of its head, in small letters up to the colon.
    public var headers: [String] = []
    public var body: [UInt8] = []
    /// Where the wanted part begins, where the request asks for a part.
    public var start: Int?
  }

  public struct Response: Sendable {
    public var status: Int
    public var headers: [String] = []
    public var body: [UInt8]
    /// So many bytes of the body are sent, then the connection is closed; the headers promise all.
    public var sent: Int?
    /// So many bytes of the body are sent, and then nothing more, for so many seconds.
    public var silence: (after: Int, seconds: Int)?

    public init(_ body: [UInt8], status: Int = 200) {
      self.body = body
      self.status = status
    }

    public init(status: Int, headers: [String] = []) {
      self.init([], status: status)
      self.headers = headers
    }

    /// What a server says to whom asks for the rest: the rest alone.
    public static func file(_ bytes: [UInt8], _ request: Request) -> Response {
      guard let start = request.start else { return Response(bytes) }
      guard start < bytes.count else { return Response(status: 416) }
      var response = Response(Array(bytes[start...]), status: 206)
      response.headers = ["Content-Range: bytes \(start)-\(bytes.count - 1)/\(bytes.count)"]
      return response
    }
  }

  private let socket: Int32
  public let port: UInt16
  private let answer: @Sendable (Request) -> Response
  private let seen = Mutex<[Request]>([])

  public var url: String { "http://127.0.0.1:\(port)" }
  public var requests: [Request] { seen.withLock { $0 } }

  public init(_ answer: @escaping @Sendable (Request) -> Response) throws {
    // libcurl would ask a proxy for what is on this machine.
    setenv("no_proxy", "127.0.0.1", 1)
    self.answer = answer
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(socket, $0, size) == 0 && listen(socket, 16) == 0 && getsockname(socket, $0, &size) == 0
      }
    }
    guard socket >= 0, isBound else {
      throw Diagnostic("127.0.0.1", "no server can be started", expected: "a machine with a loopback interface")
    }
    self.socket = socket
    port = UInt16(bigEndian: address.sin_port)
    // It lives until the test ends the server.
    let context = Unmanaged.passRetained(self).toOpaque()
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { context in
        guard let context else { return nil }
        Unmanaged<LoopbackServer>.fromOpaque(context).takeRetainedValue().serve()
        return nil
      }, context)
    pthread_detach(thread)
  }

  /// Takes no more requests.
  public func stop() { shutdown(socket, Int32(SHUT_RDWR)) }

  private func serve() {
    while true {
      let connection = accept(socket, nil, nil)
      guard connection >= 0 else { break }
      reply(on: connection)
      close(connection)
    }
    close(socket)
  }

  private func reply(on connection: Int32) {
    var bytes: [UInt8] = [], buffer = [UInt8](repeating: 0, count: 65536)
    let blank = Array("\r\n\r\n".utf8)
    var head: Int?
    while head == nil {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      bytes += buffer[..<count]
      head = bytes.indices.first { bytes[$0...].starts(with: blank) }
    }
    guard let head else { return }
    let text = String(decoding: bytes[..<head], as: UTF8.self)
    var body = Array(bytes[(head + blank.count)...])
    let length = text.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length: ") }
      .flatMap { Int($0.dropFirst(16)) }
    while body.count < length ?? 0 {
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      body += buffer[..<count]
    }
    let lines = text.split(separator: "\r\n").map(String.init)
    let path = lines.first?.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    let range = lines.first { $0.lowercased().hasPrefix("range: bytes=") }
    let start = range.flatMap { Int($0.dropFirst(13).prefix { $0 != "-" }) }
    let headers = lines.dropFirst().map { line in
      let name = line.prefix { $0 != ":" }
      return name.lowercased() + line.dropFirst(name.count)
    }
    let request = Request(path: path, headers: headers, body: body, start: start)
    seen.withLock { $0.append(request) }
    let response = answer(request)
    let answered =
      (["HTTP/1.1 \(response.status) As It Is", "Content-Length: \(response.body.count)", "Connection: close"]
      + response.headers).joined(separator: "\r\n") + "\r\n\r\n"
    send(Array(answered.utf8), on: connection)
    if let silence = response.silence {
      send(Array(response.body.prefix(silence.after)), on: connection)
      // Until the other side has had enough.
      var time = timeval(tv_sec: silence.seconds, tv_usec: 0)
      setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
      _ = recv(connection, &buffer, 1, 0)
    } else {
      send(Array(response.body.prefix(response.sent ?? .max)), on: connection)
    }
  }

  private func send(_ bytes: [UInt8], on connection: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
