import Files
import Glibc

/// Where work comes from, so far as CI, the environment or the repository say.
enum Origin {
  static var person: String {
    variable(["GITHUB_ACTOR", "GITLAB_USER_LOGIN", "GIT_AUTHOR_NAME"]) ?? gitUser ?? variable(["USER"]) ?? "not said"
  }

  /// `user.name` of the repository around the working folder, else of the person.
  private static var gitUser: String? {
    let files = [repository.map { $0 + "/config" }, variable(["HOME"]).map { $0 + "/.gitconfig" }]
    return files.lazy.compactMap { $0.flatMap(userName) }.first
  }

  private static func userName(_ path: String) -> String? {
    guard let bytes = try? FileSystem.bytes(of: path) else { return nil }
    var isUser = false, name: String?
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let words = line.drop { $0 == " " || $0 == "\t" }
      if words.hasPrefix("[") { isUser = words.lowercased().hasPrefix("[user]") }
      let parts = words.split(separator: "=", maxSplits: 1)
      guard isUser, parts.count == 2, parts[0].lowercased().split(whereSeparator: \.isWhitespace) == ["name"] else {
        continue
      }
      name = parts[1].split(whereSeparator: \.isWhitespace).joined(separator: " ").replacing("\"", with: "")
    }
    return name.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The commit that is at work; nil where there is none.
  static var commit: String? { variable(["GITHUB_SHA", "CI_COMMIT_SHA"]) ?? head }

  private static func variable(_ names: [String]) -> String? {
    names.lazy.compactMap { getenv($0).map { String(cString: $0) } }.first { !$0.isEmpty }
  }

  /// The `.git` around the working folder.
  private static var repository: String? {
    var folder = FileSystem.realPath(".")
    while !FileSystem.isDirectory(folder + "/.git") {
      guard folder != "/" else { return nil }
      folder = FileSystem.directory(of: folder)
    }
    return folder + "/.git"
  }

  /// What that repository has checked out.
  private static var head: String? {
    guard let repository, let head = line(repository + "/HEAD") else { return nil }
    guard head.hasPrefix("ref: ") else { return head }
    let name = String(head.dropFirst(5))
    if let commit = line(repository + "/" + name) { return commit }
    let packed = (try? FileSystem.bytes(of: repository + "/packed-refs")).map { String(decoding: $0, as: UTF8.self) }
    return packed?.split(separator: "\n").first { $0.hasSuffix(" " + name) }.map { String($0.prefix { $0 != " " }) }
  }

  private static func line(_ path: String) -> String? {
    (try? FileSystem.bytes(of: path)).map { bytes in
      String(decoding: bytes, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
    }
  }
}
