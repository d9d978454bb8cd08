public import Files
import Synchronization

/// A model in a GGUF file, read as a Hugging Face model folder: the files that stand beside the weights are made of its metadata and
/// mounted, so that everything that reads a folder reads them; the weights stay in the file, under the model's names.
///
/// Each number is the one that the file's blocks stand for, in float32 (`WeightFormat`).
public struct GGUFModel: Sendable {
  public let path: String
  /// Weights under Hugging Face's names and in its order of rows.
  public let store: TensorStore
  /// config.json, tokenizer and generation_config.json, as they are mounted and as an import writes them.
  public let files: [(name: String, bytes: [UInt8])]
  /// What was left aside, a sentence each.
  public let warnings: [String]

  /// Opened once a process, as long as nobody writes to the file.
  private static let opened = Mutex<[String: (stamp: FileStamp, model: GGUFModel)]>([:])

  /// Whether a path is a GGUF file.
  public static func stands(at path: String) -> Bool { GGUFFile.stands(at: path) }

  public static func open(_ path: String) throws(Diagnostic) -> GGUFModel {
    let stamp = try FileStamp(path)
    if let known = opened.withLock({ $0[path] }), known.stamp == stamp { return known.model }
    let model = try GGUFModel(path)
    MountedFolder.mount(path, files: model.files)
    opened.withLock { $0[path] = (stamp, model) }
    return model
  }

  private init(_ path: String) throws(Diagnostic) {
    let parts = try GGUFParts(path)
    let metadata = try GGUFMetadata(parts.files[0], tensors: parts.files.flatMap(\.tensors))
    let configuration = try GGUFConfiguration(metadata)
    let json = try configuration.json()
    guard let object = json.object else { throw metadata.missing("general.architecture") }
    let shape = try ModelConfiguration(json: object, place: path)
    let tokenizer = try GGUFTokenizer(metadata)
    self.path = path
    files = [("config.json", GGUFTokenizer.bytes(json))] + (try tokenizer.files()) + Self.generation(metadata)
    var views: [TensorView] = [], strangers: [String] = [], names: Set<String> = []
    for tensor in parts.files.flatMap(\.tensors) where !Self.factors.contains(tensor.name) {
      if let experts = tensor.experts(tensor.name), shape.features.experts != nil {
        views += experts
        continue
      }
      guard let name = configuration.family.name(of: tensor.name) else {
        strangers.append(tensor.name)
        continue
      }
      guard names.insert(name).inserted else {
        throw Diagnostic(path, "holds tensor '\(tensor.name)' in two of its parts", expected: "each weight once")
      }
      var view = tensor.named(name)
      if let other = configuration.family.arrangement(of: name) { view = other.read(view, headSize: shape.headSize) }
      if configuration.family.normOffset != 0 { view = view.withoutOffset(configuration.family.normOffset) }
      views.append(view)
    }
    store = TensorStore(place: path, paths: parts.files.map(\.path), views: Self.joined(views, shape))
    warnings =
      strangers.isEmpty
      ? [] : ["\(path): its architecture does not ask for \(CheckpointContents.list(strangers.sorted())): ignored"]
  }

  /// What rotary frequencies are divided by: of the configuration.
  private static let factors = ["rope_freqs.weight", "rope_factors_long.weight", "rope_factors_short.weight"]

  /// Projections that are one weight in the model, and one each in the file.
  private static func joined(_ views: [TensorView], _ configuration: ModelConfiguration) -> [TensorView] {
    guard !configuration.fusions.isEmpty else { return views }
    let named = Dictionary(views.map { ($0.name, $0) }) { first, _ in first }
    var taken: Set<String> = [], whole: [TensorView] = []
    for layer in 0..<configuration.layerCount {
      for fusion in configuration.fusions {
        let parts = fusion.parts.compactMap { named[$0.moduleName(layer: layer) + ".weight"] }
        guard parts.count == fusion.parts.count,
          let joined = TensorView.joined(parts, name: fusion.moduleName(layer: layer) + ".weight")
        else { continue }
        whole.append(joined)
        taken.formUnion(parts.map(\.name))
      }
    }
    return views.filter { !taken.contains($0.name) } + whole
  }

  /// What ends a text: EOS, and the token that ends a turn, where the file names one.
  private static func generation(_ metadata: GGUFMetadata) -> [(name: String, bytes: [UInt8])] {
    let keys = ["eos_token_id", "eot_token_id", "eom_token_id"]
    var ids: [Int] = []
    for key in keys {
      if let id = try? metadata.tokenID(key), !ids.contains(id) { ids.append(id) }
    }
    guard !ids.isEmpty else { return [] }
    var members: JSONObject = ["eos_token_id": ids.count == 1 ? .integer(ids[0]) : .array(ids.map { .integer($0) })]
    if let bos = try? metadata.tokenID("bos_token_id") { members["bos_token_id"] = .integer(bos) }
    return [("generation_config.json", GGUFTokenizer.bytes(.object(members)))]
  }
}

extension TensorView {
  /// A norm's weights less what the converter added to them.
  fileprivate func withoutOffset(_ offset: Float) -> TensorView {
    guard dtype == .f32, name.hasSuffix("norm.weight") else { return self }
    let numbers = (0..<count).map { Float(number($0)) - offset }
    return holding(numbers.withUnsafeBytes { Array($0) }, dtype: .f32, shape: shape)
  }
}
