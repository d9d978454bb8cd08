import Checkpoints
import Files

/// A folder of sound files, one of which the damaged documents of a target replace.
public struct FuzzFolder {
  public let scratch: ScratchDirectory

  public init() throws { scratch = try ScratchDirectory() }

  public subscript(_ name: String) -> String { scratch[name] }

  public func bytes(_ name: String) throws -> [UInt8] { try FileSystem.bytes(of: scratch[name]) }

  /// A reader of one file of the folder, which gets the damaged bytes and stays as the last one left it.
  public func target(
    _ name: String, _ file: String, _ documents: [[UInt8]], seal: ((inout [UInt8]) -> Void)? = nil,
    read: @escaping (String) throws -> Void
  ) -> FuzzTarget {
    let path = scratch[file]
    return FuzzTarget(name, documents, seal: seal) { bytes in
      try FileSystem.makeDirectory(FileSystem.directory(of: path))
      try AppendOnlyFile(path, truncating: true).append(bytes)
      try read(path)
    }
  }

  public func target(
    _ name: String, _ file: String, _ texts: String..., read: @escaping (String) throws -> Void
  ) -> FuzzTarget {
    target(name, file, texts.map { Array($0.utf8) }, read: read)
  }

  /// A file of such tensors, all of whose numbers are a quarter.
  public func safetensors(_ tensors: [(String, [Int])], _ metadata: [String: String] = ["format": "pt"]) throws
    -> [UInt8]
  {
    let path = scratch["made.safetensors"]
    let writer = try SafetensorsWriter(
      path, tensors: tensors.map { SafetensorsWriter.Tensor($0.0, .f32, $0.1) }, metadata: metadata)
    for tensor in tensors {
      let values = [Float](repeating: 0.25, count: tensor.1.reduce(1, *))
      try values.withUnsafeBytes { try writer.append($0) }
    }
    try writer.finish()
    return try FileSystem.bytes(of: path)
  }
}
