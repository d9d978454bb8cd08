import Glibc

/// Questions to the file system, and writes that leave either the old file or the new one, never half of it.
public enum FileSystem {
  /// Whether the name is taken, be it by a link to nothing: a file that is meant to be there and cannot be read must not pass for one
  /// that nobody wrote.
  public static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 || MountedFolder.bytes(of: path) != nil
  }

  public static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    if stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR { return true }
    return MountedFolder.isMounted(path)
  }

  /// The names in a folder, sorted by their UTF-8 bytes, without `.` and `..`.
  public static func names(in directory: String) throws(Diagnostic) -> [String] {
    guard let stream = opendir(directory) else {
      let code = errno
      if let names = MountedFolder.names(in: directory) {
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      }
      errno = code
      throw .system(directory, "cannot be listed", code: errno)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Makes a folder and those above it; one that is there already is fine.
  public static func makeDirectory(_ path: String) throws(Diagnostic) {
    if isDirectory(path) { return }
    let parent = directory(of: path)
    if parent != path && !parent.isEmpty { try makeDirectory(parent) }
    guard mkdir(path, 0o777) == 0 || (errno == EEXIST && isDirectory(path)) else {
      throw .system(path, "cannot be made", code: errno)
    }
  }

  /// The folder part of a path: `.` for a bare name.
  public static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path; `.` and such are resolved by their real name.
  public static func lastName(of path: String) -> String {
    var last = path.split(separator: "/").last.map(String.init) ?? path
    if last == "." || last == ".." {
      last = realPath(path).split(separator: "/").last.map(String.init) ?? last
    }
    return last
  }

  /// The path without symbolic links, `.` and `..`; as it is where nothing of that name exists.
  public static func realPath(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// The whole file as bytes. Throws where it is no regular file, larger than the memory that is free, or changed meanwhile.
  public static func bytes(of path: String) throws(Diagnostic) -> [UInt8] {
    let file = try MappedFile(path)
    // Small files need no look at the system's counters.
    if file.bytes.count > 1 << 24 { try AvailableMemory.check(file.bytes.count, for: path) }
    let bytes = file.withBytes { [UInt8]($0) }
    try file.checkUnchanged()
    return bytes
  }

  /// Replaces `path` in one step: writes a neighbour, flushes it to the disk, renames it over the old file.
  public static func write(_ text: String, to path: String) throws(Diagnostic) {
    try write(Array(text.utf8), to: path)
  }

  public static func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) {
    let file = try TemporaryFile(for: path)
    try file.append(bytes)
    try file.finish()
  }

  /// Gives a file or folder its final name in one step; a file of that name is replaced, a folder only if it is empty.
  public static func move(_ path: String, to final: String) throws(Diagnostic) {
    guard rename(path, final) == 0 else { throw .system(final, "cannot be replaced", code: errno) }
  }

  public static func remove(_ path: String) throws(Diagnostic) {
    guard unlink(path) == 0 || errno == ENOENT else {
      throw .system(path, "cannot be removed", code: errno)
    }
  }

  /// Removes a folder with all that is in it; one that is not there is fine.
  public static func removeDirectory(_ path: String) throws(Diagnostic) {
    var status = stat()
    // A link to a folder is removed, not what it points to.
    if lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK { return try remove(path) }
    guard isDirectory(path) else { return }
    try empty(path)
    guard rmdir(path) == 0 || errno == ENOENT else {
      throw .system(path, "cannot be removed", code: errno)
    }
  }

  /// Removes all that is in a folder.
  static func empty(_ path: String) throws(Diagnostic) {
    for name in try names(in: path) {
      let inner = path + "/" + name
      var status = stat()
      if lstat(inner, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
        try removeDirectory(inner)
      } else {
        try remove(inner)
      }
    }
  }
}
