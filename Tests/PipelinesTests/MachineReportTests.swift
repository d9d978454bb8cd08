import Files
import Pipelines
import Testing

@testable import Platform

@Suite struct MachineReportTests {
  @Test("the report says what runs here, in text and in JSON alike")
  func report() throws {
    let report = MachineReport()
    let names = report.checks.map(\.name)
    for name in [
      "assay", "Swift runtime", "kernels", "memory", "libsentencepiece", "Oniguruma", "utf8proc", "zlib", "libcurl",
      "libmicrohttpd",
      "libarchive",
      "libcrypto",
      "OpenBLAS",
    ] {
      #expect(names.contains(name))
    }
    // The libraries that this very test is linked with cannot be missing.
    #expect(report.isSound)
    #expect(report.text.split(separator: "\n").count == names.count)
    #expect(report.json["checks"]?.array?.compactMap { $0["name"]?.string } == names)
    #expect(report.checks.first?.value == AssayVersion.current)
  }

  @Test("the machine has processors and memory")
  func machine() throws {
    #expect(Machine.processors >= 1)
    let total = try #require(Machine.totalMemory)
    let available = try #require(Machine.availableMemory)
    #expect(total > 1 << 26 && available <= total)
  }
}
