import Files

/// What may be read as a model or an adapter.
public enum ModelFolder {
  /// Whether a folder holds one, by its configuration.
  public static func stands(in directory: String) -> Bool {
    AdapterCheckpoint.stands(in: directory) || FileSystem.exists(directory + "/" + SideFile.model.rawValue)
  }

  /// Those of some folders that hold one, so that nothing is written below them; the others are refused by whoever reads them.
  public static func among(_ directories: [String]) -> [String] { directories.filter(stands) }
}
