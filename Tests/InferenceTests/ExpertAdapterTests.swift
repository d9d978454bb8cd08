import Checkpoints
import Evaluation
import Files
import Inference
import Tensors
import TestSupport
import Testing
import Tokenization
import Transformers

/// An adapter of LoRA experts, which no weights can take up, answers as exactly as any model.
@Suite struct ExpertAdapterTests {
  private let scratch: ScratchDirectory
  private let shape = ModelConfiguration(
    vocabularySize: 360, hiddenSize: 32, intermediateSize: 48, layerCount: 3, headCount: 4, keyValueHeadCount: 2,
    contextLength: 160)

  init() throws {
    scratch = try ScratchDirectory()
    try RandomModel.write(
      shape, seed: 3, dtype: .f16, standardDeviation: 0.2, tokenizer: SentencePieceProto.characters.serialized(),
      to: scratch["base"])
  }

  /// - Parameters:
  ///   - experts: nil: plain LoRA of all of them together.
  ///   - router: the largest number of the routers.
  private func adapter(
    _ name: String, experts: Int?, rank: Int, router: Float = 0.5, alpha: Int? = nil
  ) throws -> AdapterCheckpoint {
    var adapter = WrittenAdapter(rank: rank, targets: ["gate_proj", "up_proj", "down_proj"], seed: 8)
    let all = rank * (experts ?? 1)
    for layer in 0..<shape.layerCount {
      for projection in [Projection.gate, .up, .down] {
        let module = shape.moduleName(of: projection, layer: layer), size = shape.shape(of: projection)
        adapter.addFactors(module, rank: all, inputs: size[1], outputs: size[0])
      }
    }
    if let alpha { adapter.configuration["lora_alpha"] = .integer(alpha) }
    if let experts {
      adapter.configuration["peft_type"] = "LORAMOE"
      adapter.configuration["num_experts"] = .integer(experts)
      for layer in 0..<shape.layerCount {
        for projection in [Projection.gate, .up, .down] {
          let module = shape.moduleName(of: projection, layer: layer)
          adapter.add(
            "base_model.model.\(module).lora_router.weight", [experts, shape.shape(of: projection)[1]],
            size: router)
        }
      }
    }
    return try adapter.write(to: scratch[name])
  }

  private func answers(_ adapters: [AdapterCheckpoint], _ options: EngineOptions) throws -> [Likelihood] {
    let pool = ThreadPool(threads: options.threads, instructionSet: options.instructionSet)
    let weights = try DecoderWeights(Checkpoint(directory: scratch["base"]), format: nil, on: pool)
    let member = try DecoderMember(weights, applying: adapters, format: nil, on: pool)
    var model = try CausalLanguageModel(
      [member], mixing: .logits, tokenizer: SentencePieceTokenizer(directory: scratch["base"]), on: pool,
      options: options)
    return try model.answers(ExactnessTests.requests, bos: .on)
  }

  @Test("same bits for all threads, batches, budgets and instruction sets, and without sharing; a second adapter, too")
  func sameBits() throws {
    let one = try adapter("experts", experts: 3, rank: 2), other = try adapter("second", experts: 5, rank: 1)
    let none = try answers([], EngineOptions(threads: 2))
    for adapters in [[one], [one, other]] {
      let expected = try answers(adapters, EngineOptions(threads: 1, sharesPrefixes: false))
      #expect(expected[0] != none[0])
      var options = [
        EngineOptions(threads: 2), EngineOptions(threads: 1, batchTokens: 3),
        EngineOptions(threads: 3, batchTokens: 50),
        EngineOptions(threads: 2, memory: 2 << 20), EngineOptions(threads: 8, batchTokens: 1),
      ]
      for set in ThreadPool.InstructionSet.allCases { options.append(EngineOptions(threads: 2, instructionSet: set)) }
      for option in options { #expect(try answers(adapters, option) == expected, "\(option)") }
    }
  }

  @Test("one expert is plain LoRA, and routers that say nothing give the mean of the experts, to the bit")
  func limits() throws {
    let options = EngineOptions(threads: 2)
    let one = try answers([adapter("one", experts: 1, rank: 3)], options)
    #expect(try answers([adapter("plain", experts: nil, rank: 3)], options) == one)
    // Two experts of rank 2 with alpha 4 beside LoRA of rank 4 with alpha 4: half the scaling.
    let even = try answers([adapter("even", experts: 2, rank: 2, router: 0)], options)
    let routed = try answers([adapter("routed", experts: 2, rank: 2)], options)
    let plain = try adapter("together", experts: nil, rank: 4, alpha: 4)
    #expect(try answers([plain], options) == even)
    #expect(routed != even)
  }
}
