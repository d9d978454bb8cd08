import CFixtures
public import Datasets
import Files

extension DataDirectory {
  /// The built-in miniature of the benchmarks, written by this project in the official formats: the files of
  /// benchmarks/fixtures, held in the program itself.
  public static let fixtures = DataDirectory(name: "fixtures", isOfficial: false) {
    (path) throws(Diagnostic) in fixture(path)
  }

  /// The paths of its files.
  public static let fixturePaths: [String] = (0..<assay_fixture_count()).map { index in
    let prefix = "../../benchmarks/fixtures/"
    return String(String(cString: assay_fixture(index).path).dropFirst(prefix.count))
  }

  private static func fixture(_ path: String) -> [UInt8]? {
    guard let index = fixturePaths.firstIndex(of: path) else { return nil }
    let fixture = assay_fixture(index)
    return Array(UnsafeBufferPointer(start: fixture.bytes, count: fixture.count))
  }
}
