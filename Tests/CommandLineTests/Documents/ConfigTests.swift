import Configuration
import Files
import TestSupport
import Testing

/// `assay config`, as its users run it, and what the documents say of keys.
@Suite struct ConfigTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  static let commands = ["select", "disperse", "train", "merge", "search", "dtm", "study", "report", "world"]

  @Test("A schema is JSON, closed, and has a description of every key", arguments: commands + ["estimate"])
  func schema(command: String) throws {
    let made = try Command.run(["config", "schema", command], in: folder)
    let schema = try JSON(parsing: made.output)
    #expect(made.status == 0 && schema["additionalProperties"] == false)
    for (key, value) in try #require(schema["properties"]?.object).members {
      #expect(value["description"]?.string?.isEmpty == false || value["properties"] != nil, "\(key)")
    }
  }

  @Test("The keys below a key, and what is no command and no map")
  func keys() throws {
    let below = try Command.run(["config", "keys", "dtm", "train"], in: folder)
    #expect(below.status == 0 && below.output.contains("\nlora.rank: 16\n") && !below.output.contains("\nmodel:"))
    for arguments in [["config", "keys", "score"], ["config", "keys", "dtm", "k"], ["config", "schema", "x"]] {
      #expect(try Command.run(arguments, in: folder).status == 64)
    }
  }

  @Test("Other programs' names are told on standard error; a configuration that is no YAML is wrong usage")
  func notes() throws {
    try folder.write("t.yaml", "lr: 1e-3\nr: 4\nnum_epochs: 1\n")
    let noted = try Command.run(["train", "--config", "t.yaml"], in: folder)
    #expect(noted.status == 64)
    #expect(
      noted.errors.hasPrefix(
        "t.yaml:1: lr is read as learning_rate\nt.yaml:2: r is read as lora.rank\nt.yaml:3: num_epochs is read as epochs\n"
      ))
    for (name, text) in [("a.yaml", "a: [1\n"), ("b.yaml", "- a\n"), ("c.yaml", "a: 1\na: 2\n")] {
      try folder.write(name, text)
      for command in ["train", "disperse", "merge", "search", "dtm", "study"] {
        let made = try Command.run([command, "--config", name, "--out", "o"], in: folder)
        let plain = try Command.run([command, "--config", name], in: folder)
        #expect(made.status == 64 && plain.status == 64, "\(command) \(name): \(plain.errors)")
      }
      #expect(try Command.run(["world", "--spec", name, "--out", "w"], in: folder).status == 64)
    }
  }
}

/// docs/configuration.md has the table of each command that the program prints.
@Suite(.serialized) struct ConfigurationDocumentTests {
  @Test(arguments: ConfigTests.commands)
  func keys(command: String) throws {
    let table = try Command.run(["config", "keys", command, "--markdown"], in: try ScratchDirectory())
    #expect(table.status == 0 && table.output.hasPrefix("| key |"))
    try DocumentTable.check(
      "keys of \(command)", in: "docs/configuration.md", is: table.output.split(separator: "\n").map(String.init))
  }
}
