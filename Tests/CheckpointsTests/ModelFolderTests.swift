import Checkpoints
import Files
import TestSupport
import Testing

/// What people give in a model's place is told as what it is, with the way out.
@Suite struct ModelFolderTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func problem(_ place: String, isAdapter: Bool = false) -> Diagnostic? {
    do throws(Diagnostic) {
      if isAdapter { _ = try AdapterCheckpoint(directory: place) } else { _ = try Checkpoint(directory: place) }
    } catch { return error }
    return nil
  }

  @Test("An adapter as a model, a model as an adapter, GGUF, names of a hub, empty folders")
  func places() throws {
    try folder.write("adapter/adapter_config.json", #"{"base_model_name_or_path": "models/one"}"#)
    let adapter = problem(folder["adapter"])
    #expect(adapter?.problem == "holds an adapter, not a model")
    #expect(adapter?.expectation.hasSuffix("--model models/one --adapter \(folder["adapter"])") == true)
    try folder.write("model/config.json", "{}")
    let model = problem(folder["model"], isAdapter: true)
    #expect(model?.problem == "is a model, not an adapter" && model?.expectation.hasSuffix("goes to --model") == true)
    try folder.write("gguf/m.gguf", "GGUF")
    #expect(problem(folder["gguf"])?.problem.contains("GGUF") == true)
    #expect(problem(folder["gguf/m.gguf"])?.problem == "is a GGUF file, which can be scored and nothing else")
    try folder.write("empty/README.md", "")
    #expect(problem(folder["empty"])?.problem == "holds no config.json")
    #expect(problem(folder["empty"], isAdapter: true)?.problem == "holds no adapter_config.json")
    #expect(problem("Someone/Model-1B")?.expectation.contains("not downloaded") == true)
    #expect(problem(folder["none"])?.expectation.contains("not downloaded") == false)
  }

  @Test("Models that do not continue texts, and quantized ones, are told by their kind")
  func kinds() throws {
    func told(_ text: String) throws -> Diagnostic? {
      let path = try folder.write("config.json", text)
      do throws(Diagnostic) { _ = try ModelConfiguration(file: path) } catch { return error }
      return nil
    }
    for (name, word) in [
      ("BertForMaskedLM", "encoder"), ("BertModel", "encoder"), ("LlavaForConditionalGeneration", "pictures"),
      ("BloomForCausalLM", "is unknown"), ("DeepseekV3ForCausalLM", "is unknown"),
    ] {
      let error = try told("{\"architectures\": [\"\(name)\"]}")
      #expect(
        error?.problem.contains(word) == true && error?.expectation.hasPrefix("known are Llama") == true, "\(name)")
    }
    for (method, word) in [("gptq", "that was quantized"), ("bitsandbytes", "dequantize()"), ("new", "as they were")] {
      let error = try told(
        "{\"architectures\": [\"LlamaForCausalLM\"], \"quantization_config\": {\"quant_method\": \"\(method)\"}}")
      #expect(error?.expectation.contains(word) == true, "\(method)")
    }
  }
}
