import Files
import Glibc
public import Testing

/// A reader that meets damaged documents: each is read or refused with a `Diagnostic`, and nothing else.
///
/// A trap ends the process; the number of the document at work then stands in `.build/fuzz/NAME.at`, and
/// `ASSAY_FUZZ_FROM=NUMBER ASSAY_FUZZ_COUNT=1` makes that document again. `make fuzz COUNT=100000` runs more than the tests do.
public struct FuzzTarget {
  public let name: String
  private let documents: [[UInt8]]
  private let read: ([UInt8]) throws -> Void

  public init(_ name: String, _ documents: [[UInt8]], read: @escaping ([UInt8]) throws -> Void) {
    self.name = name
    self.documents = documents
    self.read = read
  }

  public init(_ name: String, texts: [String], read: @escaping ([UInt8]) throws -> Void) {
    self.init(name, texts.map { Array($0.utf8) }, read: read)
  }

  /// How many documents a test tries.
  private static let count = number("ASSAY_FUZZ_COUNT") ?? 1000
  private static let first = number("ASSAY_FUZZ_FROM") ?? 0

  private static func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }

  /// - Parameter share: of the usual number, where a reader is slow.
  public func run(share: Int = 1, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try FileSystem.makeDirectory(".build/fuzz")
    let path = ".build/fuzz/\(name).at"
    let place = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    defer { close(place) }
    for document in documents {
      // What is not read when it is sound is no test.
      do { try read(document) } catch {
        Issue.record("the sound document is refused: \(error)", sourceLocation: sourceLocation)
      }
    }
    let end = Self.first + max(1, Self.count / share)
    var accepted = 0, before = usage()
    for number in Self.first..<end {
      // As wide as the numbers before it, so that one write replaces them.
      let text = String("            \(number)".suffix(12)) + "\n"
      _ = text.withCString { pwrite(place, $0, strlen($0), 0) }
      var mutator = Mutator(documents, seed: number)
      let bytes = mutator.document()
      do {
        try read(bytes)
        accepted += 1
      } catch is Diagnostic {
      } catch {
        Issue.record("\(name) \(number): \(error) is no Diagnostic", sourceLocation: sourceLocation)
      }
      let now = usage()
      // Other tests run beside this one, hence the distance.
      if now - before > 1 << 30 {
        Issue.record("\(name) \(number): took \((now - before) >> 20) MiB", sourceLocation: sourceLocation)
      }
      before = now
    }
    try FileSystem.write("\(Self.first)..<\(end): \(accepted) read\n", to: ".build/fuzz/\(name).done")
  }

  /// The most memory that the process has had, in bytes.
  private func usage() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
