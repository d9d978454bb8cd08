import Evaluation
import Files
import TestSupport
import Testing

@testable import Servers

/// What servers answer, damaged.
@Suite struct ServerReplyFuzzTests {
  private static let echoed = #"""
    {"choices": [{"text": "a bc", "logprobs": {"tokens": ["<s>", "a", " b", "c"], "text_offset": [0, 3, 4, 6],
     "token_logprobs": [null, -1.5, -2, -0.25], "top_logprobs": [null, {"a": -1.5}, {"x": -1}, {"c": -0.25}]}}],
     "usage": {"prompt_tokens": 4, "completion_tokens": 0}}
    """#
  private static let vLLM = #"""
    {"choices": [{"text": "x", "prompt_logprobs": [null, {"5": {"logprob": -1.5, "rank": 1, "decoded_token": "a"}},
     {"6": {"logprob": -2, "rank": 4, "decoded_token": " b"}}, {"7": {"logprob": -0.25, "rank": 1, "decoded_token": "c"}}]}]}
    """#

  @Test func scores() throws {
    for (name, text, scoring) in [
      ("server-echo", Self.echoed, PromptScoring.echo), ("server-prompt-logprobs", Self.vLLM, .promptLogprobs),
    ] {
      try FuzzTarget(name, texts: [text]) { bytes in
        let json: JSON
        do { json = try bytes.withUnsafeBytes { try JSON(parsing: $0) } } catch {
          throw Diagnostic("reply", "\(error)", expected: "JSON")
        }
        do throws(PromptScores.Problem) {
          let scores = try PromptScores(json, of: "a bc", by: scoring)
          for end in ["c", " bc", "bc", "a bc", "x", ""] {
            if let start = scores.start(of: end) { _ = scores.likelihood(from: start) }
          }
        } catch { throw Diagnostic("reply", error.words, expected: "a reply") }
      }.run()
    }
  }

  @Test("the texts say where a continuation begins")
  func starts() throws {
    for (text, scoring) in [(Self.echoed, PromptScoring.echo), (Self.vLLM, .promptLogprobs)] {
      let scores = try PromptScores(try JSON(parsing: text), of: "a bc", by: scoring)
      #expect(scores.hasBOS && scores.isWhole)
      #expect(scores.start(of: "c") == 3 && scores.start(of: " bc") == 2)
      #expect(scores.start(of: "bc") == nil && scores.start(of: "x") == nil && scores.start(of: "") == nil)
      let likelihood = try #require(scores.likelihood(from: 2))
      #expect(likelihood.sum == -2.25 && !likelihood.isGreedy && likelihood.continuationTokens == 2)
      #expect(scores.likelihood(from: 3)?.isGreedy == true && scores.likelihood(from: 0) == nil)
    }
  }
}
