import Files
import Glibc
import Tensors

/// The rate at which memory can be read front to back by all threads.
final class ReadingCeiling {
  let byteCount: Int
  private let pool: ThreadPool
  private let words: UnsafeMutableBufferPointer<UInt64>
  private static let passes = 8

  /// `byteCount` must be many times the last-level cache, or the figure is that of the cache.
  init(byteCount: Int, on pool: ThreadPool) throws(Diagnostic) {
    self.byteCount = byteCount
    self.pool = pool
    guard let base = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      base != MAP_FAILED
    else {
      throw Diagnostic(
        "memory", "the system gives no \(byteCount) bytes", expected: "more free memory, or --quick")
    }
    // Large pages where the system has them: the ceiling is the memory's, not the page table's.
    madvise(base, byteCount, MADV_HUGEPAGE)
    let count = byteCount / MemoryLayout<UInt64>.stride
    words = UnsafeMutableBufferPointer(start: base.bindMemory(to: UInt64.self, capacity: count), count: count)
    words.initialize(repeating: 1)
  }

  deinit { munmap(words.baseAddress, byteCount) }

  /// GB/s over some passes: about as long as the work that is compared with it, so that other processes take
  /// their share of both.
  func rate() throws(Diagnostic) -> Double {
    let watch = Stopwatch()
    for _ in 0..<Self.passes {
      let sum = pool.sum(of: UnsafeBufferPointer(words))
      guard sum == UInt64(words.count) else {
        throw Diagnostic("memory", "a sum of ones is wrong", expected: "\(words.count), not \(sum)")
      }
    }
    return Double(Self.passes * byteCount) / watch.seconds / 1e9
  }
}
