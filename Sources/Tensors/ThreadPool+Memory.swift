internal import CFaults
internal import CKernels

extension ThreadPool {
  /// Kernels say whether they had the memory that they work in. Nothing can be computed without it, and nothing has been
  /// written: the process ends with an error in words.
  func requireMemory(_ done: Bool) {
    if !done { assay_faults_no_memory(0) }
  }
}
