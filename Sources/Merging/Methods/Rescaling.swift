/// What makes up for numbers that were dropped from a task vector.
enum Rescaling: String, ParameterChoice {
  case none
  /// 1 / the probability to stay.
  case exact
  /// A factor that keeps the sum of magnitudes, the Euclidean length, or the largest magnitude.
  case l1, l2, linf

  var keepsNorm: Bool {
    switch self {
    case .none, .exact: false
    case .l1, .l2, .linf: true
    }
  }
}

extension ParameterList {
  /// True in a file is what makes up for it in the paper, or in mergekit.
  mutating func rescaling(paper: Rescaling, mergekit: Rescaling) -> SharedKey<Rescaling> {
    choice(
      "rescale",
      "what makes up for what was dropped: exact (1 / the probability to stay), or a factor that keeps the norm l1, l2 or linf",
      paper: paper, mergekit: mergekit, truth: [.paper: .exact, .mergekit: .l1])
  }
}
