import Files
import Transfers

/// Which question stands at which path.
struct ServiceRouter: Sendable {
  let name: String
  let contextLength: Int
  private let queue: EngineQueue

  init(name: String, contextLength: Int, _ queue: EngineQueue) {
    self.name = name
    self.contextLength = contextLength
    self.queue = queue
  }

  func response(to request: WebListener.Request) -> WebListener.Response {
    switch (request.method, request.path) {
    case ("GET", "/health"), ("HEAD", "/health"): .json(["status": "ok"])
    case ("GET", "/v1/models"): .json(["object": "list", "data": [model]])
    case ("GET", "/v1/models/" + name): .json(model)
    case ("POST", "/v1/completions"): completion(request)
    case ("POST", "/v1/chat/completions"):
      ServiceRefusal(501, "chats are not served: no chat template is rendered here; /v1/completions takes the text")
        .response
    case (_, "/health"), (_, "/v1/models"), (_, "/v1/completions"), (_, "/v1/chat/completions"):
      ServiceRefusal(405, "\(request.path) does not take \(request.method.prefix(20))").response
    default: ServiceRefusal(404, "there is no \(request.path.prefix(100)) here").response
    }
  }

  private var model: JSON {
    [
      "id": .string(name), "object": "model", "created": 0, "owned_by": "assay",
      "max_model_len": .integer(contextLength),
    ]
  }

  private func completion(_ request: WebListener.Request) -> WebListener.Response {
    let json: JSON
    do { json = try request.body.withUnsafeBytes { try JSON(parsing: $0) } } catch {
      let reason = (error as? JSONSyntaxError)?.reason ?? "\(error)"
      return ServiceRefusal("the body is no JSON: \(reason)").response
    }
    do throws(ServiceRefusal) {
      return queue.ask(try CompletionQuestion(json, model: name))
    } catch { return error.response }
  }
}
