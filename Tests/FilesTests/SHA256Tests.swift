import Files
import TestSupport
import Testing

@Suite("SHA-256")
struct SHA256Tests {
  @Test("a file has the digest of its bytes, whatever its length in pieces of 1 MiB")
  func files() throws {
    let scratch = try ScratchDirectory()
    for count in [0, 1, 1 << 20, 1 << 20 + 1, 3 << 20 + 17] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
      let path = scratch.path + "/file"
      try FileSystem.write(bytes, to: path)
      let whole = bytes.withUnsafeBytes { SHA256.hexadecimal(of: $0) }
      #expect(try SHA256.hexadecimal(ofFile: path) == whole, "\(count) bytes")
    }
    #expect(
      SHA256.hexadecimal(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test("a file that cannot be read is named")
  func refusals() throws {
    let scratch = try ScratchDirectory()
    let missing = scratch.path + "/missing"
    #expect(
      throws: Diagnostic(
        missing, "cannot be opened: No such file or directory", expected: "a file or folder of this name must exist")
    ) {
      try SHA256.hexadecimal(ofFile: missing)
    }
  }
}
