public import Files
public import Tensors

extension ThreadPool {
  /// A pool of so many threads; throws where the system gives fewer.
  public static func started(_ threads: Int) throws(Diagnostic) -> ThreadPool {
    guard let pool = ThreadPool(starting: threads) else {
      throw Diagnostic("--threads", "the system gives no \(threads) threads", expected: "a smaller number, or none")
    }
    return pool
  }
}
