import CCurl
import Files

/// One request of a download: what comes is appended to what is there.
final class DownloadAttempt {
  enum Outcome {
    case done
    /// The server does not give the rest alone.
    case noRanges
    /// The connection broke, or nothing came for too long.
    case broken(String)
  }

  private let download: Download
  /// Bytes that were there before.
  private let start: Int
  private let file: AppendOnlyFile
  private let curl: OpaquePointer
  private var count = 0
  /// What ended it from this side.
  private var failure: Diagnostic?

  init(_ download: Download, from start: Int) throws(Diagnostic) {
    self.download = download
    self.start = start
    file = try AppendOnlyFile(download.path)
    guard let curl = curl_easy_init() else {
      throw Diagnostic(download.url, "libcurl cannot be used", expected: "a libcurl that works")
    }
    self.curl = OpaquePointer(curl)
  }

  deinit { curl_easy_cleanup(handle) }

  private var handle: UnsafeMutableRawPointer { UnsafeMutableRawPointer(curl) }

  func perform() throws(Diagnostic) -> Outcome {
    try prepare()
    let code = curl_easy_perform(handle)
    if let failure { throw failure }
    let status = assay_curl_status(handle)
    let place = assay_curl_place(handle).map { String(cString: $0) } ?? download.url
    let led = place == download.url ? "" : " (where \(download.url) leads to)"
    switch code {
    // libcurl takes a part behind the end for a file that is there.
    case CURLE_OK where status == 416: return .noRanges
    case CURLE_OK:
      try file.synchronize()
      return .done
    case CURLE_RANGE_ERROR: return .noRanges
    case CURLE_HTTP_RETURNED_ERROR where status == 416 && start > 0: return .noRanges
    case CURLE_HTTP_RETURNED_ERROR where status >= 500 || status == 429 || status == 408:
      return .broken("the server answers with status \(status)\(led)")
    case CURLE_HTTP_RETURNED_ERROR:
      throw Diagnostic(
        place, "the server answers with status \(status)\(led)",
        expected:
          "the file, as it was published there; --mirror names another server, and a copy may be put into the folder by hand"
      )
    case CURLE_OPERATION_TIMEDOUT:
      return .broken("nothing has come for \(download.limits.seconds) seconds")
    case CURLE_PARTIAL_FILE, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2_STREAM, CURLE_SEND_ERROR:
      return .broken("the connection broke after \(start + count) bytes")
    case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
      throw Diagnostic(
        place, "cannot be reached: \(Self.text(code))\(led)",
        expected: "a way to that server; libcurl obeys https_proxy, and --mirror names another server")
    default:
      throw Diagnostic(
        place, "cannot be downloaded: \(Self.text(code))\(led)", expected: "a file that can be had by HTTP")
    }
  }

  private func prepare() throws(Diagnostic) {
    let isSecure = download.url.hasPrefix("https:")
    let numbers: [(CURLoption, Int)] = [
      (CURLOPT_FAILONERROR, 1), (CURLOPT_FOLLOWLOCATION, 1), (CURLOPT_MAXREDIRS, 10), (CURLOPT_NOSIGNAL, 1),
      (CURLOPT_NOPROGRESS, 0), (CURLOPT_CONNECTTIMEOUT, download.limits.seconds), (CURLOPT_LOW_SPEED_LIMIT, 1),
      (CURLOPT_LOW_SPEED_TIME, download.limits.seconds),
    ]
    var codes = numbers.map { assay_curl_set_number(handle, $0, $1) }
    // What was asked for safely is not fetched unsafely.
    for (option, text) in [
      (CURLOPT_URL, download.url), (CURLOPT_USERAGENT, "assay"), (CURLOPT_PROTOCOLS_STR, "http,https"),
      (CURLOPT_REDIR_PROTOCOLS_STR, isSecure ? "https" : "http,https"),
    ] { codes.append(assay_curl_set_text(handle, option, text)) }
    codes.append(assay_curl_set_size(handle, CURLOPT_RESUME_FROM_LARGE, curl_off_t(start)))
    let context = Unmanaged.passUnretained(self).toOpaque()
    codes.append(
      assay_curl_set_writer(
        handle,
        { bytes, size, number, context in
          guard let bytes, let context else { return 0 }
          let attempt = Unmanaged<DownloadAttempt>.fromOpaque(context).takeUnretainedValue()
          return attempt.take(UnsafeRawBufferPointer(start: bytes, count: size * number)) ? size * number : 0
        }, context))
    codes.append(
      assay_curl_set_progress(
        handle,
        { context, total, _, _, _ in
          guard let context else { return 1 }
          let attempt = Unmanaged<DownloadAttempt>.fromOpaque(context).takeUnretainedValue()
          return attempt.tell(total: Int(total)) ? 0 : 1
        }, context))
    guard let code = codes.first(where: { $0 != CURLE_OK }) else { return }
    throw Diagnostic(
      download.url, "libcurl refuses: \(Self.text(code))", expected: "libcurl 7.85 or later, and a whole URL")
  }

  /// Keeps what came; whether to go on.
  private func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard start + count + bytes.count <= download.limits.bytes else {
      failure = Diagnostic(
        download.url, "is larger than \(download.limits.bytes) bytes", expected: "the file that was published there")
      return false
    }
    do {
      try file.append(bytes)
      count += bytes.count
      return true
    } catch {
      failure = error
      return false
    }
  }

  private func tell(total: Int) -> Bool {
    do {
      try download.observe(start + count, total > 0 ? start + total : nil)
      return true
    } catch {
      failure = error
      return false
    }
  }

  private static func text(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }
}
