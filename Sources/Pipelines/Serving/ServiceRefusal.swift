import Files
import Transfers

/// Why a question to `assay serve` is not answered, in the form that clients of the OpenAI API read.
struct ServiceRefusal: Error, Equatable {
  var status: Int
  var message: String

  init(_ message: String) { self.init(400, message) }

  init(_ status: Int, _ message: String) {
    self.status = status
    self.message = message
  }

  init(_ error: Diagnostic, status: Int = 400) {
    self.init(status, "\(error.place): \(error.problem); \(error.expectation)")
  }

  var response: WebListener.Response {
    let kind = status >= 500 ? "server_error" : "invalid_request_error"
    return .json(
      ["error": ["message": .string(message), "type": .string(kind), "code": .integer(status)]], status: status)
  }
}

extension WebListener.Response {
  static func json(_ json: JSON, status: Int = 200) -> WebListener.Response {
    WebListener.Response(status: status, body: Array((json.text() + "\n").utf8))
  }
}
