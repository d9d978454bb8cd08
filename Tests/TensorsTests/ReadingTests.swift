import Tensors
import Testing

@Suite("Reading memory")
struct ReadingTests {
  @Test("every word is read once, whatever the length and the threads", arguments: [1, 2, 3, 8])
  func everyWord(threads: Int) {
    let pool = ThreadPool(threads: threads)
    for count in [0, 1, 15, 16, 17, 1 << 17, (1 << 17) + 1, 3 << 17 | 5] {
      let words = (0..<count).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
      #expect(words.withUnsafeBufferPointer(pool.sum) == words.reduce(0, &+))
    }
  }
}
