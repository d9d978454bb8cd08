import Files
import Pipelines
import Testing

@testable import Platform

@Suite struct MemorySizeTests {
  @Test(
    "sizes are read as people write them",
    arguments: [
      ("500M", 524_288_000), ("4G", 4_294_967_296), ("1.5g", 1_610_612_736), ("2GiB", 2_147_483_648),
      ("2gb", 2_147_483_648), ("64k", 65_536), ("1048576", 1_048_576), ("7B", 7), ("1T", 1_099_511_627_776),
    ] as [(String, Int)])
  func sizes(text: String, bytes: Int) throws {
    #expect(try MemorySize.bytes(text, option: "--memory") == bytes)
  }

  @Test(
    "what is no size is refused",
    arguments: ["", "G", "3Q", "-1G", "0", "1e3", "1.2.3M", "99999999T", "4 G", "٣G"])
  func nonsense(text: String) {
    #expect(
      throws: Diagnostic(
        "--memory", "'\(text)' is no size", expected: "a number with K, M or G, such as 500M or 4G",
        status: .wrongUsage)
    ) { try MemorySize.bytes(text, option: "--memory") }
  }
}
