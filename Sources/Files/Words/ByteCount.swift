/// Sizes of memory as people read them, in powers of 1024.
public enum ByteCount {
  /// `340 MiB`, from a GiB on `1.2 GiB`.
  /// - Parameter rule: up for what is needed, down for what there is, so that neither sounds better than it is.
  public static func text(_ bytes: Int, rounded rule: FloatingPointRoundingRule = .toNearestOrAwayFromZero) -> String {
    let mebibytes = (Double(bytes) / 0x1p20).rounded(rule)
    if mebibytes.magnitude < 1024 { return "\(Int(saturating: mebibytes)) MiB" }
    return "\((Double(bytes) / 0x1p30 * 10).rounded(rule) / 10) GiB"
  }
}
