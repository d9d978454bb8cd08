import Glibc

/// `errno` values in words.
enum SystemError {
  static func text(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    // Glibc's strerror_r is imported in its POSIX form.
    guard strerror_r(code, &buffer, buffer.count) == 0 || buffer[0] != 0 else {
      return "system error \(code)"
    }
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return bytes.isEmpty ? "system error \(code)" : String(decoding: bytes, as: UTF8.self)
  }

  static func advice(_ code: Int32) -> String {
    switch code {
    case ENOENT: "a file or folder of this name must exist"
    case EACCES, EPERM: "the user who runs assay needs permission for it"
    case ENOSPC, EDQUOT: "the disk needs free space; what was finished before is kept"
    case EROFS: "the folder must be on a writable file system"
    case EEXIST: "a folder is needed here, and a file of its name is in the way"
    case EISDIR: "a file was expected, this is a folder"
    case ENOTDIR: "a part of this path that must be a folder is a file"
    case EMFILE, ENFILE: "too many open files; raise the limit (ulimit -n)"
    default: "the operating system must allow this"
    }
  }
}
