import Files
import Glibc
import TestSupport
import Testing

@Suite struct DirectoryLockTests {
  private let folder: ScratchDirectory

  init() throws { folder = try ScratchDirectory() }

  /// Descriptors of this process that stand for the lock's file.
  private func descriptors() throws -> [Int32] {
    let path = FileSystem.realPath(folder["lock"])
    return try FileSystem.names(in: "/proc/self/fd").compactMap { Int32($0) }
      .filter { FileSystem.realPath("/proc/self/fd/\($0)") == path }
  }

  @Test("one holds the lock, a second one is refused, and then it is free")
  func exclusive() throws {
    var lock: DirectoryLock? = try DirectoryLock(folder.path)
    #expect(lock != nil)
    #expect(
      throws: Diagnostic(
        folder.path, "another process is writing this run",
        expected: "wait until it has ended, or name another folder")
    ) { try DirectoryLock(folder.path) }
    #expect(try descriptors().count == 1)
    lock = nil
    #expect(try descriptors().isEmpty)
    _ = try DirectoryLock(folder.path)
  }

  @Test("a copy of the descriptor, as a child has until it becomes another program, does not keep the lock")
  func copies() throws {
    var lock: DirectoryLock? = try DirectoryLock(folder.path)
    #expect(lock != nil)
    let copy = dup(try #require(try descriptors().first))
    defer { close(copy) }
    lock = nil
    _ = try DirectoryLock(folder.path)
  }
}
