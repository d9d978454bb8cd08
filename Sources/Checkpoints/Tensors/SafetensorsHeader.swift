public import Files

/// The table of contents of a safetensors file: eight bytes of length, then JSON. Every claim that it makes
/// is checked.
public struct SafetensorsHeader: Sendable, Equatable {
  public struct Entry: Sendable, Equatable {
    public var name: String
    public var dtype: ScalarType
    public var shape: [Int]
    /// Bytes after `dataStart`.
    public var range: Range<Int>
  }

  /// In the order of their bytes.
  public private(set) var entries: [Entry] = []
  /// The free-text `__metadata__`.
  public private(set) var metadata: [String: String] = [:]
  /// Where the data begins in the file.
  public let dataStart: Int

  static let sizeLimit = 100_000_000

  /// Reads the header of a whole file. `place` is its path, for messages.
  public init(parsing file: UnsafeRawBufferPointer, place: String) throws(Diagnostic) {
    guard file.count >= 8 else { throw .safetensors(place, "is too short: \(file.count) bytes") }
    let length = UInt64(littleEndian: file.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(Self.sizeLimit) else {
      throw .safetensors(place, "has a header of \(length) bytes; more than 100000000 are not allowed")
    }
    guard length <= UInt64(file.count - 8) else {
      throw .safetensors(
        place, "is cut off: the header takes \(length) bytes and \(file.count - 8) are left")
    }
    dataStart = 8 + Int(length)
    let text = UnsafeRawBufferPointer(rebasing: file[8..<dataStart])
    let json: JSON
    do {
      json = try JSON(parsing: text, depthLimit: 8)
    } catch {
      throw .safetensors(place, "has a broken header, at byte \(8 + error.offset): \(error.reason)")
    }
    guard let object = json.object else { throw .safetensors(place, "has a header that is no JSON object") }
    // Also where Unicode alone takes two names for one: they are keys of dictionaries.
    var seen: Set<String> = []
    if let name = object.members.first(where: { !seen.insert($0.key).inserted })?.key {
      throw .safetensors(place, "names '\(name)' twice")
    }
    for (name, value) in object.members {
      if name == "__metadata__" {
        metadata = try Self.metadata(value, place)
      } else {
        entries.append(try Self.entry(name, value, place))
      }
    }
    entries.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    try checkCoverage(of: file.count - dataStart, place)
  }

  private static func metadata(_ value: JSON, _ place: String) throws(Diagnostic) -> [String: String] {
    guard let object = value.object else {
      throw .safetensors(place, "has a __metadata__ that is no JSON object")
    }
    var metadata: [String: String] = [:]
    for (key, value) in object.members {
      guard let text = value.string else {
        throw .safetensors(place, "has a __metadata__ whose '\(key)' is no string")
      }
      metadata[key] = text
    }
    return metadata
  }

  private static func entry(_ name: String, _ value: JSON, _ place: String) throws(Diagnostic) -> Entry {
    guard let object = value.object else { throw .tensor(place, name, "is not described by an object") }
    guard let dtype = object["dtype"]?.string else { throw .tensor(place, name, "has no dtype") }
    guard let type = ScalarType(rawValue: dtype), !type.isInBlocks else {
      throw .tensor(place, name, "has the unknown dtype '\(dtype)'")
    }
    let shape = try wholeNumbers(object["shape"], "shape", name, place)
    let offsets = try wholeNumbers(object["data_offsets"], "data_offsets", name, place)
    guard offsets.count == 2, offsets[0] <= offsets[1] else {
      throw .tensor(place, name, "has data_offsets that are no pair [begin, end]")
    }
    var size = type.byteCount
    for length in shape {
      let (product, overflow) = size.multipliedReportingOverflow(by: length)
      guard !overflow else { throw .tensor(place, name, "has a shape \(shape) that is impossibly large") }
      size = product
    }
    guard size == offsets[1] - offsets[0] else {
      throw .tensor(
        place, name,
        "has shape \(shape) in \(dtype), which takes \(size) bytes, "
          + "but data_offsets of \(offsets[1] - offsets[0])"
      )
    }
    return Entry(name: name, dtype: type, shape: shape, range: offsets[0]..<offsets[1])
  }

  private static func wholeNumbers(
    _ value: JSON?, _ key: String, _ name: String, _ place: String
  ) throws(Diagnostic) -> [Int] {
    guard let array = value?.array else { throw .tensor(place, name, "has no list \(key)") }
    var numbers: [Int] = []
    for element in array {
      guard case .integer(let number) = element, number >= 0 else {
        throw .tensor(place, name, "has a \(key) with something else than whole numbers from 0 on")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// The tensors must cover the data without holes, overlaps and remainder.
  private func checkCoverage(of size: Int, _ place: String) throws(Diagnostic) {
    var end = 0
    var previous = ""
    for entry in entries {
      guard entry.range.upperBound <= size else {
        throw .tensor(
          place, entry.name, "ends at byte \(entry.range.upperBound) of the data, and the file has \(size)")
      }
      guard entry.range.lowerBound >= end else {
        throw .tensor(place, entry.name, "overlaps with '\(previous)'")
      }
      guard entry.range.lowerBound == end else {
        throw .tensor(place, entry.name, "leaves a hole of \(entry.range.lowerBound - end) bytes before it")
      }
      end = entry.range.upperBound
      previous = entry.name
    }
    guard end == size else { throw .safetensors(place, "has \(size - end) bytes more than its tensors take") }
  }
}

extension Diagnostic {
  private static let intact = "an intact safetensors file was expected; copy or convert it again"

  fileprivate static func safetensors(_ place: String, _ problem: String) -> Diagnostic {
    Diagnostic(place, problem, expected: intact)
  }

  fileprivate static func tensor(_ place: String, _ name: String, _ problem: String) -> Diagnostic {
    Diagnostic(place, "tensor '\(name)' \(problem)", expected: intact)
  }
}
