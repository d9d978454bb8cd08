import ArgumentParser
import Files
import Glibc
import Servers
import Transfers

/// The options that say which server is asked in place of a model folder.
struct ServerArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A server with an OpenAI-compatible API, in place of --model: http://127.0.0.1:8000. Its answers are not reproducible to the bit.",
      valueName: "url"))
  var server: String?

  @Option(help: ArgumentHelp("What the server calls the model.", valueName: "id"))
  var serverModel: String?

  @Option(help: ArgumentHelp("What the server is asked by: completions or chat.", valueName: "api"))
  var serverApi: ServerOptions.API?

  @Option(help: ArgumentHelp("Questions to the server at a time. Default: 8.", valueName: "n"))
  var serverConcurrency: Int?

  @Option(help: ArgumentHelp("How long the server may take for an answer. Default: 600.", valueName: "seconds"))
  var serverTimeout: Int?

  @Flag(help: "Ask a server on another machine by http, too: whoever stands between can read all of it.")
  var serverPlainHttp = false

  /// nil where no server is named. The key comes from the environment, where no list of processes shows it.
  func options() throws(Diagnostic) -> ServerOptions? {
    let concurrency = try NumberRange.concurrency(serverConcurrency), seconds = try NumberRange.patience(serverTimeout)
    guard let server else {
      let given: [(String, Bool)] = [
        ("--server-model", serverModel != nil), ("--server-api", serverApi != nil),
        ("--server-concurrency", concurrency != nil), ("--server-timeout", seconds != nil),
        ("--server-plain-http", serverPlainHttp),
      ]
      guard let option = given.first(where: \.1)?.0 else { return nil }
      throw .wrongUsage(option, "is given without --server", "--server URL beside it")
    }
    guard let serverModel else {
      throw .wrongUsage("--server-model", "is missing", "the name that the server knows the model by")
    }
    var limits = WebRequests.Limits()
    limits.concurrency = concurrency ?? limits.concurrency
    limits.seconds = seconds ?? limits.seconds
    return try ServerOptions(
      server, model: serverModel, api: serverApi ?? .completions, key: Self.key, limits: limits,
      allowsPlainHTTP: serverPlainHttp)
  }

  private static var key: String? {
    for name in ["ASSAY_API_KEY", "OPENAI_API_KEY"] {
      if let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty { return value }
    }
    return nil
  }
}
