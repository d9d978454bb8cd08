internal import CKernels

extension ThreadPool {
  /// The sum of all words, modulo 2^64. It does nothing else, so its time says how quickly this machine's
  /// memory can be read with so many threads: the ceiling of all work that reads each weight once.
  public func sum(of words: UnsafeBufferPointer<UInt64>) -> UInt64 {
    assay_sum_words(handle, words.baseAddress, Int64(words.count))
  }
}
