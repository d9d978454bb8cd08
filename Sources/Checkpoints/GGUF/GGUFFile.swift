import Files

/// A memory-mapped GGUF file of version 2 or 3 whose header has been checked: metadata, and where each tensor lies.
///
/// Source: the GGUF specification (docs/gguf.md of ggml).
struct GGUFFile: Sendable {
  let path: String
  let version: Int
  /// Keys differ.
  let metadata: [String: GGUFValue]
  /// Keys in the order of the file.
  let keys: [String]
  /// In the order of the file, under ggml's names; shapes outermost first.
  let tensors: [TensorView]

  /// Whether a file begins as one.
  static func stands(at path: String) -> Bool {
    guard let file = try? MappedFile(path) else { return false }
    return file.withBytes { $0.starts(with: Array("GGUF".utf8)) }
  }

  init(_ path: String) throws(Diagnostic) {
    let file = try MappedFile(path)
    defer { withExtendedLifetime(file) {} }
    var cursor = GGUFCursor(file.bytes, path: path)
    guard file.bytes.starts(with: Array("GGUF".utf8)) else {
      throw Diagnostic(path, "is no GGUF file", expected: "a file that begins with the letters GGUF")
    }
    let _: UInt32 = try cursor.number("GGUF")
    version = try Self.version(&cursor)
    let tensorCount = try cursor.count("tensors", of: 24), keyCount = try cursor.count("keys", of: 13)
    var metadata: [String: GGUFValue] = [:], keys: [String] = []
    for _ in 0..<keyCount {
      let key = try cursor.text("a key")
      guard metadata.updateValue(try cursor.value(key), forKey: key) == nil else {
        throw Diagnostic(path, "has the key \"\(key)\" twice", expected: GGUFCursor.intact)
      }
      keys.append(key)
    }
    var entries: [Entry] = []
    for _ in 0..<tensorCount { entries.append(try Entry(&cursor)) }
    let alignment = metadata["general.alignment"]?.integer ?? 32
    guard alignment > 0, alignment <= 1 << 20, alignment % 8 == 0 else {
      throw Diagnostic(path, "aligns its tensors to \(alignment)", expected: "a multiple of 8")
    }
    let start = (cursor.position + alignment - 1) / alignment * alignment
    self.path = path
    self.metadata = metadata
    self.keys = keys
    tensors = try Self.views(entries, from: start, alignment, file)
  }

  private static func version(_ cursor: inout GGUFCursor) throws(Diagnostic) -> Int {
    let version: UInt32 = try cursor.number("a version")
    guard version != 2, version != 3 else { return Int(version) }
    let isSwapped = version.byteSwapped <= 3
    throw Diagnostic(
      cursor.path, isSwapped ? "is big-endian" : "has version \(version)",
      expected: "a little-endian GGUF file of version 2 or 3, as every converter since 2023 writes")
  }

  private struct Entry {
    let name: String
    /// Outermost first.
    let shape: [Int]
    let dtype: ScalarType
    let offset: Int
    let size: Int

