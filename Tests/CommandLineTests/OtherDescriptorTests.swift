import Files
import TestSupport
import Testing

/// Standard descriptors of the other two programs that are closed or full.
@Suite struct OtherDescriptorTests {
  private let folder: ScratchDirectory
  static let ways = [">&-", ">/dev/full", "2>&-", "<&-", "<&- >&- 2>&-", ">&- 2>&-"]

  init() throws { folder = try ScratchDirectory() }

  private func losesOutput(_ way: String) -> Bool { way.contains(">&- ") || way.hasPrefix(">") }

  @Test("assay-perf: figures that reach nobody are an error, and --json keeps them whole", arguments: ways)
  func perf(way: String) throws {
    let help = try Command.shell("perf --help \(way)", in: folder)
    #expect(help.status == (losesOutput(way) ? 1 : 0), "\(help.errors)")
    let measured = try Command.shell("perf --quick --only load --json figures.json \(way)", in: folder)
    #expect(measured.status == (losesOutput(way) ? 1 : 0), "\(measured.errors)")
    if losesOutput(way), !way.contains("2>&-") {
      #expect(
        measured.errors.hasSuffix(
          "error: standard output: cannot be written: \(Self.reason(way))\n       --json FILE keeps the figures\n"),
        "\(measured.errors)")
    }
    // What is in it is what was measured, and nothing else came to lie there.
    let kept = try JSON(file: folder["figures.json"])
    #expect(kept["sections"]?.array?.isEmpty == false, "\(kept.text())")
    #expect(try FileSystem.names(in: folder.path) == ["figures.json"])
  }

  private static func reason(_ way: String) -> String {
    way == ">/dev/full" ? "No space left on device" : "Bad file descriptor"
  }

  @Test("assay-sandbox: a proof that reaches nobody is an error", arguments: ways)
  func sandbox(way: String) throws {
    let whole = try Command.shell("sandbox --probe", in: folder)
    let probe = try Command.shell("sandbox --probe \(way)", in: folder)
    #expect(probe.status == (losesOutput(way) ? 1 : whole.status), "\(probe.errors)")
    #expect(probe.output.isEmpty == losesOutput(way))
    if losesOutput(way), !way.contains("2>&-") {
      #expect(probe.errors.contains("error: standard output: cannot be written"), "\(probe.errors)")
    }
    // A worker that nobody speaks to ends, and does not take a closed descriptor for its host.
    let worker = try Command.shell("sandbox --worker \(way) | wc -c", in: folder)
    #expect(worker.status == 0, "\(worker.errors)")
    let wrong = try Command.shell("sandbox --nonsense \(way)", in: folder)
    #expect(wrong.status == 2)
    #expect(try FileSystem.names(in: folder.path).isEmpty)
  }
}
