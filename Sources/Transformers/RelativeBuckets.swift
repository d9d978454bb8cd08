import Files
import Glibc

/// Buckets of relative positions as MPNet and T5 have them: half for keys before the query, half for keys behind it;
/// in each half small distances have a bucket of their own, larger ones share them by logarithm.
///
/// Source: arXiv:1910.10683, section 2.1, with 128 as the distance from which all share the last bucket.
public enum RelativeBuckets {
  static let farthest: Float = 128

  /// The bucket of a key that stands `distance` places behind the query (negative: before it).
  /// - Parameter count: buckets of both halves.
  public static func bucket(_ distance: Int, of count: Int) -> Int {
    let half = count / 2, exact = half / 2, far = distance.magnitude
    let first = distance > 0 ? half : 0
    if far < exact { return first + Int(far) }
    // In float32 throughout, as the models were trained: the logarithm decides what falls on a border.
    let share = logf(Float(far) / Float(exact)) / logf(farthest / Float(exact)) * Float(half - exact)
    return first + min(half - 1, exact + min(half, Int(saturating: Double(share))))
  }
}
