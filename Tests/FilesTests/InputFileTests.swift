import Glibc
import TestSupport
import Testing

@testable import Files

/// What may be read, and what happens when it changes meanwhile.
@Suite struct InputFileTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  @Test("Pipes, sockets, devices and folders are refused at once, wherever files are read", .timeLimit(.minutes(5)))
  func irregular() throws {
    #expect(mkfifo(folder["pipe"], 0o666) == 0)
    let socket = try boundSocket(folder["socket"])
    defer { close(socket) }
    for (path, kind) in [
      (folder["pipe"], "a pipe, as <(command) gives one: it could be read only once"), (folder["socket"], "a socket"),
      ("/dev/null", "a device"), ("/dev/zero", "a device"), (folder.path, "a folder"),
    ] {
      let expected = "\(path): is not a regular file\na file with data was expected, and this is \(kind)"
      let readers: [() throws -> Void] = [
        { _ = try MappedFile(path) }, { _ = try FileSystem.bytes(of: path) }, { _ = try JSON(file: path) },
        { _ = try SHA256.hexadecimal(ofFile: path) },
      ]
      for reader in readers {
        let error = #expect(throws: Diagnostic.self) { try reader() }
        #expect(error?.description == expected)
      }
    }
  }

  private func boundSocket(_ path: String) throws -> Int32 {
    let descriptor = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8.prefix(100))) }
    let code = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(code == 0)
    return descriptor
  }

  @Test("A pipe that nobody reads is nothing to write to, and nothing to wait for", .timeLimit(.minutes(5)))
  func pipeToWriteTo() {
    #expect(mkfifo(folder["pipe"], 0o666) == 0)
    let error = #expect(throws: Diagnostic.self) { _ = try AppendOnlyFile(folder["pipe"]) }
    #expect(error?.problem.hasPrefix("cannot be opened for writing") == true)
  }

  @Test("A mapped file that is written to, longer, shorter or the same, is found; one that is replaced is what it was")
  func changed() throws {
    let path = try folder.write("data", "0123456789")
    let mapped = try MappedFile(path)
    try mapped.checkUnchanged()
    try FileSystem.write("another", to: path)
    try mapped.checkUnchanged()
    #expect(mapped.withBytes { String(decoding: $0, as: UTF8.self) } == "0123456789")
    for change in ["longer", "shorter", "same"] {
      let path = try folder.write("data-" + change, "0123456789")
      let mapped = try MappedFile(path)
      switch change {
      case "longer": try AppendOnlyFile(path).append(Array("x".utf8))
      case "shorter": #expect(truncate(path, 4) == 0)
      default:
        let descriptor = open(path, O_WRONLY)
        var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
        #expect(write(descriptor, "x", 1) == 1 && futimens(descriptor, &times) == 0)
        close(descriptor)
      }
      let error = #expect(throws: Diagnostic.self) { try mapped.checkUnchanged() }
      #expect(
        error?.description
          == "\(path): was changed while it was read\na file must stay as it is until the job has ended")
    }
  }

  @Test("Every number becomes a whole one: the one without its fraction, or the nearest that there is")
  func wholeNumbers() {
    func check<Number: FixedWidthInteger>(_ type: Number.Type, _ value: Double) {
      let truncated = value.rounded(.towardZero)
      let expected = Number(exactly: truncated) ?? (value.isNaN ? 0 : value < 0 ? .min : .max)
      #expect(Number(saturating: value) == expected, "\(value) as \(type)")
    }
    var generator = SeededGenerator(seed: 9)
    var values: [Double] = [
      0, -0.0, 0.5, -0.5, 1, -1, .nan, .infinity, -.infinity, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    ]
    for power in [7, 8, 15, 16, 31, 32, 52, 53, 62, 63, 64] {
      let bound = Double(sign: .plus, exponent: power, significand: 1)
      for value in [bound, bound.nextUp, bound.nextDown, bound - 1, bound + 1, bound - 0.5] {
        values += [value, -value]
      }
    }
    for _ in 0..<20_000 { values.append(Double(bitPattern: generator.next())) }
    for value in values {
      check(Int.self, value)
      check(UInt64.self, value)
      check(UInt32.self, value)
      check(Int16.self, value)
      check(UInt8.self, value)
    }
  }
}
