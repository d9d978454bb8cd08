import Files
import TestSupport
import Testing

@Suite struct LargeFilePointerTests {
  static let pointer =
    "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "0", count: 64))\nsize 13476839424\n"

  @Test("a Git LFS pointer is called that, whatever file it stands for")
  func pointer() throws {
    let folder = try ScratchDirectory()
    for name in ["model.safetensors", "tokenizer.model", "config.json", "data.jsonl"] {
      let path = try folder.write(name, Self.pointer)
      let expected = Diagnostic(
        path, "is a Git LFS pointer, not the file itself",
        expected: "fetch the file: 'git lfs pull' in its repository, or a download of the file")
      #expect(throws: expected) { _ = try MappedFile(path) }
      #expect(throws: expected) { _ = try FileSystem.bytes(of: path) }
      #expect(throws: expected) { _ = try JSON(file: path) }
    }
  }

  @Test("what only looks like one is read")
  func others() throws {
    let folder = try ScratchDirectory()
    let long = Self.pointer + String(repeating: "x", count: 2000)
    for text in ["", "version 1", "a version https://git-lfs.github.com/spec/v1", long] {
      #expect(try FileSystem.bytes(of: try folder.write("file", text)) == Array(text.utf8))
    }
  }
}
