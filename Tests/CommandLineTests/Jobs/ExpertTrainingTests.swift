import Files
import TestSupport
import Testing

/// `method: loramoe`, as its users run it.
@Suite struct ExpertTrainingTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    let lines = (0..<40).map {
      #"{"instruction": "Say \#($0)", "input": "", "output": "It is \#($0 * 7 % 40)."\#($0 % 4 == 3 ? "" : ", \"task_type\": \($0 % 2)")}"#
    }
    try folder.write("corpus.jsonl", lines.joined(separator: "\n"))
    #expect(try Command.run(["import", "random", "model"], in: folder).status == 0)
    try folder.write(
      "train.yaml",
      """
      method: loramoe
      model: model
      data: corpus.jsonl
      max_length: 256
      warmup: 2
      batch_size: 4
      epochs: 2
      checkpoint_every: 3
      loramoe: {experts: 3, rank: 2, alpha: 8}
      """)
  }

  private func train(_ arguments: [String], kill: Command.Kill? = nil) throws -> Command {
    try Command.run(["train", "--config", "train.yaml"] + arguments, in: folder, kill: kill)
  }

  private func digest(_ run: String) throws -> String {
    try SHA256.hexadecimal(ofFile: folder[run] + "/adapter/adapter_model.safetensors")
  }

  @Test("The same bytes for any threads, and killed and gone on with; the log tells of loads; it is scored, not merged")
  func whole() throws {
    let first = try train(["--out", "one", "--threads", "1"])
    #expect(first.status == 0, "\(first.errors)")
    #expect(
      first.errors.contains(
        "10 of 40 samples have no task_type of 0 or 1: all experts are balanced alike over them\n"), "\(first.errors)")
    let expected = try digest("one")
    #expect(try train(["--out", "three", "--threads", "3"]).status == 0)
    #expect(try digest("three") == expected)
    let log = folder["killed"] + "/log.jsonl"
    for lines in [2, 11] {
      let killed = try train(
        ["--out", "killed"],
        kill: Command.Kill(signal: 9) { ((try? FileSystem.bytes(of: log)) ?? []).count { $0 == 0x0A } >= lines })
      #expect(killed.signal == 9 || killed.status == 0)
    }
    let resumed = try train(["--out", "killed"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try digest("killed") == expected)
    let lines = try TestSupport.lines(of: log)
    #expect(lines.compactMap { $0["update"]?.integer } == Array(1...20))
    #expect(lines.allSatisfy { $0["expert_load"]?.array?.count == 3 && $0["balance_loss"]?.number ?? -1 > 0 })
    let table = String(decoding: try FileSystem.bytes(of: folder["killed"] + "/log.csv"), as: UTF8.self)
    #expect(
      table.hasPrefix("update,loss,learning_rate,gradient_norm,tokens,labels,validation_loss,balance_loss,load_1,"))
    #expect(table.split(separator: "\n").allSatisfy { $0.count { $0 == "," } == 10 })
    let scored = try Command.run(
      ["score", "--model", "model", "--adapter", "one/adapter", "--tasks", "arc_easy", "--limit", "2", "--out", "s"],
      in: folder)
    #expect(scored.status == 0, "\(scored.errors)")
    let reported = try Command.run(["report", "s"], in: folder)
    #expect(reported.status == 0 && reported.output.contains("arc_easy"), "\(reported.errors)")
    let merged = try Command.run(
      ["merge", "one/adapter", "three/adapter", "--base", "model", "--method", "linear", "--out", "m"], in: folder)
    #expect(
      merged.status != 0 && merged.errors.contains("holds 3 LoRA experts beside each weight (LoRAMoE)"),
      "\(merged.errors)")
    let measured = try Command.run(
      ["estimate", "fisher", "--config", "train.yaml", "--adapter", "one/adapter"], in: folder)
    #expect(measured.status != 0 && measured.errors.contains("LoRA experts (LoRAMoE)"), "\(measured.errors)")
  }

  @Test("Keys that say nothing of the method are refused by their names")
  func wrong() throws {
    let rank = try train(["--out", "x", "--set", "lora.rank=4"])
    #expect(
      rank.status == 64 && rank.errors.contains("lora.rank says nothing of method: loramoe\n"), "\(rank.errors)")
    let plain = try train(["--out", "x", "--set", "method=lora"])
    #expect(
      plain.status == 64 && plain.errors.contains("loramoe.experts says nothing of method: lora\n"), "\(plain.errors)")
    let none = try train(["--out", "x", "--set", "loramoe.experts=0"])
    #expect(none.status == 64 && none.errors.contains("loramoe.experts"), "\(none.errors)")
  }
}
