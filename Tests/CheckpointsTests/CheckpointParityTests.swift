import Checkpoints
import Files
import TestSupport
import Testing

@Suite(.enabled(if: TestSupport.shared != nil, "skipped: ../shared is not there"))
struct CheckpointParityTests {
  private static var shared: String { TestSupport.shared ?? "" }

  @Test(
    "the four Hugging Face folders of ../shared open, and every weight has its shape",
    arguments: [
      ("stories260K-hf", ScalarType.f32, 1), ("parity-llama-32k", .f16, 1), ("parity-mistral-32k", .bf16, 2),
      ("parity-baichuan2-512", .f32, 1),
    ])
  func models(name: String, dtype: ScalarType, files: Int) throws {
    let model = try Checkpoint(directory: "\(Self.shared)/data/models/\(name)")
    #expect(model.tensors.files.count == files)
    #expect(model.tensors.names == model.configuration.weights.map(\.name).sorted())
    for (weight, shape) in model.configuration.weights {
      #expect(try model.tensors.weight(weight, shape: shape).dtype == dtype)
    }
    #expect(model.configuration.normalizesHead == (name == "parity-baichuan2-512"))
    #expect(model.configuration.slidingWindow == (name == "parity-mistral-32k" ? 32 : nil))
    #expect(model.configuration.ropeTheta == (name == "parity-mistral-32k" ? 100_000 : 10_000))
  }

  @Test(
    "the adapters of golden/peft and golden/merge open and fit stories260K",
    arguments: [
      ("peft/init", 8, 2.0), ("peft/final_tokmean", 8, 2), ("merge/adapters/a0", 8, 2),
      ("merge/adapters/b4", 8, 2),
      ("merge/peft/peft_cat", 32, 1), ("merge/peft/peft_svd_r8", 8, 1),
    ])
  func adapters(name: String, rank: Int, scaling: Double) throws {
    let model = try Checkpoint(directory: "\(Self.shared)/data/models/stories260K-hf")
    let adapter = try AdapterCheckpoint(directory: "\(Self.shared)/golden/\(name)")
    try adapter.check(for: model.configuration)
    #expect(adapter.factors.count == 15)
    #expect(adapter.factors.map(\.layer) == (0..<5).flatMap { [$0, $0, $0] })
    #expect(adapter.factors.prefix(3).map(\.projection) == [.gate, .up, .down])
    #expect(adapter.factors.allSatisfy { $0.rank == rank && $0.scaling == scaling })
  }
}
