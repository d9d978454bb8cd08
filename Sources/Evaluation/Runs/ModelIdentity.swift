import Files

/// Which model a run scores, to the byte: what results are attributed to, and what a resume must find
/// unchanged.
public struct ModelIdentity: Sendable, Equatable {
  /// What people call it: the folder's name.
  public var name: String
  /// Where it is; does not matter for the identity.
  public var path: String
  public var adapterPaths: [String]
  /// SHA-256 of each file that the numbers depend on, in a fixed order.
  public var weights: [FileDigest]
  public var configuration: FileDigest?
  public var tokenizer: [FileDigest]
  /// The files of each adapter, in the order of the adapters.
  public var adapters: [[FileDigest]]

  /// Models that answer together, where there are several; each stands for itself, unlike `adapters`, which stand on each other.
  public var ensemble: Ensemble?

  public struct Ensemble: Sendable, Equatable {
    /// How their distributions are mixed.
    public var mixing: String
    /// Where the members are; does not matter for the identity.
    public var paths: [String]
    /// The files of each member.
    public var members: [[FileDigest]]

    public init(mixing: String, paths: [String], members: [[FileDigest]]) {
      self.mixing = mixing
      self.paths = paths
      self.members = members
    }
  }

  /// The server that answers in place of files; nil where the engine does.
  public var server: Server?

  /// What is known of a model behind a server. Its place is no part of it: the same model may move.
  public struct Server: Sendable, Equatable {
    /// The name that the server knows it by.
    public var model: String
    /// `completions` or `chat`.
    public var api: String
    /// How it tells the log-probabilities of a prompt, as its self-test found; nil where it does not.
    public var likelihoods: String?

    public init(model: String, api: String, likelihoods: String?) {
      self.model = model
      self.api = api
      self.likelihoods = likelihoods
    }

    /// What everybody is told who reads such a run.
    public static let warning = "answers of a server: not reproducible to the bit"

    var json: JSON {
      [
        "model": .string(model), "api": .string(api), "likelihoods": likelihoods.map { .string($0) } ?? .null,
        "reproducible": false,
      ]
    }

    init?(_ json: JSON) {
      guard let model = json["model"]?.string, let api = json["api"]?.string else { return nil }
      self.init(model: model, api: api, likelihoods: json["likelihoods"]?.string)
    }
  }

  public struct FileDigest: Sendable, Equatable {
    /// Name within its folder.
    public var name: String
    public var sha256: String

    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  public init(
    name: String, path: String = "", adapterPaths: [String] = [], weights: [FileDigest] = [],
    configuration: FileDigest? = nil, tokenizer: [FileDigest] = [], adapters: [[FileDigest]] = [],
    ensemble: Ensemble? = nil, server: Server? = nil
  ) {
    self.name = name
    self.path = path
    self.adapterPaths = adapterPaths
    self.weights = weights
    self.configuration = configuration
    self.tokenizer = tokenizer
    self.adapters = adapters
    self.ensemble = ensemble
    self.server = server
  }

  /// The digests alone: names of folders are not part of what a model is.
  var json: JSON {
    var object: JSONObject = [
      "weights": Self.json(weights),
      "configuration": Self.json(configuration.map { [$0] } ?? []),
      "tokenizer": Self.json(tokenizer),
      "adapters": .array(adapters.map(Self.json)),
    ]
    if let ensemble {
      object["ensemble"] = [
        "mixing": .string(ensemble.mixing), "members": .array(ensemble.members.map(Self.json)),
      ]
    }
    object["server"] = server?.json
    return .object(object)
  }

  private static func json(_ files: [FileDigest]) -> JSON {
    .object(JSONObject(files.map { (key: $0.name, value: .string($0.sha256)) }))
  }

  /// Of what `run.json` says: the digests, and where the files were. nil where it is no such text.
  init?(_ json: JSON, name: String, circumstances: JSON) {
    func files(_ json: JSON?) -> [FileDigest]? {
      guard let members = json?.object?.members else { return nil }
      let files = members.compactMap { file in file.value.string.map { FileDigest(name: file.key, sha256: $0) } }
      return files.count == members.count ? files : nil
    }
    func lists(_ json: JSON?) -> [[FileDigest]]? {
      guard let array = json?.array else { return nil }
      let lists = array.compactMap { files($0) }
      return lists.count == array.count ? lists : nil
    }
    func paths(_ key: String) -> [String] { circumstances[key]?.array?.compactMap(\.string) ?? [] }
    guard let weights = files(json["weights"]), let configuration = files(json["configuration"]),
      configuration.count <= 1,
      let tokenizer = files(json["tokenizer"]), let adapters = lists(json["adapters"]),
      let path = circumstances["model"]?.string
    else { return nil }
    self.init(
      name: name, path: path, adapterPaths: paths("adapters"), weights: weights, configuration: configuration.first,
      tokenizer: tokenizer, adapters: adapters)
    if let server = json["server"] {
      guard let server = Server(server) else { return nil }
      self.server = server
    }
    guard let ensemble = json["ensemble"] else { return }
    guard let mixing = ensemble["mixing"]?.string, let members = lists(ensemble["members"]) else { return nil }
    self.ensemble = Ensemble(mixing: mixing, paths: paths("ensemble"), members: members)
  }

  /// One SHA-256 for all of it, for tables and results.
  public var digest: String { SHA256.hexadecimal(of: json.text()) }
}
