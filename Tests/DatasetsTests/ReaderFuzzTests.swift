import Datasets
import Files
import TestSupport
import Testing

// Ten thousand damaged documents for each reader: every one is either read or refused with a Diagnostic. A
// trap would end the test process; a reader that accepted or refused everything would fail the counts.
@Suite("Damaged files")
struct ReaderFuzzTests {
  private let csv = Array("q,\"a, \"\"b\"\"\nc\",d\r\nx,y,z\n\n\"é\",,\n".utf8)
  private let lines = Array(
    "{\"id\": \"1\", \"q\": {\"s\": \"x\\n\", \"c\": [1.5, -2]}}\r\n\n[null, true, \"\\u00e9\"]\n".utf8)

  @Test("10,000 damaged CSV files")
  func table() {
    let (read, refused) = fuzz(csv, splicing: lines) { (bytes) throws(Diagnostic) in
      _ = try CSV.rows(of: DataFile(name: "f", bytes: bytes))
    }
    #expect(read > 1000)
    #expect(refused > 1000)
  }

  @Test("10,000 damaged JSON Lines files")
  func jsonLines() {
    let (read, refused) = fuzz(lines, splicing: csv) { (bytes) throws(Diagnostic) in
      for record in try JSONLines.records(of: DataFile(name: "f", bytes: bytes), format: "") {
        _ = try? record.record("q").records("c")
        _ = try? record.stringLists("q")
        _ = try? record.members("q")
      }
    }
    #expect(read > 100)
    #expect(refused > 1000)
  }

  @Test("10,000 damaged gzip files, none of which may grow beyond the limit")
  func gzip() {
    let packed = GzipTests.hello + GzipTests.thousand + GzipTests.gzip
    let (read, refused) = fuzz(packed, splicing: GzipTests.thousand) { (bytes) throws(Diagnostic) in
      let output = try Gzip.unpack(bytes, place: "f", limit: 100_000)
      #expect(output.count <= 100_000)
    }
    #expect(read > 100)
    #expect(refused > 1000)
  }

  private func fuzz(
    _ document: [UInt8], splicing other: [UInt8], _ read: ([UInt8]) throws(Diagnostic) -> Void
  ) -> (read: Int, refused: Int) {
    var generator = SeededGenerator(seed: 20_261_121)
    var counts = (read: 0, refused: 0)
    for _ in 0..<FuzzTarget.count(atLeast: 10_000) {
      let bytes = generator.mutation(of: document, splicing: other)
      do {
        try read(bytes)
        counts.read += 1
      } catch {
        counts.refused += 1
      }
    }
    return counts
  }
}
