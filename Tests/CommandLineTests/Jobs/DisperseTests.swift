import Checkpoints
import Configuration
import Files
import Pipelines
import TestSupport
import Testing

@testable import Dispersal

/// `assay disperse`, and `assay train` on what it made, as their users run them.
@Suite struct DisperseTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    let words = ["red", "blue", "green", "one", "two", "three"]
    let lines = (0..<60).map { index -> String in
      let group = index % 2 == 0 ? 0 : 3
      let answer = (0..<5).map { words[group + (index / 2 + $0 * $0) % 3] }.joined(separator: " ")
      return #"{"instruction": "Say \#(index)", "output": "\#(answer)", "source": "\#(index < 40 ? "x" : "y")"}"#
    }
    try folder.write("corpus.jsonl", lines.joined(separator: "\n"))
    try RandomEncoder.write("bert", to: folder, name: "encoder", words: words)
  }

  private func disperse(_ arguments: [String]) throws -> Command {
    try Command.run(["disperse", "--data", "corpus.jsonl"] + arguments, in: folder)
  }

  private func labels(_ out: String) throws -> [Int] {
    try #require(try JSON(file: folder[out] + "/assignment.json").array).compactMap(\.integer)
  }

  @Test("k-means over embeddings: the same files for any threads; another K takes the embeddings that are there")
  func kMeans() throws {
    let arguments = ["--method", "kmeans", "--embedding", "encoder"]
    let first = try disperse(arguments + ["--k", "2", "--out", "two", "--threads", "1"])
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.output.hasPrefix("two: 2 clusters of 60 records\nsizes "), "\(first.output)")
    let labels = try labels("two")
    #expect(labels.count == 60 && Set(labels) == [0, 1])
    // Six answers in turn: equal ones stay together.
    #expect(labels.indices.allSatisfy { labels[$0] == labels[$0 % 6] })
    let manifest = try JSON(file: folder["two"] + "/manifest.json")
    #expect(manifest["sizes"]?.array?.compactMap(\.integer) == [0, 1].map { label in labels.count { $0 == label } })
    #expect(manifest["records"]?.integer == 60)
    #expect(
      (manifest["silhouette"]?.number ?? 0) > 0.1 && manifest["silhouette_kind"]?.string?.hasPrefix("exact") == true)
    #expect(manifest["sources"]?.array?.compactMap { $0["records"]?.integer } == [40, 20])
    #expect(manifest["configuration"]?["k"]?.integer == 2)
    try FileSystem.makeDirectory(folder["elsewhere"])
    let second = try disperse(arguments + ["--k", "2", "--out", "elsewhere/two", "--threads", "3"])
    #expect(second.status == 0 && !second.errors.contains("taken from"), "\(second.errors)")
    for name in ["assignment.json", "embeddings.safetensors"] {
      #expect(
        try SHA256.hexadecimal(ofFile: folder["two/" + name])
          == SHA256.hexadecimal(ofFile: folder["elsewhere/two/" + name]))
    }
    let third = try disperse(arguments + ["--k", "3", "--balanced", "--out", "three"])
    #expect(
      third.errors == "embeddings taken from ./two/embeddings.safetensors\nclustering: 60 records\n"
        && third.status == 0, "\(third.errors)")
    #expect(third.output.contains("sizes 20, 20, 20;"), "\(third.output)")
    #expect(manifest["truncated_texts"]?.integer == 0)
    let cut = try disperse(arguments + ["--k", "2", "--out", "cut", "--set", "max_length=4"])
    #expect(cut.status == 0 && cut.output.contains("\n60 texts were cut at the maximum length\n"), "\(cut.output)")
    let again = try disperse(arguments + ["--k", "3", "--out", "again", "--set", "max_length=4"])
    #expect(
      again.errors.contains("taken from ./cut/") && again.output.contains("\n60 texts were cut"), "\(again.errors)")
    let other = try disperse(arguments + ["--out", "instruction", "--text", "instruction"])
    #expect(other.status == 0 && !other.errors.contains("taken from"))
    let wrong = try disperse(
      arguments + ["--text", "response", "--out", "w", "--set", "embeddings=instruction/embeddings.safetensors"])
    #expect(wrong.status == 1 && wrong.errors.contains("holds the embeddings of other texts, or by another model"))
  }

  @Test("The states of a decoder are embeddings, too")
  func decoder() throws {
    #expect(try Command.run(["import", "random", "model"], in: folder).status == 0)
    for pooling in ["mean", "last"] {
      let made = try disperse([
        "--method", "kmeans-faiss", "--embedding", "model", "--k", "2", "--out", pooling, "--set", "pooling=\(pooling)",
      ])
      #expect(made.status == 0, "\(made.errors)")
      #expect(Set(try labels(pooling)).count == 2)
    }
    #expect(
      try SHA256.hexadecimal(ofFile: folder["mean/embeddings.safetensors"])
        != SHA256.hexadecimal(ofFile: folder["last/embeddings.safetensors"]))
  }

  @Test("A folder is written once; the same is there already, another is refused, --fresh replaces it")
  func folders() throws {
    #expect(try disperse(["--out", "d"]).status == 0)
    let before = try labels("d")
    let again = try disperse(["--out", "d"])
    #expect(again.status == 0 && again.output.hasPrefix("d: 4 clusters of 60 records, there already\n"))
    let other = try disperse(["--out", "d", "--seed", "2"])
    #expect(
      other.status == 1 && other.errors.contains("error: d: holds another dispersal: seed was 0, is 2\n"),
      "\(other.errors)")
    #expect(try labels("d") == before)
    #expect(try disperse(["--out", "d", "--seed", "2", "--fresh"]).status == 0)
    #expect(try labels("d") != before && FileSystem.names(in: folder["d"]) == ["assignment.json", "manifest.json"])
    try folder.write("full/notes.txt", "mine")
    let full = try disperse(["--out", "full", "--fresh"])
    #expect(full.status == 1 && full.errors.contains("holds notes.txt and is no dispersal"))
    #expect(!(try FileSystem.names(in: folder.path)).contains { $0.hasSuffix(".tmp") || $0.hasSuffix(".new") })
    let full2 = try Command.run(
      ["disperse", "--data", "corpus.jsonl", "--out", "disk", "--method", "kmeans", "--embedding", "encoder"],
      in: folder, fileBlocks: 4)
    #expect(full2.status == 1 && !FileSystem.exists(folder["disk"]), "\(full2.errors)")
  }

  @Test("By source, as JSON, and from a file of configuration")
  func source() throws {
    try folder.write("d.yaml", "data: corpus.jsonl\nmethod: source\nout: s\n")
    let made = try Command.run(["disperse", "--config", "d.yaml", "--json"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    let manifest = try JSON(parsing: made.output)
    #expect(manifest["cluster_names"]?.array?.compactMap(\.string) == ["x", "y"])
    #expect(manifest["source_nmi"]?.number == 1 && manifest["silhouette"]?.isNull == true)
    #expect(try labels("s") == (0..<60).map { $0 < 40 ? 0 : 1 })
  }

  @Test(
    "Wrong configurations are refused, each by its line",
    arguments: [
      ("k: 61", "error: k: 61 clusters of 60 records", 64), ("k: 0", "error: d.yaml:3: k is 0", 64),
      ("methd: random", "d.yaml:3: there is no key \"methd\"\n       did you mean method?", 64),
      ("method: ward", "random, random-iid, random-stratified, source, kmeans, kmeans-faiss was expected", 64),
      ("method: kmeans", "kmeans looks at embeddings", 64), ("balanced: true", "random cannot be balanced", 64),
      ("embedding: none", "error: none: is not a folder", 1), ("embedding: .", "config.json: cannot be opened", 1),
      ("embeddings: e", "embeddings without embedding", 64),
      ("{embedding: encoder, max_length: 65}", "", 64),
    ])
  func mistakes(line: String, sentence: String, status: Int) throws {
    let lines = line.hasPrefix("{") ? "embedding: encoder\nmax_length: 67" : line
    try folder.write("d.yaml", "data: corpus.jsonl\nout: d\n\(lines)\n")
    let made = try Command.run(["disperse", "--config", "d.yaml"], in: folder)
    #expect(made.status == Int32(status) && made.errors.contains(sentence), "\(made.errors)")
    #expect(!FileSystem.exists(folder["d"]))
  }

  @Test("Missing files and options are refused, and all keys are described")
  func usage() throws {
    let missing = try Command.run(["disperse", "--data", "none.jsonl", "--out", "d"], in: folder)
    #expect(missing.status == 1 && missing.errors.hasPrefix("error: none.jsonl: cannot be opened"))
    #expect(try disperse([]).status == 64)
    #expect(try disperse(["--out", "d", "--k", "four"]).errors.hasPrefix("error: --k: k is \"four\""))
    let help = try Command.run(["disperse", "--help-config"], in: folder)
    #expect(help.status == 0)
    for entry in DispersalConfiguration.schema.outline.entries {
      #expect(help.output.contains("\n\(entry.name): ") || entry.name == "data")
    }
  }

  @Test("Training learns from one cluster, or several; another corpus is refused")
  func training() throws {
    #expect(try Command.run(["import", "random", "model"], in: folder).status == 0)
    #expect(try disperse(["--method", "source", "--out", "s"]).status == 0)
    try folder.write(
      "train.yaml", "model: model\ndata: corpus.jsonl\nassignment: s/assignment.json\nbatch_size: 8\nwarmup: 1\n")
    func train(_ cluster: String, _ more: [String] = []) throws -> Command {
      try Command.run(
        ["train", "--config", "train.yaml", "--out", "run\(cluster)", "--set", "cluster=\(cluster)"] + more, in: folder)
    }
    for (cluster, samples) in [("1", 20), ("0+1", 60)] {
      let made = try train(cluster)
      #expect(made.status == 0, "\(made.errors)")
      let provenance = try JSON(file: folder["run\(cluster)"] + "/adapter/provenance.json")
      #expect(provenance["samples"]?.integer == samples && provenance["recipe"]?["cluster"]?.string == cluster)
    }
    let changed = try Command.run(
      ["train", "--config", "train.yaml", "--out", "run1", "--set", "cluster=0"], in: folder)
    #expect(
      changed.status == 1 && changed.errors.contains("this run was begun with another corpus"), "\(changed.errors)")
    let unknown = try train("2")
    #expect(unknown.status == 64 && unknown.errors.contains("cluster: there is no cluster \"2\""))
    let half = try Command.run(["train", "--config", "train.yaml", "--out", "h"], in: folder)
    #expect(half.status == 64 && half.errors.contains("assignment without cluster"))
    try folder.write("other.jsonl", #"{"instruction": "a", "output": "b"}"#)
    let other = try train("1", ["--set", "data=other.jsonl", "--fresh"])
    #expect(
      other.status == 1 && other.errors.contains("s/assignment.json: is about another corpus: 60 records"),
      "\(other.errors)")
  }

  @Test("Embeddings with a number that is none, or of another length than 1, are refused by their record's name")
  func embeddings() throws {
    let arguments = ["--embedding", "encoder", "--k", "2"]
    #expect(try disperse(arguments + ["--method", "kmeans", "--out", "whole"]).status == 0)
    let path = folder["whole/embeddings.safetensors"], whole = try FileSystem.bytes(of: path)
    let width = try #require(try SafetensorsFile(path)["embeddings"]?.shape.last)
    try FileSystem.makeDirectory(folder["elsewhere"])
    for method in ["kmeans", "kmeans-faiss"] {
      for (value, row, rest) in [
        (Float.nan, 0, false), (.infinity, 59, false), (-.infinity, 7, false), (0, 3, true), (3e38, 1, false),
        (-2, 5, false),
      ] {
        var bytes = whole
        let start = bytes.count - 4 * width * (60 - row)
        for column in 0..<(rest ? width : 1) {
          withUnsafeBytes(of: value.bitPattern.littleEndian) {
            bytes.replaceSubrange(start + 4 * column..<start + 4 * column + 4, with: $0)
          }
        }
        try folder.write("damaged.safetensors", bytes)
        let command = try disperse(
          arguments + ["--method", method, "--out", "elsewhere/out", "--set", "embeddings=damaged.safetensors"])
        #expect(
          command.status == 1 && command.errors.hasPrefix("error: damaged.safetensors: has a vector ")
            && command.errors.contains(" for corpus.jsonl:\(row + 1)\n"),
          "\(value): \(command.status) \(command.errors)")
        #expect(!FileSystem.exists(folder["elsewhere/out"]))
      }
    }
  }
}
