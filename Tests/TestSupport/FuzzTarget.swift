import Files
import Glibc
public import Testing

/// A reader that meets damaged documents: each is read or refused with a `Diagnostic`, within seconds and with little memory.
///
/// A trap ends the process; the number of the document at work then stands in `.build/fuzz/NAME.at`, and
/// `ASSAY_FUZZ_FROM=NUMBER ASSAY_FUZZ_COUNT=1` makes that document again. `make fuzz COUNT=100000` runs more than the tests do.
public struct FuzzTarget {
  public let name: String
  private let documents: [[UInt8]]
  private let seal: ((inout [UInt8]) -> Void)?
  private let read: ([UInt8]) throws -> Void

  /// - Parameter seal: puts the digests of a damaged document right, or packs it; done to some of them.
  public init(
    _ name: String, _ documents: [[UInt8]], seal: ((inout [UInt8]) -> Void)? = nil,
    read: @escaping ([UInt8]) throws -> Void
  ) {
    self.name = name
    self.documents = documents
    self.seal = seal
    self.read = read
  }

  public init(_ name: String, texts: [String], read: @escaping ([UInt8]) throws -> Void) {
    self.init(name, texts.map { Array($0.utf8) }, read: read)
  }

  /// How many documents a test tries.
  private static let count = number("ASSAY_FUZZ_COUNT") ?? 1000
  private static let first = number("ASSAY_FUZZ_FROM") ?? 0

  /// How many documents a suite that is no target tries.
  /// - Parameter least: of them, as its tests need them to tell anything.
  public static func count(atLeast least: Int) -> Int { max(least, number("ASSAY_FUZZ_COUNT") ?? 0) }

  /// Targets that `ASSAY_FUZZ_SKIP=NAME,NAME` leaves out: those that have had their documents before.
  private static let skipped = Set(
    (getenv("ASSAY_FUZZ_SKIP").map { String(cString: $0) } ?? "").split(separator: ",").map(String.init))

  private static func number(_ name: String) -> Int? { getenv(name).flatMap { Int(String(cString: $0)) } }

  /// Seconds of a processor, and bytes, that no document of a few kilobytes may take.
  private static let maxSeconds = 5.0, maxMemory = 1 << 30

  /// - Parameter share: of the usual number, where a reader is slow.
  public func run(share: Int = 1, sourceLocation: SourceLocation = #_sourceLocation) throws {
    guard !Self.skipped.contains(name) else { return }
    try FileSystem.makeDirectory(".build/fuzz")
    let path = ".build/fuzz/\(name).at"
    let place = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    defer { close(place) }
    for document in documents {
      // What is not read when it is sound is no test.
      do { try read(document) } catch {
        Issue.record("\(name): the sound document is refused: \(error)", sourceLocation: sourceLocation)
      }
    }
    var mutator = Mutator(documents)
    let end = Self.first + max(1, Self.count / share), start = Self.seconds()
    var accepted = 0, memory = Self.memory(), slowest = (seconds: 0.0, number: Self.first)
    for number in Self.first..<end {
      // As wide as the numbers before it, so that one write replaces them.
      let text = String("            \(number)".suffix(12)) + "\n"
      _ = text.withCString { pwrite(place, $0, strlen($0), 0) }
      var bytes = mutator.document(number)
      if number % 4 < 2 { seal?(&bytes) }
      let began = Self.seconds()
      do {
        try read(bytes)
        accepted += 1
      } catch is Diagnostic {
      } catch {
        Issue.record("\(name) \(number): \(error) is no Diagnostic", sourceLocation: sourceLocation)
      }
      let took = Self.seconds() - began
      if took > slowest.seconds { slowest = (took, number) }
      if took > Self.maxSeconds {
        Issue.record("\(name) \(number): took \(took) s", sourceLocation: sourceLocation)
      }
      let now = Self.memory()
      // Other tests run beside this one, hence the distance.
      if now - memory > Self.maxMemory {
        Issue.record("\(name) \(number): took \((now - memory) >> 20) MiB", sourceLocation: sourceLocation)
      }
      memory = now
    }
    let each = (Self.seconds() - start) / Double(end - Self.first)
    try FileSystem.write(
      "\(name) \(Self.first)..<\(end): \(accepted) read, \(Int(exactly: (1e6 * each).rounded()) ?? 0) us each, "
        + "slowest \(slowest.number) in \(Int(exactly: (1e6 * slowest.seconds).rounded()) ?? 0) us\n",
      to: ".build/fuzz/\(name).done")
  }

  /// Of a processor, that this thread has had.
  private static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }

  /// The most memory that the process has had, in bytes.
  private static func memory() -> Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