    init(_ cursor: inout GGUFCursor) throws(Diagnostic) {
      name = try cursor.text("a tensor's name")
      let dimensions: UInt32 = try cursor.number("dimensions")
      guard dimensions <= 4 else {
        throw Diagnostic(cursor.path, "tensor '\(name)' has \(dimensions) dimensions", expected: "at most 4")
      }
      var lengths: [Int] = [], numbers = 1
      for _ in 0..<dimensions {
        let length: UInt64 = try cursor.number("a dimension")
        guard let length = Int(exactly: length) else { throw Self.tooLarge(cursor.path, name) }
        lengths.append(length)
        let (product, overflow) = numbers.multipliedReportingOverflow(by: length)
        // Room for the bytes of a number, too.
        guard !overflow, product < 1 << 56 else { throw Self.tooLarge(cursor.path, name) }
        numbers = product
      }
      let kind: UInt32 = try cursor.number("a type")
      guard let dtype = ScalarType(gguf: kind) else {
        throw Diagnostic(
          cursor.path, "tensor '\(name)' holds \(ScalarType.ggufName(kind)), which is not read",
          expected: "F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q5_0, Q5_1, Q2_K to Q6_K, IQ4_NL or IQ4_XS")
      }
      let row = lengths.first ?? 1
      guard row % dtype.block.count == 0 else {
        throw Diagnostic(
          cursor.path, "tensor '\(name)' has rows of \(row) in blocks of \(dtype.block.count)",
          expected: GGUFCursor.intact)
      }
      let offset: UInt64 = try cursor.number("an offset")
      guard let offset = Int(exactly: offset), offset < 1 << 56 else { throw Self.tooLarge(cursor.path, name) }
      self.offset = offset
      self.dtype = dtype
      shape = lengths.reversed()
      size = numbers / dtype.block.count * dtype.block.bytes
    }

    private static func tooLarge(_ path: String, _ name: String) -> Diagnostic {
      Diagnostic(path, "tensor '\(name)' is impossibly large", expected: GGUFCursor.intact)
    }
  }

  /// Checks that the tensors lie in the file, each in bytes of its own.
  private static func views(
    _ entries: [Entry], from start: Int, _ alignment: Int, _ file: MappedFile
  ) throws(Diagnostic) -> [TensorView] {
    var names: Set<String> = [], end = 0, last = ""
    for entry in entries.sorted(by: { ($0.offset, $0.size) < ($1.offset, $1.size) }) {
      guard names.insert(entry.name).inserted else {
        throw Diagnostic(file.path, "holds tensor '\(entry.name)' twice", expected: GGUFCursor.intact)
      }
      guard entry.offset % alignment == 0, entry.offset >= end else {
        throw Diagnostic(
          file.path,
          "tensor '\(entry.name)' lies at byte \(entry.offset) of the data"
            + (entry.offset < end ? ", within '\(last)'" : ", which is not aligned to \(alignment)"),
          expected: GGUFCursor.intact)
      }
      (end, last) = (entry.offset + entry.size, entry.name)
      guard end <= file.bytes.count - start else {
        throw Diagnostic(
          file.path,
          "ends before tensor '\(entry.name)' does: it is \(file.bytes.count) bytes long, "
            + "and \(start + end) are needed",
          expected: "the whole file: a download that was cut off is fetched again")
      }
    }
    return entries.map { entry in
      TensorView(
        name: entry.name, dtype: entry.dtype, shape: entry.shape,
        bytes: UnsafeRawBufferPointer(
          rebasing: file.bytes[start + entry.offset..<start + entry.offset + entry.size]), file: file.path, owner: file)
    }
  }
}

extension ScalarType {
  /// By the numbers of ggml's tensor types.
  private static let gguf: [(number: UInt32, type: ScalarType)] = [
    (0, .f32), (1, .f16), (2, .q40), (3, .q41), (6, .q50), (7, .q51), (8, .q80), (10, .q2k), (11, .q3k),
    (12, .q4k), (13, .q5k), (14, .q6k), (20, .iq4nl), (23, .iq4xs), (30, .bf16),
  ]

  /// Types that people have files of and that are not read.
  private static let ggufOthers: [UInt32: String] = [
    9: "Q8_1", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 21: "IQ3_S", 22: "IQ2_S", 24: "I8",
    25: "I16", 26: "I32", 27: "I64", 28: "F64", 29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
  ]

  init?(gguf number: UInt32) {
    guard let found = Self.gguf.first(where: { $0.number == number }) else { return nil }
    self = found.type
  }

  var ggufNumber: UInt32? { Self.gguf.first { $0.type == self }?.number }

  static func ggufName(_ number: UInt32) -> String { ggufOthers[number] ?? "the unknown type \(number)" }
}
