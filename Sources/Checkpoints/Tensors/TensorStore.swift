public import Files

/// The tensors of a model directory by name: one `model.safetensors`, or the shards of
/// `model.safetensors.index.json`.
public struct TensorStore: Sendable {
  /// The file that names the tensors: `model.safetensors` or the index.
  public let place: String
  /// The safetensors files, in the order of their names; none where the tensors are in GGUF.
  public let files: [SafetensorsFile]
  /// Of all files with tensors, in the order of their names.
  public let paths: [String]
  /// In the order of files and their bytes.
  public let views: [TensorView]
  /// Tensors of the shards that the index does not name.
  let unnamed: [String]
  private let tensors: [String: TensorView]

  /// Throws a `Diagnostic` that names the file, and the tensor where there is one.
  public init(directory: String) throws(Diagnostic) {
    guard FileSystem.isDirectory(directory) else {
      throw Diagnostic(directory, "is not a folder", expected: "a model directory was expected")
    }
    let single = directory + "/model.safetensors"
    let index = single + ".index.json"
    if FileSystem.exists(single) {
      try self.init(file: single)
    } else if FileSystem.exists(index) {
      try self.init(index: index, directory: directory)
    } else {
      throw .noWeights(directory, try FileSystem.names(in: directory))
    }
  }

  /// All tensors of one file.
  public init(file path: String) throws(Diagnostic) {
    let file = try SafetensorsFile(path)
    place = path
    files = [file]
    paths = [path]
    views = file.tensors
    unnamed = []
    tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) })
  }

  private init(_ store: TensorStore, holding views: [TensorView]) {
    (place, files, paths, unnamed) = (store.place, store.files, store.paths, [])
    self.views = views
    tensors = Dictionary(views.map { ($0.name, $0) }) { first, _ in first }
  }

  /// Tensors of files of another kind.
  /// - Parameter views: of different names.
  init(place: String, paths: [String], views: [TensorView]) {
    (self.place, self.paths, self.views) = (place, paths, views)
    (files, unnamed) = ([], [])
    tensors = Dictionary(views.map { ($0.name, $0) }) { first, _ in first }
  }

  /// The same files with other tensors, or some under other names.
  func holding(_ views: [TensorView]) -> TensorStore { TensorStore(self, holding: views) }

  private init(index: String, directory: String) throws(Diagnostic) {
    guard let map = try JSON(file: index)["weight_map"]?.object, !map.members.isEmpty else {
      throw .badIndex(index, "has no \"weight_map\" with tensors")
    }
    if let name = map.duplicateKey { throw .badIndex(index, "names tensor '\(name)' twice") }
    var shards: [String: SafetensorsFile] = [:]
    var tensors: [String: TensorView] = [:]
    for (name, value) in map.members {
      // A shard is a plain name: the index must not lead out of its folder.
      guard let shard = value.string, !shard.isEmpty, !shard.contains("/"), shard != ".." else {
        throw .badIndex(index, "gives no file name for tensor '\(name)'")
      }
      let path = directory + "/" + shard
      let file: SafetensorsFile
      if let known = shards[shard] {
        file = known
      } else {
        guard FileSystem.exists(path) else { throw .noShard(path, index, name) }
        file = try SafetensorsFile(path)
        shards[shard] = file
      }
      guard let tensor = file[name] else { throw .notInShard(path, index, name) }
      tensors[name] = tensor
    }
    place = index
    files = shards.sorted { $0.key < $1.key }.map(\.value)
    paths = files.map(\.path)
    // A tensor that stands in two shards counts in that of the index.
    var views: [TensorView] = [], unnamed: [String] = []
    for view in files.flatMap(\.tensors) {
      guard let known = tensors[view.name] else {
        unnamed.append(view.name)
        continue
      }
      if known.file == view.file { views.append(view) }
    }
    (self.views, self.unnamed) = (views, unnamed.sorted())
    self.tensors = tensors
  }

  public subscript(name: String) -> TensorView? { tensors[name] }

  public var names: [String] { tensors.keys.sorted() }

  /// Bytes of all tensors.
  public var byteCount: Int { tensors.values.reduce(0) { $0 + $1.bytes.count } }

  /// A weight that must be there, of this shape and in f64, f32, f16, bf16 or blocks.
  public func weight(_ name: String, shape: [Int]) throws(Diagnostic) -> TensorView {
    guard let tensor = tensors[name] else { throw .missing(place, name, shape) }
    guard tensor.shape == shape else { throw .wrongShape(tensor, expected: shape) }
    guard tensor.dtype.isFloat || tensor.dtype.isInBlocks else { throw .wrongType(tensor) }
    return tensor
  }
}

extension Diagnostic {
  fileprivate static func noWeights(_ directory: String, _ names: [String]) -> Diagnostic {
    if let other = names.first(where: { $0.hasSuffix(".gguf") }) {
      return Diagnostic(
        "\(directory)/\(other)", "holds weights in GGUF, and the folder none beside it",
        expected: "--model \(directory)/\(other) scores it; 'assay import gguf' makes a folder of it")
    }
    let pickle = { (name: String) in
      [".bin", ".pt", ".pth"].contains { name.hasSuffix($0) }
        && ["pytorch_model", "consolidated", "model-"].contains { name.hasPrefix($0) }
    }
    if let old = names.first(where: pickle) {
      return Diagnostic(
        "\(directory)/\(old)", "holds weights in PyTorch's pickle format, which is not read",
        expected:
          "convert the model to model.safetensors (transformers: save_pretrained(safe_serialization=True))")
    }
    if let bin = names.first(where: { $0.hasSuffix(".bin") }) {
      return Diagnostic(
        "\(directory)/\(bin)", "is no safetensors file, and the folder holds none",
        expected: "model.safetensors; of a llama2.c checkpoint 'assay import llama2c' makes a folder")
    }
    return Diagnostic(
      directory, "holds no weights",
      expected: "model.safetensors or model.safetensors.index.json must be there")
  }

  fileprivate static func badIndex(_ path: String, _ problem: String) -> Diagnostic {
    Diagnostic(
      path, problem, expected: "{\"weight_map\": {\"tensor\": \"file.safetensors\", …}} was expected")
  }

  fileprivate static func noShard(_ path: String, _ index: String, _ tensor: String) -> Diagnostic {
    Diagnostic(
      path, "is missing; tensor '\(tensor)' is in it",
      expected: "every file that \(index) names must be there")
  }

  fileprivate static func notInShard(_ path: String, _ index: String, _ tensor: String) -> Diagnostic {
    Diagnostic(path, "does not hold tensor '\(tensor)'", expected: "\(index) says that it does")
  }

  fileprivate static func missing(_ place: String, _ name: String, _ shape: [Int]) -> Diagnostic {
    Diagnostic(
      place, "tensor '\(name)' is missing", expected: "config.json asks for it, with shape \(shape)")
  }

  fileprivate static func wrongShape(_ tensor: TensorView, expected shape: [Int]) -> Diagnostic {
    Diagnostic(
      tensor.file, "tensor '\(tensor.name)' has shape \(tensor.shape)",
      expected: "config.json asks for shape \(shape)")
  }

  fileprivate static func wrongType(_ tensor: TensorView) -> Diagnostic {
    Diagnostic(
      tensor.file, "tensor '\(tensor.name)' holds \(tensor.dtype.rawValue) numbers",
      expected: "weights must be F64, F32, F16 or BF16")
  }
}
