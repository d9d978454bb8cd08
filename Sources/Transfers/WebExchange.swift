import CCurl
import Files

/// One request on its way, and what has come of its reply.
final class WebExchange {
  let index: Int
  /// How often it was asked before.
  let failures: Int
  let handle: UnsafeMutableRawPointer
  private(set) var body: [UInt8] = []
  /// Bytes of a reply at most.
  private let limit: Int
  private(set) var isTooLarge = false
  private var headers: UnsafeMutablePointer<curl_slist>?

  init(
    _ request: WebRequest, index: Int, failures: Int, isLoopback: Bool, _ limits: WebRequests.Limits
  ) throws(Diagnostic) {
    guard let handle = curl_easy_init() else {
      throw Diagnostic(request.url, "libcurl cannot be used", expected: "a libcurl that works")
    }
    self.index = index
    self.failures = failures
    self.handle = handle
    limit = limits.bytes
    for line in request.headers + ["Expect:"] { headers = curl_slist_append(headers, line) }
    var codes = [
      (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_TIMEOUT, limits.seconds),
      (CURLOPT_CONNECTTIMEOUT, min(limits.seconds, 30)), (CURLOPT_TCP_KEEPALIVE, 1),
    ].map { assay_curl_set_number(handle, $0.0, $0.1) }
    var texts = [
      (CURLOPT_URL, request.url), (CURLOPT_USERAGENT, "assay"), (CURLOPT_PROTOCOLS_STR, "http,https"),
    ]
    // A proxy would look for this machine at its own place.
    if isLoopback { texts.append((CURLOPT_PROXY, "")) }
    codes += texts.map { assay_curl_set_text(handle, $0.0, $0.1) }
    codes.append(assay_curl_set_pointer(handle, CURLOPT_HTTPHEADER, headers))
    if let body = request.body {
      codes.append(assay_curl_set_number(handle, CURLOPT_POST, 1))
      codes.append(assay_curl_set_size(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
      // Without bytes there must be an address all the same, or libcurl reads standard input.
      codes.append(
        (body + [0]).withUnsafeBytes { assay_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) })
    }
    codes.append(
      assay_curl_set_writer(
        handle,
        { bytes, size, number, context in
          guard let bytes, let context else { return 0 }
          let exchange = Unmanaged<WebExchange>.fromOpaque(context).takeUnretainedValue()
          return exchange.take(UnsafeRawBufferPointer(start: bytes, count: size * number)) ? size * number : 0
        }, Unmanaged.passUnretained(self).toOpaque()))
    guard let code = codes.first(where: { $0 != CURLE_OK }) else { return }
    throw Diagnostic(
      request.url, "libcurl refuses: \(String(cString: curl_easy_strerror(code)))",
      expected: "libcurl 7.85 or later, and a whole URL")
  }

  deinit {
    curl_easy_cleanup(handle)
    curl_slist_free_all(headers)
  }

  private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard body.count + bytes.count <= limit else {
      isTooLarge = true
      return false
    }
    body.append(contentsOf: bytes)
    return true
  }

  var status: Int { assay_curl_status(handle) }

  /// Seconds that the server asks to wait for; nil where it says nothing.
  var wanted: Int? {
    let seconds = assay_curl_retry_after(handle)
    return seconds > 0 ? Int(clamping: seconds) : nil
  }

  /// What became of it.
  func outcome(_ code: CURLcode) -> Outcome {
    switch code {
    case CURLE_OK where [408, 425, 429, 500, 502, 503, 504].contains(status): .busy
    case CURLE_OK: .replied(WebReply(status: status, body: body))
    case CURLE_WRITE_ERROR where isTooLarge: .impossible("answers with more than \(limit) bytes")
    case CURLE_OPERATION_TIMEDOUT: .broken("did not answer in time")
    case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_SEND_ERROR:
      .broken("broke the connection off")
    case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      .broken("cannot be reached: \(String(cString: curl_easy_strerror(code)))")
    default: .impossible("cannot be asked: \(String(cString: curl_easy_strerror(code)))")
    }
  }

  enum Outcome {
    case replied(WebReply)
    /// A status that asks to come again.
    case busy
    case broken(String)
    case impossible(String)
  }
}
