import Tensors

/// The router of LoRA experts beside one linear map: shares = softmax(router x), a number for each expert, of x as it is before dropout.
/// Source: arXiv:2312.09979 (LoRAMoE), section 3.2. Letters: M rows, E experts, R rows of A, those of all experts together.
struct ExpertRouting {
  /// (E, inputs)
  let router: Parameter
  /// Its number among the adapter's.
  let site: Int
  let balance: ExpertBalance

  var experts: Int { router.shape[0] }

  /// x (M, inputs) to shares (M, E).
  func shares(_ x: Borrowed, rows: Int, on machine: TrainingMachine) -> Borrowed {
    let shares = machine.cache.take(rows * experts)
    machine.pool.multiply(x.base, rows: rows, by: router.matrix, into: shares.base)
    machine.pool.softmax(shares.base, rows: rows, columns: experts)
    return shares
  }

  /// low (M, R), what A makes of the input, times the shares.
  func mix(_ low: Borrowed, by shares: Borrowed, rows: Int, on machine: TrainingMachine) {
    machine.pool.scale(
      low.base, rows: rows, groups: experts, width: low.count / (rows * experts), byShares: shares.base)
  }

  /// Adds to the gradient of the router, and to dx (M, inputs), if that is wanted.
  /// - Parameters:
  ///   - dlow: the slope by what `mix` made, (M, R); becomes that by what went into it.
  ///   - low: what went into it.
  func backward(
    _ dlow: Borrowed, _ low: Borrowed, _ shares: Borrowed, x: Borrowed, rows: Int, addingTo dx: Borrowed?,
    on machine: TrainingMachine
  ) {
    let pool = machine.pool, width = low.count / (rows * experts), inputs = router.shape[1]
    let dlogits = machine.cache.take(rows * experts)
    pool.shareSlopes(low.base, dlow.base, rows: rows, groups: experts, width: width, into: dlogits.base)
    balance.addSlopes(to: dlogits.base, site: site, rows: rows)
    pool.softmaxBack(dlogits.base, shares.base, rows: rows, columns: experts)
    pool.addOuter(dlogits.base, outputs: experts, x.base, inputs: inputs, rows: rows, to: router.gradient.base)
    if let dx { pool.multiplyBack(dlogits.base, rows: rows, by: router.matrix, into: dx.base, adding: true) }
    mix(dlow, by: shares, rows: rows, on: machine)
  }
}
