/// The version of the program; stands in every result.
public enum AssayVersion {
  public static let current = "0.1.0"
  /// What records of origin say.
  public static let maker = "assay \(current)"
}
