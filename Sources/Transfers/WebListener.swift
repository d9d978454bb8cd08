import CMicrohttpd
public import Files
import Glibc

/// A server by HTTP, by libmicrohttpd: a thread for each connection, which waits for its answer.
public final class WebListener: @unchecked Sendable {
  public struct Request: Sendable {
    public var method: String
    public var path: String
    public var body: [UInt8]
  }

  public struct Response: Sendable {
    public var status: Int
    public var body: [UInt8]
    /// `application/json`.
    public var type: String

    public init(status: Int, body: [UInt8], type: String = "application/json") {
      self.status = status
      self.body = body
      self.type = type
    }
  }

  public struct Limits: Sendable {
    /// Connections at a time; more wait.
    public var connections: Int
    /// Seconds that a connection may be silent while it asks.
    public var patience: Int
    /// Bytes of a question.
    public var bytes: Int

    public init(connections: Int = 256, patience: Int = 60, bytes: Int = 32 << 20) {
      self.connections = connections
      self.patience = patience
      self.bytes = bytes
    }
  }

  /// Where it listens: 0 chose one that is free.
  public private(set) var port = 0
  private let limits: Limits
  private let answer: @Sendable (Request) -> Response
  /// What is answered to questions that are too long.
  private let refusal: Response
  private var daemon: OpaquePointer?

  /// - Parameters:
  ///   - host: a number, `127.0.0.1` or `::1`, or `localhost`.
  ///   - refusal: what is answered where a question is longer than the limit.
  ///   - answer: is called in the connection's thread, several at a time.
  public init(
    host: String, port: Int, limits: Limits = Limits(), refusal: Response,
    answer: @escaping @Sendable (Request) -> Response
  ) throws(Diagnostic) {
    self.limits = limits
    self.refusal = refusal
    self.answer = answer
    let place = "\(host.contains(":") ? "[\(host)]" : host):\(port)"
    guard let port = UInt16(exactly: port) else {
      throw Diagnostic("--port", "\(port) is no port", expected: "a number from 0 to 65535", status: .wrongUsage)
    }
    let socket = try Self.listening(host, port, place)
    self.port = Self.port(of: socket)
    daemon = assay_http_start(
      socket, UInt32(clamping: limits.connections), UInt32(clamping: limits.patience),
      { context, connection, url, method, _, bytes, count, state in
        guard let context, let connection, let count, let state else { return assay_http_result(0) }
        let listener = Unmanaged<WebListener>.fromOpaque(context).takeUnretainedValue()
        return listener.take(connection, url, method, bytes, count, state)
      },
      { _, _, state, _ in
        guard let state, let question = state.pointee else { return }
        Unmanaged<Question>.fromOpaque(question).release()
        state.pointee = nil
      }, Unmanaged.passUnretained(self).toOpaque())
    if daemon == nil {
      close(socket)
      throw Self.unreachable(place)
    }
  }

  deinit { stop() }

  /// Takes no more questions, and returns when all that were taken are answered.
  public func stop() {
    guard let daemon else { return }
    self.daemon = nil
    MHD_stop_daemon(daemon)
  }

  /// What has come of a question so far.
  private final class Question {
    let method: String, path: String
    var body: [UInt8] = []
    var isTooLong = false

    init(_ method: String, _ path: String) {
      self.method = method
      self.path = path
    }
  }

  private func take(
    _ connection: OpaquePointer, _ url: UnsafePointer<CChar>?, _ method: UnsafePointer<CChar>?,
    _ bytes: UnsafePointer<CChar>?, _ count: UnsafeMutablePointer<Int>,
    _ state: UnsafeMutablePointer<UnsafeMutableRawPointer?>
  ) -> MHD_Result {
    guard let known = state.pointee else {
      let question = Question(method.map { String(cString: $0) } ?? "", url.map { String(cString: $0) } ?? "")
      state.pointee = Unmanaged.passRetained(question).toOpaque()
      return assay_http_result(1)
    }
    let question = Unmanaged<Question>.fromOpaque(known).takeUnretainedValue()
    if count.pointee > 0 {
      let isFitting = count.pointee <= limits.bytes - question.body.count
      if isFitting, !question.isTooLong {
        question.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count.pointee))
      } else {
        // The rest is read and forgotten, so that the refusal is heard.
        question.isTooLong = true
        question.body = []
      }
      count.pointee = 0
      return assay_http_result(1)
    }
    assay_http_wait(connection)
    let response =
      question.isTooLong
      ? refusal : answer(Request(method: question.method, path: question.path, body: question.body))
    return send(response, on: connection)
  }

  private func send(_ response: Response, on connection: OpaquePointer) -> MHD_Result {
    let made = response.body.withUnsafeBytes {
      assay_http_response($0.baseAddress, $0.count, response.type)
    }
    guard let made else { return assay_http_result(0) }
    defer { MHD_destroy_response(made) }
    return MHD_queue_response(connection, UInt32(clamping: response.status), made)
  }

  private static func unreachable(_ place: String) -> Diagnostic {
    Diagnostic(
      place, "cannot be listened at: \(String(cString: strerror(errno)))",
      expected: "an address of this machine and a port that is free; --port 0 finds one")
  }

  /// A socket that nobody else listens at: the library's own way would share a port with another process.
  private static func listening(_ host: String, _ port: UInt16, _ place: String) throws(Diagnostic) -> Int32 {
    let name = host == "localhost" ? "127.0.0.1" : host
    var four = sockaddr_in(), six = sockaddr_in6()
    let isFour = inet_pton(AF_INET, name, &four.sin_addr) == 1
    guard isFour || inet_pton(AF_INET6, name, &six.sin6_addr) == 1 else {
      throw Diagnostic(
        "--host", "'\(host)' is no address", expected: "127.0.0.1, ::1, 0.0.0.0 or another address in numbers",
        status: .wrongUsage)
    }
    (four.sin_family, four.sin_port) = (sa_family_t(AF_INET), port.bigEndian)
    (six.sin6_family, six.sin6_port) = (sa_family_t(AF_INET6), port.bigEndian)
    let socket = Glibc.socket(
      isFour ? AF_INET : AF_INET6, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    // What a server before this one left behind is no reason to wait.
    var yes: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    let isBound = isFour ? bind(socket, to: &four) : bind(socket, to: &six)
    guard socket >= 0, isBound, listen(socket, 128) == 0 else {
      let problem = unreachable(place)
      if socket >= 0 { close(socket) }
      throw problem
    }
    return socket
  }

  private static func bind<Address>(_ socket: Int32, to address: inout Address) -> Bool {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.bind(socket, $0, socklen_t(MemoryLayout<Address>.size)) == 0
      }
    }
  }

  private static func port(of socket: Int32) -> Int {
    var address = sockaddr_in6(), size = socklen_t(MemoryLayout<sockaddr_in6>.size)
    // The port stands at the same place in both kinds of address.
    let isKnown = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &size) == 0 }
    }
    return isKnown ? Int(UInt16(bigEndian: address.sin6_port)) : 0
  }
}
