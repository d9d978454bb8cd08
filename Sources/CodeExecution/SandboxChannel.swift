import Glibc

/// Bytes to and from a process that may be anything: whatever it does or leaves undone, each call ends at its deadline.
struct SandboxChannel {
  let socket: Int32

  /// nil if the other side is gone, or has not said as much by then.
  func read(_ count: Int, until deadline: ContinuousClock.Instant) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var got = 0
    while got < count {
      guard isReady(POLLIN, until: deadline) else { return nil }
      let part = bytes.withUnsafeMutableBytes {
        recv(socket, $0.baseAddress?.advanced(by: got), count - got, Int32(MSG_DONTWAIT))
      }
      if part < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      if part <= 0 { return nil }
      got += part
    }
    return bytes
  }

  /// False if the other side is gone, or has not taken all of it by then.
  func write(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) -> Bool {
    var sent = 0
    while sent < bytes.count {
      guard isReady(POLLOUT, until: deadline) else { return false }
      let part = bytes.withUnsafeBytes {
        send(
          socket, $0.baseAddress?.advanced(by: sent), bytes.count - sent,
          Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
      }
      if part < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      if part <= 0 { return false }
      sent += part
    }
    return true
  }

  /// All that comes until the other side closes; nil if that is not by then, or more than `most` bytes.
  func readToEnd(_ most: Int, until deadline: ContinuousClock.Instant) -> [UInt8]? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 12)
    while bytes.count <= most, isReady(POLLIN, until: deadline) {
      let count = buffer.withUnsafeMutableBytes { recv(socket, $0.baseAddress, $0.count, Int32(MSG_DONTWAIT)) }
      if count < 0 && (errno == EINTR || errno == EAGAIN) { continue }
      // A process that was killed resets what it had not read.
      if count <= 0 { return bytes }
      bytes += buffer[..<count]
    }
    return nil
  }

  private func isReady(_ events: Int32, until deadline: ContinuousClock.Instant) -> Bool {
    while true {
      let left = deadline - .now
      guard left > .zero else { return false }
      var state = pollfd(fd: socket, events: Int16(events), revents: 0)
      let step = min(left, .seconds(1)).components
      let ready = poll(&state, 1, Int32(clamping: step.seconds * 1000 + step.attoseconds / 1_000_000_000_000_000) + 1)
      if ready > 0 { return true }
      if ready < 0 && errno != EINTR { return false }
    }
  }
}
