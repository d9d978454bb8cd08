import Evaluation
import Files
import Pipelines
import TestSupport
import Testing

@Suite struct ModelIdentificationTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try DemoModel.write(to: folder["tiny"])
    // As other people's models are: what is changed below is no damage.
    try FileSystem.remove(folder["tiny/provenance.json"])
  }

  @Test("an identity holds the SHA-256 of every file that the numbers depend on", arguments: [1, 2, 16])
  func digests(threads: Int) throws {
    let identity = try ModelIdentification(path: folder["tiny"], threads: threads).value()
    #expect(identity.name == "tiny" && identity.path == folder["tiny"])
    #expect(identity.weights.map(\.name) == ["model.safetensors"])
    let bytes = try FileSystem.bytes(of: folder["tiny"] + "/model.safetensors")
    #expect(identity.weights.map(\.sha256) == [bytes.withUnsafeBytes { SHA256.hexadecimal(of: $0) }])
    #expect(identity.configuration?.name == "config.json")
    #expect(identity.tokenizer.first?.name == "tokenizer.model")
  }

  @Test("path and trailing slashes do not matter, a changed byte does")
  func changes() throws {
    let identity = try ModelIdentification(path: folder["tiny"], threads: 2).value()
    let same = try ModelIdentification(path: folder["tiny"] + "/./", threads: 2).value()
    #expect(same.digest == identity.digest && same.name == "tiny")
    var bytes = try FileSystem.bytes(of: folder["tiny"] + "/model.safetensors")
    bytes[bytes.count - 1] ^= 1
    try FileSystem.write(bytes, to: folder["tiny"] + "/model.safetensors")
    #expect(try ModelIdentification(path: folder["tiny"], threads: 2).value().digest != identity.digest)
  }

  @Test("a folder that is no model, and an adapter that is none, are said so")
  func missing() throws {
    #expect(throws: Diagnostic.self) { try ModelIdentification(path: folder["nothing"], threads: 1).value() }
    let adapter = folder["adapter"]
    #expect {
      try ModelIdentification(path: folder["tiny"], adapters: [adapter], threads: 2).value()
    } throws: {
      ($0 as? Diagnostic)?.place == adapter + "/adapter_config.json"
    }
  }

  @Test("the demo model is the same bytes for the same seed")
  func demo() throws {
    try DemoModel.write(to: folder["again"])
    try DemoModel.write(to: folder["other"], seed: 2)
    func digest(_ name: String) throws -> String {
      try ModelIdentification(path: folder[name], threads: 1).value().digest
    }
    #expect(try digest("again") == digest("tiny"))
    #expect(try digest("other") != digest("tiny"))
  }
}
