import Benchmarks
import Evaluation
import Files
import Merging
import TestSupport
import Testing

@testable import assay

/// What the shells offer, and where it comes from.
@Suite struct CompletionTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func answer(_ words: String...) throws -> [String] {
    let command = try Command.run(["complete", (["assay"] + words).joined(separator: "\t")], in: folder)
    #expect(command.status == 0 && command.errors.isEmpty)
    return command.output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
  }

  @Test("commands, and those below one; hidden ones are not offered")
  func commands() throws {
    #expect(try answer("s") == ["score", "serve", "select", "search", "study"])
    #expect(try answer("comp") == ["compare", "completions"])
    #expect(try answer("import", "") == ["gguf", "llama2c", "random"])
    #expect(try answer("help", "im") == ["import"])
    #expect(try answer("help", "import", "r") == ["random"])
    #expect(try answer("nonsense", "").isEmpty)
  }

  @Test("options of the command, each once unless it may be given several times")
  func options() throws {
    #expect(try answer("score", "--mo") == ["--model"])
    #expect(try answer("score", "--model", "x", "--mo") == ["--model"])
    #expect(try answer("score", "--preset", "x", "--pres").isEmpty)
    #expect(try answer("score", "--preset=x", "--pres").isEmpty)
    #expect(try answer("score", "--model", "x", "--adapter", "y", "--ad") == ["--adapter"])
    #expect(try answer("score", "--model", "--ad") == [":files"])
    #expect(try answer("execute", "--", "--k") == [":files"])
    #expect(try answer("dtm", "").contains("--config"))
  }

  @Test("files and folders are the shell's to find")
  func places() throws {
    #expect(try answer("score", "--model", "") == [":files"])
    #expect(try answer("score", "--adapter", "") == [":folders"])
    #expect(try answer("score", "--data", "") == ["fixtures", ":folders"])
    #expect(try answer("train", "--config", "a.y") == [":files"])
    #expect(try answer("merge", "a", "b", "c") == [":folders"])
    #expect(try answer("execute", "problems", "s") == [":files"])
    #expect(try answer("execute", "problems", "samples", "x").isEmpty)
    #expect(try answer("score", "--limit", "").isEmpty)
  }

  @Test("task, preset and method names are those that the program knows")
  func names() throws {
    #expect(try answer("score", "--preset", "") == Preset.all.map(\.name))
    #expect(try answer("merge", "--method", "") == MergeMethod.all.map(\.name))
    let tasks = try answer("score", "--tasks", "")
    #expect(Set(Benchmark.all.map(\.id)).isSubset(of: tasks) && tasks.contains("arc"))
    #expect(try answer("score", "--tasks", "mmlu,race@").sorted() == ["mmlu,race@2", "mmlu,race@3"])
    #expect(try answer("score", "--tasks", "race@2,race@") == ["race@2,race@3"])
    #expect(try answer("score", "--tasks=gsm8k@o") == ["--tasks=gsm8k@open-instruct"])
    #expect(try answer("tasks", "hum").contains("humaneval"))
    #expect(try answer("score", "--tasks", "arc,mmlu_as") == ["arc,mmlu_astronomy"])
    #expect(try answer("score", "--bos", "") == ["auto", "on", "off"])
    #expect(try answer("disperse", "--method", "k") == ["kmeans", "kmeans-faiss"])
    #expect(try answer("estimate", "") == ["fisher", "gram"])
  }

  @Test("somebody has said of every value what may stand for it")
  func known() throws {
    func check(_ command: CommandDescription) {
      for parameter in command.parameters where parameter.kind != .flag && command.name != "help" {
        let name = parameter.names.first ?? parameter.valueName
        #expect(ValueChoice(parameter, of: command.path) != nil, "\(command.path) \(name)")
      }
      for inner in command.shownSubcommands { check(inner) }
    }
    let program = try CommandDescription.assay()
    #expect(program.subcommands.count > 14 && program.subcommand("score")?.parameter(named: "--model") != nil)
    check(program)
  }

  @Test("bash completes at the cursor, behind = and @ too", .enabled(if: FileSystem.exists("/bin/bash")))
  func bash() throws {
    let line = """
      #!/bin/bash
      source <("\(Command.path)" completions bash)
      ask() {
        COMP_LINE=$1 COMP_POINT=${#1}
        _assay "\(Command.path)" "$2" "" 2>/dev/null  # compopt has nothing to set here
        echo "${COMPREPLY[@]}"
      }
      mkdir models; touch models.txt
      ask 'assay score --tasks mmlu,gsm8k@o' @o
      ask 'assay score --tasks=gsm8k@o' @o
      ask 'assay score --preset ' ''
      ask 'assay score --adapter m' m
      ask 'assay train --config=m' m | tr ' ' '\\n' | sort | xargs
      ask 'assay ' ''
      """
    try FileSystem.write(line, to: folder["ask.sh"])
    let command = try Command.shell("bash ask.sh", in: folder)
    let lines = command.output.split(separator: "\n").map(String.init)
    #expect(
      lines.prefix(5) == [
        "@open-instruct", "@open-instruct", "paper lm-eval leaderboard-v1", "models", "models models.txt",
      ])
    #expect(lines.last?.hasPrefix("score join cluster serve generate execute ") == true)
    #expect(command.errors.isEmpty)
  }

  @Test("a shell that is not known is wrong usage")
  func unknownShell() throws {
    let command = try Command.run(["completions", "tcsh"], in: folder)
    #expect(command.status == 64)
    #expect(command.errors.contains("'bash', 'zsh' or 'fish'"))
  }
}
