import Files
import Glibc

extension MergeMethod {
  /// Spherical interpolation of two tensors, each taken as one vector (Shoemake, SIGGRAPH 1985): t = 0 is the first parent, or
  /// the base where it is one of the two. Where they are almost parallel, or one is zero, linear interpolation.
  static let slerp = MergeMethod(
    "slerp", "spherical linear interpolation from the first parent to the second",
    source: "Shoemake, SIGGRAPH 1985", base: .optional, operand: .weights, parents: 2...2,
    startsAtBase: true,
    parameters: { $0.number("t", "interpolation factor, 0 is the first and 1 the second", 0...1, paper: 0.5) }
  ) { tensor, t in
    let gram = Gram(
      tensor.sums(3) { block, sums in
        Gram.add(block.parents.map { UnsafePointer($0) }, block.count, to: sums)
      }, 2)
    let t = tensor[t], cosine = gram.cosine(0, 1) ?? 1
    var weights = [1 - t, t]
    if cosine.magnitude <= 0.9995 {
      let angle = acos(cosine)
      weights = [sin((1 - t) * angle) / sin(angle), sin(t * angle) / sin(angle)]
    }
    return { [weights] in average($0, weights) }
  }

  /// Interpolation of several on a sphere, as mergekit's `multislerp` has it: the weighted sum of the directions, given the
  /// weighted average of the lengths; of task vectors where there is a base.
  /// Deviation: mergekit goes on from there along the tangents' weighted sum, which is zero: the sum of what is orthogonal to
  /// a vector's direction in its own parts vanishes. Where two parents cancel out, or all are zero, the linear average.
  static let multiSlerp = MergeMethod(
    "multislerp", "weighted mean direction with the mean norm",
    source: "mergekit", base: .optional, operand: .taskVectors,
    parameters: {
      MultiSLERPKeys(
        weight: $0.weight(),
        normalize: $0.flag("normalize_weights", "weights are divided by their sum", paper: true),
        epsilon: $0.number("eps", "norms below it are zero", 0...1, paper: 1e-8))
    }
  ) { (tensor, keys) throws(Diagnostic) in
    let parents = tensor.parentCount, epsilon = tensor[keys.epsilon]
    var weights = tensor[keys.weight]
    if tensor[keys.normalize] { weights = try weights.normalized(for: tensor.name) }
    let gram = Gram(
      tensor.sums(parents * (parents + 1) / 2) { block, sums in
        Gram.add(block.parents.map { UnsafePointer($0) }, block.count, to: sums)
      }, parents)
    let factors = (0..<parents).map { weights[$0] / (gram.norm($0) + epsilon) }
    let length = gram.norm(ofSum: factors)
    if parents > 1, length >= epsilon, length > 0 {
      let mean = (0..<parents).reduce(0) { $0 + weights[$1] * gram.norm($1) }
      weights = factors.map { $0 / length * mean }
    } else if parents > 2, gram.meanNorm > 0 {
      throw Diagnostic(
        tensor.name, "the weighted directions of the parents cancel out", expected: "other weights, or another method")
    }
    return { [weights] in average($0, weights) }
  }
  private struct MultiSLERPKeys: Sendable {
    let weight: ParentKey<Double>
    let normalize: SharedKey<Bool>
    let epsilon: SharedKey<Double>
  }
}
