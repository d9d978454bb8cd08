import Files
import TestSupport
import Testing

@testable import assay

/// The manual's pages, and what the program says of itself.
@Suite struct ManualTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  @Test("a page a command, with every option that its help has")
  func pages() throws {
    #expect(try Command.run(["man", "--out", "man"], in: folder).status == 0)
    let names = try FileSystem.names(in: folder["man"])
    for name in ["assay.1", "assay-score.1", "assay-import-random.1", "assay-tokenizer-train.1"] {
      #expect(names.contains(name))
    }
    #expect(!names.contains("assay-complete.1") && !names.contains("assay-help.1"))
    let page = String(decoding: try FileSystem.bytes(of: folder["man/assay-score.1"]), as: UTF8.self)
    let help = try Command.run(["score", "--help"], in: folder).output
    for line in help.split(separator: "\n") where line.hasPrefix("  --") {
      let option = line.dropFirst(2).prefix { $0 != " " }.split(separator: "-").joined(separator: "\\-")
      #expect(page.contains("\n\\fB\\-\\-\(option)\\fR"), "\(line)")
    }
    #expect(page.contains("\n.SS Judging programs\n"))
    let one = try Command.run(["man", "score"], in: folder)
    #expect(one.output == page && one.errors.isEmpty)
  }

  @Test("nothing in a page is a request by accident, and all of it is ASCII")
  func escapes() throws {
    let requests: Set<Substring> = [
      ".\\\"", ".TH", ".SH", ".SS", ".nh", ".hy", ".B", ".I", ".BR", ".RI", ".IR", ".TP", ".PP",
    ]
    for page in ManualPage.all(try CommandDescription.assay()) {
      #expect(page.text.utf8.allSatisfy { $0 < 128 })
      for line in page.text.split(separator: "\n") {
        #expect(!line.hasPrefix("'"))
        if line.hasPrefix(".") { #expect(requests.contains(line.prefix { $0 != " " }), "\(line)") }
      }
    }
  }

  @Test("a command that there is not is named, with those that there are")
  func unknown() throws {
    let command = try Command.run(["man", "import", "onnx"], in: folder)
    #expect(command.status == 64)
    #expect(
      command.errors == "error: COMMAND: assay import has no command 'onnx'\n       one of gguf, llama2c, random\n")
  }
}
