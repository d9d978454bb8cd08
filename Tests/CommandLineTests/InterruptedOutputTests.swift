import Checkpoints
import Files
import TestSupport
import Testing

/// Commands that are killed, and two at once.
@Suite struct InterruptedOutputTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    // Large enough to be caught at work.
    let shape = ModelConfiguration(
      vocabularySize: 32000, hiddenSize: 256, intermediateSize: 512, layerCount: 4, headCount: 4, keyValueHeadCount: 4,
      contextLength: 512)
    for (name, seed) in [("one", UInt64(1)), ("two", 2)] {
      try RandomModel.write(shape, seed: seed, dtype: .f32, tokenizer: nil, to: folder[name])
    }
    #expect(try Command.run(["import", "random", "base"], in: folder).status == 0)
    let lines = (0..<300).map { #"{"instruction": "Say \#($0)", "input": "", "output": "It is \#($0 * 7 % 40)."}"# }
    try folder.write("corpus.jsonl", lines.joined(separator: "\n"))
  }

  static let commands: [(words: [String], out: String)] = [
    (["merge", "--method", "linear", "one", "two", "--out", "out"], "out"),
    (["world", "--out", "out"], "out"),
    (
      [
        "estimate", "fisher", "--set", "model=base", "--set", "data=corpus.jsonl", "--set", "max_length=256",
        "--samples", "all", "--out", "out",
      ], "out"
    ),
  ]

  private var leftOvers: [String] {
    get throws { try FileSystem.names(in: folder.path).filter { $0.hasPrefix("out") && $0 != "out" } }
  }

  @Test("What a killed process left is swept by the next one", arguments: commands.indices)
  func killed(index: Int) throws {
    let (words, out) = Self.commands[index]
    let killed = try Command.run(
      words, in: folder, kill: Command.Kill(signal: 9) { (try? leftOvers.isEmpty) == false })
    #expect(killed.signal == 9)
    #expect(try leftOvers.count == 1 && !FileSystem.exists(folder[out]))
    let made = try Command.run(words, in: folder)
    #expect(made.status == 0, "\(made.errors)")
    #expect(try leftOvers.isEmpty && FileSystem.exists(folder[out]))
  }

  @Test(
    "Of two at once the second is told so by one sentence, and the first is not disturbed", arguments: commands.indices)
  func twoAtOnce(index: Int) throws {
    let words = Self.commands[index].words.joined(separator: " ")
    let both = try Command.shell(
      """
      assay \(words) >first 2>&1 & first=$!
      n=0; while [ $n -lt 2000 ] && ! ls -d out.* >/dev/null 2>&1; do n=$((n+1)); sleep 0.005; done
      assay \(words); second=$?
      wait $first; echo "$? $second"
      """, in: folder)
    #expect(both.output.hasSuffix("0 1\n"), "\(both.output)\(both.errors)")
    #expect(
      both.errors.hasPrefix("error: out: another process is writing this run\n")
        || both.errors.hasPrefix("error: out: is there already\n"), "\(both.errors)")
    #expect(try leftOvers.isEmpty)
  }

  @Test("A world that is interrupted leaves nothing", arguments: [2, 15])
  func interrupted(signal: Int32) throws {
    let made = try Command.run(
      ["world", "--out", "out"], in: folder,
      kill: Command.Kill(signal: signal) { (try? leftOvers.isEmpty) == false })
    #expect(made.status != 0 && made.errors.contains("interrupted after"), "\(made.errors)")
    #expect(try FileSystem.names(in: folder.path).allSatisfy { !$0.hasPrefix("out") })
  }
}
