import Checkpoints
import Files
import Glibc
import Pipelines
import TestSupport
import Testing

/// Mapped files that somebody makes shorter while they are read: an error in two lines, exit code 1, whoever reads them.
@Suite struct ShrinkingFileTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func prepare(_ words: String) throws {
    try folder.prepare(LongJob(name: "", words: words.split(separator: " ").map(String.init)))
    // Without digests: what is read is what is computed with.
    try FileSystem.remove(folder["base/provenance.json"])
    for name in ["large", "large2"] where FileSystem.exists(folder[name]) {
      try FileSystem.remove(folder[name + "/provenance.json"])
    }
  }

  /// Makes a file shorter as soon as the command has mapped it.
  private func expectNoticed(_ words: String, _ name: String) throws {
    // Of a hollow file its header; the rest is zeros.
    let isHollow = try FileSystem.isSparse(folder[name])
    let whole = try isHollow ? FileSystem.start(of: folder[name]) : FileSystem.bytes(of: folder[name])
    let length = try FileSystem.length(of: folder[name])
    for size in [0, length / 2] {
      var command: Command?
      // A command that was done with the file sooner than it was cut tries again.
      for _ in 0..<20 where command == nil {
        try folder.write(name, whole)
        if isHollow { truncate(folder[name], length) }
        if FileSystem.isDirectory(folder["out"]) { try FileSystem.removeDirectory(folder["out"]) }
        if FileSystem.exists(folder["out"]) { try FileSystem.remove(folder["out"]) }
        let running = try RunningCommand(words.split(separator: " ").map(String.init), in: folder)
        let isCut = running.waits(for: { running.hasMapped(folder[name]) }) && truncate(folder[name], size) == 0
        let ended = try running.finish()
        if isCut, ended.status != 0 || ended.signal != 0 { command = ended }
      }
      let errors = try #require(command).errors, place = "error: \(name): "
      #expect(command?.signal == 0 && command?.status == 1, "\(size): \(errors)")
      // Where it is opened once more behind the cut, it is told as the short file that it is.
      #expect(errors.contains(place), "\(size): \(errors)")
      #expect(errors.split(separator: "\n").count { $0.hasPrefix("error: ") } == 1, "\(errors)")
    }
  }

  private static let corpus = "--set model=base --set data=corpus.jsonl --set max_length=256"

  @Test(
    "by the commands that read models, adapters and files to import", .timeLimit(.minutes(15)),
    arguments: [
      ("merge --method linear large large2 --out out", "large2/model.safetensors"),
      ("merge --method task_arithmetic large --base large2 --out out", "large2/model.safetensors"),
      ("train \(corpus) --set epochs=1 --out out", "base/model.safetensors"),
      ("train \(corpus) --set method=full --set epochs=1 --out out", "base/model.safetensors"),
      ("estimate fisher \(corpus) --samples all --out out", "base/model.safetensors"),
      ("disperse --data corpus.jsonl --embedding base --method kmeans --k 2 --out out", "base/model.safetensors"),
      ("dtm --config dtm.yaml", "base/model.safetensors"),
      ("search a b --base base --tasks arc_easy --limit 6 --out out", "base/model.safetensors"),
      ("search a b --base base --tasks arc_easy --limit 6 --out out", "a/adapter_model.safetensors"),
      ("import llama2c m.bin out", "m.bin"), ("tokenizer train out --data text.txt --pieces 4000", "text.txt"),
    ])
  func models(words: String, name: String) throws {
    try prepare(words)
    try expectNoticed(words, name)
  }

  @Test("by disperse, of embeddings that it takes from a file", .timeLimit(.minutes(15)))
  func embeddings() throws {
    let disperse = "disperse --data corpus.jsonl --embedding base --method kmeans --k 2 --out out"
    try prepare(disperse)
    let made = try Command.run(disperse.split(separator: " ").map(String.init), in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let file = try SafetensorsFile(folder["out/embeddings.safetensors"])
    let shape = try #require(file.tensors.first).shape
    #expect(file.isSealed)
    // The same embeddings behind so many zeros that reading them takes its time; they take no place on the disk.
    let padding = 64 << 20, bytes = 4 * shape[0] * shape[1]
    let header: JSON = [
      "__metadata__": .object(JSONObject(file.metadata.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
      "padding": ["dtype": "F32", "shape": [.integer(padding / 4)], "data_offsets": [0, .integer(padding)]],
      "embeddings": [
        "dtype": "F32", "shape": .array(shape.map { .integer($0) }),
        "data_offsets": [.integer(padding), .integer(padding + bytes)],
      ],
    ]
    let text = Array(header.text().utf8)
    try folder.write("e.safetensors", withUnsafeBytes(of: UInt64(text.count).littleEndian) { Array($0) } + text)
    #expect(truncate(folder["e.safetensors"], 8 + text.count + padding + bytes) == 0)
    try expectNoticed(disperse + " --set embeddings=e.safetensors", "e.safetensors")
  }
}

extension FileSystem {
  fileprivate static func length(of path: String) throws -> Int {
    var status = stat()
    try #require(stat(path, &status) == 0)
    return Int(status.st_size)
  }

  /// The first MiB, in which there is whatever a hollow file holds.
  fileprivate static func start(of path: String) throws -> [UInt8] {
    let file = try #require(fopen(path, "r"))
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    return bytes
  }

  /// Whether it is long and hollow: no test reads it as a whole.
  fileprivate static func isSparse(_ path: String) throws -> Bool { try length(of: path) > 1 << 25 }
}
