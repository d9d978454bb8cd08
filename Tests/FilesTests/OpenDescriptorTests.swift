import Glibc
import Testing

@testable import Files

@Suite struct OpenDescriptorTests {
  @Test("What a pipe takes in pieces is written whole, in its order")
  func pieces() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    let reader = ends[0], text = (0..<60_000).map { "\($0) " }.joined()
    // More than a pipe holds: the writer waits for the reader, who takes odd pieces.
    let thread = Reader(reader)
    #expect(OpenDescriptor(ends[1]).write(text) == 0)
    close(ends[1])
    let read = thread.text()
    #expect(read.utf8.count == text.utf8.count && read == text)
    close(reader)
  }

  @Test("What cannot be written is said")
  func errors() throws {
    #expect(OpenDescriptor(-1).write("x") == EBADF)
    #expect(OpenDescriptor(-1).write("") == 0)
    let full = open("/dev/full", O_WRONLY)
    try #require(full >= 0)
    defer { close(full) }
    #expect(OpenDescriptor(full).write("x") == ENOSPC)
    #expect(!OpenDescriptor(full).isTerminal)
  }

  /// Reads a descriptor to its end on a thread of its own.
  private final class Reader {
    private final class State: @unchecked Sendable {
      let descriptor: Int32
      var bytes: [UInt8] = []

      init(_ descriptor: Int32) { self.descriptor = descriptor }
    }

    private let state: State
    private var thread = pthread_t()

    init(_ descriptor: Int32) {
      state = State(descriptor)
      pthread_create(
        &thread, nil,
        { context in
          guard let context else { return nil }
          let state = Unmanaged<State>.fromOpaque(context).takeUnretainedValue()
          var piece = [UInt8](repeating: 0, count: 4099)
          while case let count = read(state.descriptor, &piece, piece.count), count > 0 {
            state.bytes += piece[..<count]
          }
          return nil
        }, Unmanaged.passUnretained(state).toOpaque())
    }

    func text() -> String {
      pthread_join(thread, nil)
      return String(decoding: state.bytes, as: UTF8.self)
    }
  }
}
