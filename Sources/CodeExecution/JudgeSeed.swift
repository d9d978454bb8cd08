import Files

/// What a run's judges draw from: a number, and for each program a secret that is made of it. Who knows the number can have every
/// verdict again; a program never learns it.
public struct JudgeSeed: Sendable, Hashable {
  /// Small enough that every reader of JSON has it exactly, and far too many to try.
  public static let range = 0...(1 << 53) - 1

  public let number: Int

  /// nil outside of `range`.
  public init?(_ number: Int) {
    guard Self.range.contains(number) else { return nil }
    self.number = number
  }

  /// From the kernel.
  public static func drawn() -> JudgeSeed {
    var generator = SystemRandomNumberGenerator()
    return JudgeSeed(Int.random(in: range, using: &generator)) ?? JudgeSeed()
  }

  private init() { number = 0 }

  /// 32 bytes: HKDF (RFC 5869) of the seed, for this program and no other. The place of a program among others says nothing, so
  /// that batches, threads and interruptions change no draw.
  public func secret(of program: Program) -> [UInt8] {
    let key = withUnsafeBytes(of: UInt64(number).bigEndian) { Self.code($0, key: Array("assay judge seed".utf8)) }
    var identity: [UInt8] = []
    for text in [program.candidate, program.helpers, program.tests, program.entryPoint ?? ""] {
      identity += Self.bytes(SHA256.hexadecimal(of: text))
    }
    return (identity + [1]).withUnsafeBytes { Self.code($0, key: key) }
  }

  /// HMAC-SHA-256 (RFC 2104); keys of at most 64 bytes.
  static func code(_ message: UnsafeRawBufferPointer, key: [UInt8]) -> [UInt8] {
    let padded = key + [UInt8](repeating: 0, count: 64 - key.count)
    func digest(_ mask: UInt8, _ message: UnsafeRawBufferPointer) -> [UInt8] {
      var hash = SHA256()
      padded.map { $0 ^ mask }.withUnsafeBytes { hash.update($0) }
      hash.update(message)
      return bytes(hash.hexadecimal())
    }
    return digest(0x36, message).withUnsafeBytes { digest(0x5c, $0) }
  }

  private static func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.utf8.map { $0 < 0x3a ? $0 - 0x30 : $0 - 0x57 }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
