internal import CFaults
internal import Glibc

/// Float32 memory with one owner, aligned to 64 bytes, not initialized. Rows and columns are its users' business.
public final class FloatBuffer {
  public let base: UnsafeMutablePointer<Float>
  public let count: Int

  /// Bytes of a buffer that has pages of its own.
  private let pages: Int?
  /// Whose memory it is, of a part.
  private let whole: FloatBuffer?
  /// Buffers of all sizes come and go for hours. In the allocator's heap they leave gaps that nothing fits into, and memory
  /// grows beyond what is held; pages go back to the system.
  private static let leastPages = 128 << 10

  /// Callers bound `count` by the memory budget before; where the memory cannot be had all the same, the process ends with an
  /// error in words.
  public init(count: Int) {
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    pages = bytes >= Self.leastPages ? bytes : nil
    guard let pointer = pages == nil ? Self.allocated(bytes) : Self.mapped(bytes) else { assay_faults_no_memory(bytes) }
    base = pointer.bindMemory(to: Float.self, capacity: max(count, 1))
    self.count = count
    whole = nil
  }

  /// A part of another one, sharing its memory.
  public init(_ whole: FloatBuffer, _ range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= whole.count, "\(range) of \(whole.count) numbers")
    base = whole.base + range.lowerBound
    count = range.count
    pages = nil
    self.whole = whole
  }

  private static func allocated(_ bytes: Int) -> UnsafeMutableRawPointer? {
    var pointer: UnsafeMutableRawPointer?
    return posix_memalign(&pointer, 64, bytes) == 0 ? pointer : nil
  }

  private static func mapped(_ bytes: Int) -> UnsafeMutableRawPointer? {
    let pointer = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    return pointer == MAP_FAILED ? nil : pointer
  }

  /// A copy of `values`.
  public convenience init(_ values: [Float]) {
    self.init(count: values.count)
    values.withUnsafeBufferPointer { base.initialize(from: $0.baseAddress ?? UnsafePointer(base), count: $0.count) }
  }

  deinit {
    guard whole == nil else { return }
    if let pages { munmap(base, pages) } else { free(base) }
  }

  public subscript(index: Int) -> Float {
    get { base[index] }
    set { base[index] = newValue }
  }

  public var array: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
