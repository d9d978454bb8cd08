import Benchmarks
public import Datasets
public import Files

/// What `--data` means.
public enum DataChoice {
  /// `fixtures`, or the path of a folder with the official files. A folder that is called fixtures is named
  /// `./fixtures`.
  public static func directory(_ name: String) throws(Diagnostic) -> DataDirectory {
    name == "fixtures" ? .fixtures : try DataDirectory(path: name)
  }
}
