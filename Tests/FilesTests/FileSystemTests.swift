import Files
import Glibc
import TestSupport
import Testing

@Suite struct FileSystemTests {
  @Test("SHA-256 of the examples in FIPS 180-4")
  func digests() {
    #expect(
      SHA256.hexadecimal(of: "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(
      SHA256.hexadecimal(of: "") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test("a file is replaced whole and leaves nothing else behind")
  func replacing() throws {
    let folder = try ScratchDirectory()
    let path = folder.path + "/a.txt"
    try FileSystem.write("old", to: path)
    try FileSystem.write("new", to: path)
    #expect(try FileSystem.bytes(of: path) == Array("new".utf8))
    #expect(try FileSystem.names(in: folder.path) == ["a.txt"])
  }

  @Test("a link to nothing is there, and cannot be read: it does not pass for a file that nobody wrote")
  func dangling() throws {
    let folder = try ScratchDirectory()
    for target in ["nowhere", "link"] {
      #expect(symlink(target, folder["link"]) == 0)
      #expect(FileSystem.exists(folder["link"]) && !FileSystem.exists(folder["nowhere"]))
      #expect(throws: Diagnostic.self) { try FileSystem.bytes(of: folder["link"]) }
      try FileSystem.remove(folder["link"])
    }
  }

  @Test("a result that was not finished leaves no folders above it, but those that hold something")
  func above() throws {
    let folder = try ScratchDirectory()
    func drop(_ path: String) throws { _ = try StagedDirectory(path) { _ in false } }
    try drop(folder["a/b/c"])
    #expect(try FileSystem.names(in: folder.path).isEmpty)
    try folder.write("a/kept", "x")
    try drop(folder["a/b/c"])
    #expect(try FileSystem.names(in: folder["a"]) == ["kept"])
  }

  @Test("an empty file maps to no bytes, a missing one and a folder are named")
  func mapping() throws {
    let folder = try ScratchDirectory()
    let empty = try folder.write("empty", "")
    #expect(try MappedFile(empty).bytes.isEmpty)
    let missing = #expect(throws: Diagnostic.self) { _ = try MappedFile(folder.path + "/none") }
    #expect(
      missing?.description == """
        \(folder.path)/none: cannot be opened: No such file or directory
        a file or folder of this name must exist
        """)
    let wrong = #expect(throws: Diagnostic.self) { _ = try MappedFile(folder.path) }
    #expect(wrong?.problem == "is not a regular file")
  }

  @Test("a staged folder appears when it is finished, and a dropped one leaves nothing")
  func staging() throws {
    let folder = try ScratchDirectory()
    let final = folder.path + "/model"
    do {
      let staged = try StagedDirectory(final)
      try FileSystem.write("x", to: staged.path + "/file")
      #expect(!FileSystem.exists(final))
    }
    #expect(try FileSystem.names(in: folder.path).isEmpty)
    let staged = try StagedDirectory(final + "/")
    try FileSystem.write("x", to: staged.path + "/file")
    try staged.finish()
    #expect(try FileSystem.names(in: final) == ["file"])
    #expect(try FileSystem.names(in: folder.path) == ["model"])
    let again = #expect(throws: Diagnostic.self) { _ = try StagedDirectory(final) }
    #expect(
      again?.description == """
        \(final): is there already
        a new folder must be named; nothing is written over
        """)
  }

  @Test("only one holder of a folder's lock")
  func locking() throws {
    let folder = try ScratchDirectory()
    let first = try DirectoryLock(folder.path)
    let refusal = #expect(throws: Diagnostic.self) { _ = try DirectoryLock(folder.path) }
    #expect(refusal?.problem == "another process is writing this run")
    withExtendedLifetime(first) {}
  }
}
