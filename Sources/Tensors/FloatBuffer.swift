internal import Glibc

/// Float32 memory with one owner, aligned to 64 bytes, not initialized. Rows and columns are its users' business.
public final class FloatBuffer {
  public let base: UnsafeMutablePointer<Float>
  public let count: Int

  /// Precondition: the memory can be had; callers bound `count` by the memory budget before.
  public init(count: Int) {
    var pointer: UnsafeMutableRawPointer?
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    guard posix_memalign(&pointer, 64, bytes) == 0, let pointer else {
      preconditionFailure("the system gives no \(bytes) bytes of memory")
    }
    base = pointer.bindMemory(to: Float.self, capacity: max(count, 1))
    self.count = count
  }

  /// A copy of `values`.
  public convenience init(_ values: [Float]) {
    self.init(count: values.count)
    values.withUnsafeBufferPointer { base.initialize(from: $0.baseAddress ?? UnsafePointer(base), count: $0.count) }
  }

  deinit { free(base) }

  public subscript(index: Int) -> Float {
    get { base[index] }
    set { base[index] = newValue }
  }

  public var array: [Float] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
