import Checkpoints
import Files
import Glibc
import Pipelines
import TestSupport
import Testing

/// Files that are none, that change under the reader, names that are no text, and machines that give little.
@Suite struct HostileInputTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    try DemoModel.write(to: folder["model"])
    try folder.write("corpus.jsonl", #"{"instruction": "a", "output": "b"}"#)
    #expect(mkfifo(folder["pipe"], 0o666) == 0)
    #expect(mkfifo(folder["pipe.jsonl"], 0o666) == 0)
  }

  @Test(
    "a pipe or a device in a file's place is refused at once, by name", .timeLimit(.minutes(15)),
    arguments: [
      ["score", "--model", "model", "--data", "pipe"], ["disperse", "--data", "pipe", "--out", "o"],
      ["disperse", "--data", "pipe.jsonl", "--out", "o"], ["disperse", "--data", "/dev/zero", "--out", "o"],
      ["disperse", "--config", "pipe"], ["train", "--config", "pipe"], ["train", "--config", "/dev/zero"],
      ["train", "--set", "model=model", "--set", "data=pipe", "--out", "o"],
      ["estimate", "gram", "--config", "pipe"], ["merge", "--config", "pipe", "--out", "o"],
      ["dtm", "--config", "pipe"], ["study", "--config", "pipe"], ["search", "--config", "pipe"],
      ["execute", "pipe", "pipe"], ["tokenizer", "train", "o", "--data", "pipe"],
      ["world", "--spec", "pipe", "--out", "o"],
      ["import", "llama2c", "pipe", "o"], ["import", "llama2c", "/dev/zero", "o"],
      ["score", "--model", "model", "--adapter", "pipe"], ["execute", "/dev/zero", "corpus.jsonl"],
    ])
  func pipes(arguments: [String]) throws {
    let command = try Command.run(arguments, in: folder)
    let isOfFile =
      command.errors.contains(": is not a regular file\n") || command.errors.contains(": is not a folder\n")
    #expect(command.signal == 0 && command.status == 1 && isOfFile, "\(arguments): \(command.errors)")
  }

  @Test(
    "a pipe in the place of each file of a model, an adapter or a run", .timeLimit(.minutes(15)),
    arguments: [
      "config.json", "model.safetensors", "tokenizer.model", "tokenizer_config.json", "generation_config.json",
    ])
  func modelFiles(name: String) throws {
    unlink(folder["model/" + name])
    #expect(mkfifo(folder["model/" + name], 0o666) == 0)
    for arguments in [
      ["score", "--model", "model", "--tasks", "arc_easy", "--limit", "1", "--out", "run"],
      ["merge", "model", "--method", "linear", "--out", "merged"],
    ] {
      let command = try Command.run(arguments, in: folder)
      // generation_config.json is copied by a merge; scoring may not look at it.
      #expect(command.signal == 0 && (command.status == 1 || name.hasPrefix("generation")), "\(command.errors)")
      if command.status == 1 {
        #expect(command.errors.contains("model/\(name): is not a regular file"), "\(command.errors)")
      }
    }
  }

  @Test("a model's file that is made shorter, or is changed, while it is scored", .timeLimit(.minutes(15)))
  func shrinking() throws {
    let weights = folder["model/model.safetensors"]
    let whole = try FileSystem.bytes(of: weights)
    for size in [0, 1, 4096, whole.count / 2, whole.count - 5] {
      try folder.write("model/model.safetensors", whole)
      let journal = folder["run\(size)/journal.jsonl"]
      var isDone = false
      let command = try Command.run(
        [
          // Many threads meet the fault at once; it is said once.
          "score", "--model", "model", "--tasks", "gsm8k,mmlu,arc,race,bbh", "--out", "run\(size)", "--threads", "16",
        ], in: folder,
        kill: Command.Kill(signal: 0) {
          if !isDone, ((try? FileSystem.bytes(of: journal)) ?? []).count > 0 { isDone = truncate(weights, size) == 0 }
          return false
        })
      #expect(isDone)
      let place = "error: model/model.safetensors: "
      #expect(
        command.signal == 0 && command.status == 1
          && (command.errors.contains(place + "became shorter while it was read\n")
            || command.errors.contains(place + "was changed while it was read\n")),
        "\(size): \(command.status) \(command.signal) \(command.errors)")
      #expect(!FileSystem.exists(folder["run\(size)/results.json"]))
    }
  }

  @Test("names that are not UTF-8, that are very long, or hold what a shell would read")
  func names() throws {
    let raw = try Command.run(
      ["score", "--model"], in: folder, shell: #"set -- "$@" "$(printf 'mo\377del')""#)
    #expect(raw.status == 64 && raw.errors.hasPrefix("error: argument 3: 'mo"), "\(raw.errors)")
    #expect(raw.errors.contains("' is not valid UTF-8\n       names in UTF-8;"))
    let long = String(repeating: "x", count: 5000)
    for arguments in [["score", "--model", long], ["disperse", "--data", long, "--out", "o"]] {
      let command = try Command.run(arguments, in: folder)
      #expect(command.status == 1 && command.signal == 0 && command.errors.hasPrefix("error: x"))
    }
    for name in ["mödel", "a b", "'\"$(x)", "日本", "-m"] {
      try DemoModel.write(to: folder[name])
      let command = try Command.run(
        ["score", "--model=\(name)", "--tasks", "arc_easy", "--limit", "1", "--out", "run-" + name], in: folder)
      #expect(command.status == 0, "\(name): \(command.errors)")
    }
  }

  @Test("a file that grows a thousandfold is refused before it is unpacked, one that shrank well is read")
  func bombs() throws {
    let made = try Command.run(
      ["--version"], in: folder,
      shell: """
        head -c 200000000 /dev/zero | gzip -c > bomb.jsonl.gz
        for i in 1 2 3 4 5 6 7 8 9; do echo '{"instruction": "a", "output": "b"}'; done | gzip -c > small.jsonl.gz
        """)
    #expect(made.status == 0)
    let refused = try Command.run(
      ["disperse", "--data", "bomb.jsonl.gz", "--k", "1", "--out", "o"], in: folder, shell: "ulimit -v 400000")
    #expect(
      refused.status == 1 && refused.errors.hasPrefix("error: bomb.jsonl.gz: is too large\n"),
      "\(refused.status) \(refused.signal) \(refused.errors)")
    let small = try Command.run(["disperse", "--data", "small.jsonl.gz", "--k", "3", "--out", "o"], in: folder)
    #expect(small.status == 0, "\(small.errors)")
  }

  @Test("a file beyond the memory there is: an error before it is read")
  func sparse() throws {
    let path = try folder.write("large.txt", "x")
    #expect(truncate(path, 1 << 42) == 0)
    let command = try Command.run(["disperse", "--data", "large.txt", "--out", "o"], in: folder)
    #expect(
      command.status == 1 && command.errors.hasPrefix("error: large.txt: takes 4096.0 GiB of memory, and "),
      "\(command.errors)")
  }

  @Test(
    "few descriptors, little memory, few threads: an error in words, or the result", .timeLimit(.minutes(15)),
    arguments: [
      "ulimit -n 32", "ulimit -n 10", "ulimit -n 5", "ulimit -v 60000", "ulimit -v 120000", "ulimit -v 200000",
      "ulimit -v 300000",
      "ulimit -v 500000", "ulimit -v 700000", "ulimit -s 256", "ulimit -s 64", "ulimit -f 100",
      "ulimit -d 20000",
    ])
  func limits(limit: String) throws {
    for (index, arguments) in [
      ["score", "--model", "model", "--tasks", "arc_easy,gsm8k", "--limit", "2", "--threads", "2"],
      ["score", "--model", "model", "--tasks", "humaneval", "--limit", "1", "--allow-weaker-sandbox"],
      ["train", "--set", "model=model", "--set", "data=corpus.jsonl", "--set", "epochs=1"],
      ["merge", "model", "model/.", "--method", "linear"], ["tasks"],
    ].enumerated() {
      let out = index < 4 ? ["--out", "out\(index)"] : []
      let command = try Command.run(arguments + out, in: folder, shell: limit)
      // A process that the loader could not even start says so itself.
      let isLoader = command.status == 127 || command.errors.contains("error while loading shared libraries")
      #expect(
        command.signal == 0 && (command.status == 0 || isLoader || command.errors.contains("error: ")),
        "\(limit) \(arguments): \(command.status) \(command.signal) \(command.errors)")
    }
  }
}
