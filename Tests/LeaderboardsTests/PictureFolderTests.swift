import Files
import TestSupport
import Testing

@testable import Leaderboards

/// The pictures of a report: which there are, what they are called, and what is not written over.
@Suite struct PictureFolderTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  private func board(_ names: [String]) throws -> Leaderboard {
    try Leaderboard(
      names.enumerated().map { index, name in
        DrawnRuns.row(name, [("arc_easy@lm-eval", 0.6), ("gsm8k@lm-eval", 0.4)], seed: UInt64(index))
      }, ReportConfiguration())
  }

  @Test("A picture for the average, each task, and the errors that models have in common; again the same bytes")
  func pictures() throws {
    let board = try board(["a", "b", "c"])
    #expect(try PictureFolder(folder["svg"], force: false).write(board).isEmpty)
    let names = try FileSystem.names(in: folder["svg"]).sorted()
    #expect(
      names == [
        "errors-arc-easy.svg", "errors-gsm8k.svg", "leaderboard-average.svg", "task-arc-easy.svg", "task-gsm8k.svg",
      ])
    let bytes = try names.map { try FileSystem.bytes(of: folder["svg/" + $0]) }
    #expect(try PictureFolder(folder["svg"], force: false).write(board).isEmpty)
    #expect(try names.map { try FileSystem.bytes(of: folder["svg/" + $0]) } == bytes)
  }

  @Test("A foreign file stays and keeps all from being written; pictures of an earlier report are told")
  func foreign() throws {
    try folder.write("svg/task-gsm8k.svg", "<svg>mine</svg>")
    let board = try board(["a", "b"])
    #expect(throws: Diagnostic.self) { try PictureFolder(folder["svg"], force: false).write(board) }
    #expect(try FileSystem.names(in: folder["svg"]) == ["task-gsm8k.svg"])
    #expect(try PictureFolder(folder["svg"], force: true).write(board).isEmpty)
    var configuration = ReportConfiguration()
    configuration.tasks = ["gsm8k"]
    let fewer = try Leaderboard(board.rows, configuration)
    let told = try PictureFolder(folder["svg"], force: false).write(fewer)
    #expect(told.count == 1 && told[0].contains("task-arc-easy.svg"))
  }

  @Test("Names that mean harm are names of files that mean none")
  func names() throws {
    var configuration = ReportConfiguration()
    configuration.columns = ["../../etc/passwd", "a/b", "A/B", "\u{202E}x", ""].map {
      var column = ReportConfiguration.Column()
      (column.task, column.title) = ("arc_easy", $0)
      return column
    }
    _ = try PictureFolder(folder["svg"], force: false).write(
      try Leaderboard(try board(FormatTests.hostile).rows, configuration))
    let names = try FileSystem.names(in: folder["svg"])
    #expect(names.allSatisfy { $0.hasSuffix(".svg") && !$0.hasPrefix(".") && $0.allSatisfy(\.isASCII) }, "\(names)")
    #expect(Set(names.map { $0.lowercased() }).count == names.count && names.count > 5)
    #expect(try FileSystem.names(in: folder.path).filter { $0 != "svg" }.isEmpty)
  }
}
