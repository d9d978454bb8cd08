import Files
import Glibc

/// Where work comes from, so far as CI, the environment or the repository say.
enum Origin {
  static var person: String {
    variable(["GITHUB_ACTOR", "GITLAB_USER_LOGIN", "GIT_AUTHOR_NAME", "USER"]) ?? "not said"
  }

  /// The commit that is at work; nil where there is none.
  static var commit: String? { variable(["GITHUB_SHA", "CI_COMMIT_SHA"]) ?? head }

  private static func variable(_ names: [String]) -> String? {
    names.lazy.compactMap { getenv($0).map { String(cString: $0) } }.first { !$0.isEmpty }
  }

  /// What the repository around the working folder has checked out.
  private static var head: String? {
    var folder = FileSystem.realPath(".")
    while !FileSystem.isDirectory(folder + "/.git") {
      guard folder != "/" else { return nil }
      folder = FileSystem.directory(of: folder)
    }
    guard let head = line(folder + "/.git/HEAD") else { return nil }
    guard head.hasPrefix("ref: ") else { return head }
    let name = String(head.dropFirst(5))
    if let commit = line(folder + "/.git/" + name) { return commit }
    let packed = (try? FileSystem.bytes(of: folder + "/.git/packed-refs")).map { String(decoding: $0, as: UTF8.self) }
    return packed?.split(separator: "\n").first { $0.hasSuffix(" " + name) }.map { String($0.prefix { $0 != " " }) }
  }

  private static func line(_ path: String) -> String? {
    (try? FileSystem.bytes(of: path)).map { bytes in
      String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    }
  }
}
