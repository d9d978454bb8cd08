import Files
import TestSupport
import Testing

@Suite struct JSONMutationTests {
  @Test("10,000 damaged documents give a value or an error, and what gives a value survives a round trip")
  func damaged() throws {
    let documents = [
      #"{"architectures": ["LlamaForCausalLM"], "vocab_size": 32000, "rope_scaling": null, "eps": 1e-05}"#,
      #"[{"a": [1, -2.5e3, true, "x\u00e9\ud83d\ude00\n"]}, [], {}, "日本", 9223372036854775807]"#,
      #"{"__metadata__": {"format": "pt"}, "w": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}"#,
      "{\n  \"k\": {\n    \"deep\": [[[[[[\"x\"]]]]]]\n  }\n}\n", "\"\\\\\\\"\"", "-0.0",
    ].map { Array($0.utf8) }
    var generator = SeededGenerator(seed: 2405_13432)
    var read = 0
    for round in 0..<10_000 {
      let other = documents[(round / 7) % documents.count]
      let bytes = generator.mutation(of: documents[round % documents.count], splicing: other)
      do {
        let value = try bytes.withUnsafeBytes { try JSON(parsing: $0, depthLimit: 16) }
        read += 1
        #expect(try JSON(parsing: value.text()) == value)
      } catch let error as JSONSyntaxError {
        #expect((0...bytes.count).contains(error.offset))
        #expect(error.line >= 1)
      }
    }
    // Some must survive and most must not, or the mutations are no test.
    #expect((200...6000).contains(read), "\(read) of 10000 were read")
  }
}
