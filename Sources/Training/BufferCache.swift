import Tensors

/// Float memory that is used again: activations have the same sizes at every step, and fresh memory costs page faults.
///
/// What is given back rests until `settle`: a kernel may still be reading through the pointer of a buffer that nobody names.
final class BufferCache {
  private var free: [FloatBuffer] = []
  private var resting: [FloatBuffer] = []
  private(set) var bytes = 0

  /// At least `count` floats, not initialized.
  func take(_ count: Int) -> Borrowed {
    let fitting = free.indices.filter { free[$0].count >= count && free[$0].count <= 2 * count + 1024 }
    if let index = fitting.min(by: { free[$0].count < free[$1].count }) {
      return Borrowed(free.remove(at: index), count: count, from: self)
    }
    // A batch with a few more tokens finds it large enough.
    let buffer = FloatBuffer(count: count + count / 8)
    bytes += buffer.count * 4
    return Borrowed(buffer, count: count, from: self)
  }

  func zeros(_ count: Int) -> Borrowed {
    let buffer = take(count)
    buffer.base.update(repeating: 0, count: count)
    return buffer
  }

  func copy(of other: Borrowed) -> Borrowed {
    let buffer = take(other.count)
    buffer.base.update(from: other.base, count: other.count)
    return buffer
  }

  /// To be called where no pointer into a buffer is held but of those that are still named.
  func settle() {
    free += resting
    resting.removeAll(keepingCapacity: true)
  }

  fileprivate func giveBack(_ buffer: FloatBuffer) { resting.append(buffer) }
}

/// Memory of a cache, given back when nobody holds it any more.
final class Borrowed {
  let count: Int
  private let buffer: FloatBuffer
  private let cache: BufferCache

  fileprivate init(_ buffer: FloatBuffer, count: Int, from cache: BufferCache) {
    self.buffer = buffer
    self.count = count
    self.cache = cache
  }

  deinit { cache.giveBack(buffer) }

  var base: UnsafeMutablePointer<Float> { buffer.base }

  /// As a matrix of whole rows.
  func matrix(columns: Int) -> WeightMatrix {
    WeightMatrix(data: base, format: .f32, rows: count / columns, columns: columns, owner: self)
  }
}
