public import Files
import Reporting

/// A report's pictures as files of a folder, for a paper.
public struct PictureFolder: Sendable {
  public let path: String
  private let force: Bool

  public init(_ path: String, force: Bool) {
    self.path = path
    self.force = force
  }

  /// Throws where the place is none, before anything is read.
  public func check(inputs: [String]) throws(Diagnostic) {
    do throws(Diagnostic) { _ = try OutputPlace(path, .folder, trees: inputs, force: force) } catch {
      throw Diagnostic("--svg", "\(error.place) \(error.problem)", expected: error.expectation, status: error.status)
    }
  }

  /// Writes all pictures; gives what a person should know, a sentence each. Throws before anything is written where a file that is no
  /// picture of a report has one of the names.
  public func write(_ board: Leaderboard) throws(Diagnostic) -> [String] {
    let pictures = ReportPictures(board), files = pictures.all.map { (path: "\(path)/\($0.name).svg", svg: $0.svg) }
    for file in files where FileSystem.exists(file.path) && !force {
      guard !FileSystem.isDirectory(file.path), Picture.isOwn(file.path) else {
        throw Diagnostic(
          file.path, "is there already and is no picture of assay", expected: "another folder; --force writes over it")
      }
    }
    let old = FileSystem.isDirectory(path) ? try FileSystem.names(in: path).sorted() : []
    try FileSystem.makeDirectory(path)
    for file in files { try FileSystem.write(file.svg, to: file.path) }
    let others = old.filter { name in
      name.hasSuffix(".svg") && !files.contains { $0.path == "\(path)/\(name)" } && Picture.isOwn("\(path)/\(name)")
    }
    guard !others.isEmpty else { return pictures.notes }
    return pictures.notes + ["\(path) holds pictures of an earlier report, too: \(others.joined(separator: ", "))"]
  }
}

/// What tells a picture that was drawn here.
enum Picture {
  static func isOwn(_ path: String) -> Bool {
    guard let bytes = try? FileSystem.bytes(of: path) else { return false }
    return bytes.isEmpty || bytes.starts(with: PictureMark.beginning.utf8)
  }
}
