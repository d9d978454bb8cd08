import Glibc

/// The folder that a leading `~` means.
enum HomeFolder {
  /// As HOME says; nil where it is not set.
  static var path: String? {
    guard let home = getenv("HOME").map({ String(cString: $0) }), !home.isEmpty else { return nil }
    return home.last == "/" ? String(home.dropLast()) : home
  }
}
