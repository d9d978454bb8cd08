internal import CKernels

/// The threads that run the kernels, and the instruction set they use. One owner drives it; a kernel call returns when all
/// its work is done. Results do not depend on the number of threads or the instruction set, bit for bit.
public final class ThreadPool {
  /// Sets of processor instructions that kernels exist for, slowest first.
  public enum InstructionSet: Int, Sendable, CaseIterable, CustomStringConvertible {
    case portable, avx2, avx512

    public var description: String {
      switch self {
      case .portable: "portable"
      case .avx2: "avx2+fma+f16c"
      case .avx512: "avx512"
      }
    }

    /// The best one that this machine has.
    public static var best: InstructionSet { InstructionSet(rawValue: Int(assay_isa_detect().rawValue)) ?? .portable }
  }

  let handle: OpaquePointer

  /// Starts `threads - 1` threads; the caller is the last one. nil when the system gives no such number of threads.
  public init?(starting threads: Int, instructionSet: InstructionSet = .best) {
    guard threads >= 1, threads <= Int(Int32.max), let handle = assay_pool_create(Int32(threads)) else { return nil }
    self.handle = handle
    assay_pool_set_isa(handle, assay_isa(UInt32(instructionSet.rawValue)))
  }

  /// The same where the number is known to be reasonable.
  public convenience init(threads: Int, instructionSet: InstructionSet = .best) {
    // swift-format-ignore: NeverForceUnwrap
    self.init(starting: threads, instructionSet: instructionSet)!
  }

  deinit { assay_pool_destroy(handle) }

  public var threads: Int { Int(assay_pool_threads(handle)) }
  public var instructionSet: InstructionSet {
    InstructionSet(rawValue: Int(assay_pool_isa(handle).rawValue)) ?? .portable
  }
}
