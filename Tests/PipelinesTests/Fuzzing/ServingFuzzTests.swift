import Files
import TestSupport
import Testing

@testable import Pipelines

/// What is posted to `assay serve`, damaged.
@Suite struct ServingFuzzTests {
  @Test func questions() throws {
    let texts = [
      #"{"model": "m", "prompt": ["a", "b"], "max_tokens": 7, "temperature": 0.5, "top_p": 1, "stop": ["x"], "echo": true, "logprobs": 1}"#,
      #"{"prompt": [[1, 2, 3], [4]], "max_tokens": 0, "echo": true, "seed": 3, "n": 1, "stream": false, "top_k": -1}"#,
    ]
    try FuzzTarget("completion-question", texts: texts) { bytes in
      let json: JSON
      do { json = try bytes.withUnsafeBytes { try JSON(parsing: $0) } } catch { throw Self.refused("\(error)") }
      do throws(ServiceRefusal) {
        let question = try CompletionQuestion(json, model: "m")
        #expect(!question.prompts.isEmpty && (question.maxTokens > 0 || question.echoes))
      } catch { throw Self.refused(error.message) }
    }.run()
  }

  private static func refused(_ words: String) -> Diagnostic { Diagnostic("question", words, expected: "another") }
}
