import Glibc

/// A library of the system, loaded to be asked its version.
struct SharedLibrary {
  private let name: String
  private let handle: UnsafeMutableRawPointer

  init?(_ name: String) {
    self.name = name
    guard let handle = dlopen(name, RTLD_NOW | RTLD_LOCAL) else { return nil }
    self.handle = handle
  }

  /// What a C function without arguments, or with one number, answers.
  func text(of function: String, argument: Int32? = nil) -> String? {
    guard let symbol = dlsym(handle, function) else { return nil }
    let answer: UnsafePointer<CChar>?
    if let argument {
      answer = unsafeBitCast(symbol, to: (@convention(c) (Int32) -> UnsafePointer<CChar>?).self)(argument)
    } else {
      answer = unsafeBitCast(symbol, to: (@convention(c) () -> UnsafePointer<CChar>?).self)()
    }
    guard let answer else { return nil }
    var text = String(cString: answer)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }

  /// The file it was loaded from, with its full version: `libsentencepiece.so.0.0.0`.
  var fileName: String? {
    let stem = name.prefix { $0 != "." }
    let line = SystemFile("/proc/self/maps").lines.first { $0.contains("/\(stem).so") }
    guard let path = line?.split(separator: " ").last else { return nil }
    return path.split(separator: "/").last.map(String.init)
  }
}
