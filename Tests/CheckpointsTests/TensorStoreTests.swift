import Checkpoints
import Files
import TestSupport
import Testing

@Suite struct TensorStoreTests {
  private static func one(_ name: String) -> [UInt8] {
    SafetensorsTests.file("{" + SafetensorsTests.entry(name, "F32", "[1, 2]", 0, 8) + "}", data: 8)
  }

  private static func index(_ map: [String: String]) -> String {
    "{\"weight_map\": {"
      + map.sorted { $0.key < $1.key }.map { "\"\($0)\": \"\($1)\"" }.joined(separator: ",") + "}}"
  }

  @Test("shards are found through the index, and a single file wins over it")
  func shards() throws {
    let folder = try ScratchDirectory()
    try folder.write("m-1.safetensors", Self.one("a"))
    try folder.write("m-2.safetensors", Self.one("b"))
    try folder.write(
      "model.safetensors.index.json", Self.index(["a": "m-1.safetensors", "b": "m-2.safetensors"]))
    let store = try TensorStore(directory: folder.path)
    #expect(store.names == ["a", "b"] && store.byteCount == 16)
    #expect(try store.weight("b", shape: [1, 2]).file == folder.path + "/m-2.safetensors")
    try folder.write("model.safetensors", Self.one("c"))
    #expect(try TensorStore(directory: folder.path).names == ["c"])
  }

  @Test("what is wrong with a model's weights is said in full")
  func sentences() throws {
    let folder = try ScratchDirectory()
    func sentence() -> String? {
      #expect(throws: Diagnostic.self) { _ = try TensorStore(directory: folder.path) }?.description
        .replacing(folder.path, with: "DIR")
    }
    #expect(
      sentence() == "DIR: holds no weights\nmodel.safetensors or model.safetensors.index.json must be there")
    try folder.write("pytorch_model.bin", "x")
    #expect(
      sentence() == """
        DIR/pytorch_model.bin: holds weights in PyTorch's pickle format, which is not read
        convert the model to model.safetensors (transformers: save_pretrained(safe_serialization=True))
        """)
    let index = "model.safetensors.index.json"
    try folder.write(index, "{}")
    #expect(
      sentence() == """
        DIR/model.safetensors.index.json: has no "weight_map" with tensors
        {"weight_map": {"tensor": "file.safetensors", …}} was expected
        """)
    try folder.write(index, Self.index(["a": "../a.safetensors"]))
    #expect(sentence()?.hasPrefix("DIR/\(index): gives no file name for tensor 'a'\n") == true)
    try folder.write(index, "{\"weight_map\": {\"a\": \"s\", \"a\": \"s\"}}")
    #expect(sentence()?.hasPrefix("DIR/\(index): names tensor 'a' twice\n") == true)
    try folder.write(index, Self.index(["a": "s.safetensors"]))
    #expect(
      sentence() == """
        DIR/s.safetensors: is missing; tensor 'a' is in it
        every file that DIR/\(index) names must be there
        """)
    try folder.write("s.safetensors", Self.one("b"))
    #expect(
      sentence() == """
        DIR/s.safetensors: does not hold tensor 'a'
        DIR/\(index) says that it does
        """)
    try folder.write("model.safetensors", Array(Self.one("a").dropLast()))
    #expect(
      sentence() == """
        DIR/model.safetensors: tensor 'a' ends at byte 8 of the data, and the file has 7
        an intact safetensors file was expected; copy or convert it again
        """)
    try folder.write("model.safetensors", "")
    #expect(sentence()?.hasPrefix("DIR/model.safetensors: is too short: 0 bytes\n") == true)
  }

  @Test("a weight must be there, of its shape, and in a format of weights")
  func weights() throws {
    let folder = try ScratchDirectory()
    let header =
      "{" + SafetensorsTests.entry("w", "F16", "[2, 1]", 0, 4) + ","
      + SafetensorsTests.entry("i", "I32", "[2]", 4, 12) + "}"
    let path = try folder.write("model.safetensors", SafetensorsTests.file(header, data: 12))
    let store = try TensorStore(directory: folder.path)
    func sentence(_ name: String, _ shape: [Int]) -> String? {
      #expect(throws: Diagnostic.self) { _ = try store.weight(name, shape: shape) }?.description
    }
    #expect(try store.weight("w", shape: [2, 1]).dtype == .f16)
    #expect(
      sentence("v", [2, 1]) == "\(path): tensor 'v' is missing\nconfig.json asks for it, with shape [2, 1]")
    #expect(
      sentence("w", [1, 2]) == "\(path): tensor 'w' has shape [2, 1]\nconfig.json asks for shape [1, 2]")
    #expect(sentence("i", [2]) == "\(path): tensor 'i' holds I32 numbers\nweights must be F64, F32, F16 or BF16")
  }
}
