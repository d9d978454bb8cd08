import Files
import Testing

@Suite struct ByteCountTests {
  @Test(
    "Sizes are whole MiB, and tenths from a GiB on",
    arguments: [
      (0, "0 MiB"), (340 << 20, "340 MiB"), (1023 << 20, "1023 MiB"), ((1 << 30) - 1, "1.0 GiB"), (1 << 30, "1.0 GiB"),
      (5 << 28, "1.3 GiB"), (31 << 30, "31.0 GiB"), (-(3 << 20), "-3 MiB"),
    ])
  func sizes(bytes: Int, text: String) {
    #expect(ByteCount.text(bytes) == text)
  }

  @Test("What is needed is rounded up, what there is down")
  func rounding() {
    let bytes = (9 << 20) + 1, more = (5 << 30) + 1
    #expect(ByteCount.text(bytes, rounded: .up) == "10 MiB" && ByteCount.text(bytes, rounded: .down) == "9 MiB")
    #expect(ByteCount.text(more, rounded: .up) == "5.1 GiB" && ByteCount.text(more, rounded: .down) == "5.0 GiB")
    #expect(ByteCount.text((1 << 30) - 1, rounded: .down) == "1023 MiB")
  }
}
