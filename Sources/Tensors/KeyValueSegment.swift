internal import CKernels
internal import Glibc

/// Keys and values of consecutive positions of one path through the prefix tree, for all layers of a model.
///
/// Positions are filled from the front. A segment that nothing will be computed behind may share one layer's memory
/// among all layers (`isTransient`): after a layer is done its keys and values are not needed any more.
public final class KeyValueSegment {
  /// Position of its first token in the sequence.
  public let start: Int
  public let capacity: Int
  /// Positions whose keys and values are there.
  public internal(set) var count = 0
  public let isTransient: Bool
  let shape: KeyValueShape
  private let blocks: Int
  private let memory: FloatBuffer
  private let ledger: KeyValueLedger?

  /// `ledger` counts the memory while the segment lives.
  public init(
    start: Int, capacity: Int, shape: KeyValueShape, isTransient: Bool, ledger: KeyValueLedger? = nil
  ) {
    self.start = start
    self.capacity = capacity
    self.shape = shape
    self.isTransient = isTransient
    blocks = Self.blocks(capacity)
    let floats = Self.byteCount(capacity: capacity, shape: shape, isTransient: isTransient) / 4
    memory = FloatBuffer(count: floats)
    self.ledger = ledger
    ledger?.add(byteCount)
  }

  deinit { ledger?.add(-byteCount) }

  /// Memory, in bytes.
  public var byteCount: Int { memory.count * 4 }

  private static func blocks(_ capacity: Int) -> Int {
    (capacity + Int(ASSAY_KEY_BLOCK) - 1) / Int(ASSAY_KEY_BLOCK)
  }

  /// Memory of a segment, in bytes.
  public static func byteCount(capacity: Int, shape: KeyValueShape, isTransient: Bool) -> Int {
    let layers = isTransient ? 1 : shape.layers
    return layers * 2 * shape.heads * blocks(capacity) * Int(ASSAY_KEY_BLOCK) * shape.headSize * 4
  }

  func kernel(layer: Int, count: Int) -> assay_segment {
    let floats = shape.heads * blocks * Int(ASSAY_KEY_BLOCK) * shape.headSize
    let base = memory.base + (isTransient ? 0 : layer) * 2 * floats
    return assay_segment(
      keys: base, values: base + floats, blocks: Int64(blocks), start: Int32(start), count: Int32(count))
  }

  /// Makes `rows` more positions part of the segment, after their last layer has been stored.
  public func advance(by rows: Int) {
    precondition(count + rows <= capacity, "a segment of \(capacity) cannot hold \(count + rows)")
    count += rows
  }
}

/// What the keys and values of a model look like.
public struct KeyValueShape: Sendable, Equatable {
  public var layers: Int
  public var heads: Int
  public var headSize: Int

  public init(layers: Int, heads: Int, headSize: Int) {
    self.layers = layers
    self.heads = heads
    self.headSize = headSize
  }
}

/// How much memory the living segments of one walk take.
public final class KeyValueLedger {
  /// Bytes held now, and the most that were held at once.
  public private(set) var bytes = 0
  public private(set) var peak = 0

  public init() {}

  func add(_ count: Int) {
    bytes += count
    peak = max(peak, bytes)
  }
}
