public import Files
import Inference
import Transfers

/// The job of `assay serve`: a model behind an OpenAI-compatible API, on this machine. Questions that wait together are computed together;
/// log-probabilities are those of `assay score`, to the bit.
public struct ServeModel: Sendable {
  public var model: ModelOptions
  public var host: String
  /// 0 finds one that is free.
  public var port: Int
  /// What clients call the model; nil: as its folder is called.
  public var name: String?

  public init(_ model: ModelOptions, host: String = "127.0.0.1", port: Int = 0, name: String? = nil) {
    self.model = model
    self.host = host
    self.port = port
    self.name = name
  }

  /// Serves until it is told to end.
  /// - Parameters:
  ///   - warn: is told what of the model's folder was ignored.
  ///   - begun: is told the URL and the model's name once questions are taken.
  ///   - isOver: is asked ten times a second, and between steps of the model.
  public func run(
    warn: (String) -> Void, begun: (_ url: String, _ name: String) throws(Diagnostic) -> Void,
    isOver: @escaping () -> Bool
  ) throws(Diagnostic) {
    var opened = try ModelLoading.open(model)
    for warning in opened.engine.warnings { warn(warning) }
    struct Over: Error {}
    opened.model.stepped = { if isOver() { throw Over() } }
    let name = name ?? FileSystem.lastName(of: model.path)
    var service = CompletionService(opened.model, name: name)
    let queue = EngineQueue(), router = ServiceRouter(name: name, contextLength: opened.model.contextLength, queue)
    let listener = try WebListener(
      host: host, port: port, refusal: ServiceRefusal(413, "the question is too long").response
    ) { router.response(to: $0) }
    // In this order: what waits is answered before the threads that wait are waited for.
    defer {
      queue.close()
      listener.stop()
    }
    try begun("http://\(host.contains(":") ? "[\(host)]" : host):\(listener.port)", name)
    while !isOver() {
      let entries = queue.take()
      if entries.isEmpty { continue }
      do {
        let responses = try service.responses(to: entries.map(\.question))
        for (entry, response) in zip(entries, responses) { queue.answer(entry, response) }
      } catch {
        for entry in entries { queue.answer(entry, ServiceRefusal(503, "the server is being stopped").response) }
      }
    }
  }
}
