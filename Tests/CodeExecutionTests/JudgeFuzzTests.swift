import CodeExecution
import Files
import TestSupport
import Testing

/// What a candidate may write to its pipe is any bytes at all: none of them makes the judge pass it.
@Suite struct JudgeFuzzTests {
  private static let tests = """
    def check(candidate):
        assert candidate([1, 2]) == {"a": [3, 4.5], "b": (1, None)}
        assert candidate([7]) == {"a": [8, 0.25], "b": (2, "x")}
        assert candidate([2**70]) == {2**71, "y"}

    check(f)
    """

  @Test("Random bytes instead of answers, before and between questions", arguments: [UInt64(1), 2])
  func randomBytes(seed: UInt64) throws {
    let programs = (0..<60).map { turn in
      Program(
        candidate: """
          import os, random
          numbers = random.Random(\(seed * 1000 + UInt64(turn)))
          def noise(framed):
              tags = b"VEAQRUXnhHNTFidcsbAltSfDCOeqKVMIPR&uawkLZxv"
              some = numbers.choice([tags, bytes(range(256)), tags + bytes(8)])
              data = bytes(numbers.choices(some, k=numbers.randrange(1, 40)))
              data = numbers.choice([b"V", b"E", b"Q", b"", b"R"]) + data
              return (len(data) if framed else numbers.randrange(1 << 32)).to_bytes(4, "little") + data
          for _ in range(\(turn % 3)):
              os.write(4, noise(True))
          def f(x):
              for _ in range(numbers.randrange(1, 4)):
                  os.write(4, noise(numbers.random() < 0.9))
          """, tests: Self.tests, entryPoint: "f")
    }
    try Self.expectNoPass(programs)
  }

  @Test("Well-formed answers with bytes changed, taken out or put in", arguments: [UInt64(3), 4])
  func changedAnswers(seed: UInt64) throws {
    let programs = (0..<60).map { turn in
      Program(
        candidate: """
          import random, sys
          numbers = random.Random(\(seed * 1000 + UInt64(turn)))
          def corrupt(send):
              def corrupted(payload):
                  data = bytearray(payload)
                  for _ in range(numbers.randrange(1, 4)):
                      at = numbers.randrange(len(data) + 1)
                      choice = numbers.randrange(3)
                      if choice == 0: data[at:at + 1] = bytes([numbers.randrange(256)])
                      elif choice == 1: data[at:at] = bytes(numbers.choices(data + b"&nhHIe", k=numbers.randrange(1, 6)))
                      else: del data[at:at + numbers.randrange(1, 4)]
                  send(bytes(data) or b"V")
              return corrupted
          def f(x):
              frame = sys._getframe()
              while frame is not None:
                  pipe = getattr(frame.f_locals.get("self"), "pipe", None)
                  if pipe is not None and not hasattr(pipe, "corrupted"):
                      pipe.corrupted = True
                      pipe.send = corrupt(pipe.send)
                  frame = frame.f_back
              x.append({"k": [1]})
              return numbers.choice([
                  {"a": [3, 4.5], "b": (1, 0)}, [{"a": x}, x, (x,)], {"a": {1, 2}, "b": frozenset([3])}, x,
                  [1, 2.5, 3, 4, 5, 6, 7, 8, 9], b"abc", f, iter([1]), range(3), max])
          """, tests: Self.tests, entryPoint: "f")
    }
    try Self.expectNoPass(programs)
  }

  /// In the place of a program runs the reader itself, on far more bytes than programs could send.
  @Test("The reader makes of any bytes plain values, or refuses them")
  func reader() throws {
    let value = try ["value", "rows", "streams", "library", "writer", "writings", "reader", "readings", "remote"].map {
      String(decoding: try FileSystem.bytes(of: "sandbox/\($0).py"), as: UTF8.self)
    }.joined(separator: "\n")
    let tests = """
      import random
      numbers = random.Random(5)
      plain = {getattr(_importlib.import_module(module), name) for module, name, *_ in _LIBRARY_VALUES} | {Match}
      plain |= set(_WRITE) | set(_ITERATORS[1:]) | {type, _types.BuiltinFunctionType, type(iter([])), type(Ellipsis), type(NotImplemented)}
      def refuse(reader, tag): raise Malformed("an object")
      def export(writer, value): raise Unsupported("an object")
      samples = [[1, 2.5, "x", None], {"a": (1, b"2")}, {1, 2}, _collections.Counter("aab"), [list(range(9)), [0.5] * 9],
          _collections.deque([1], 3), _datetime.datetime(2026, 1, 2), _decimal.Decimal("1.5"), [1, 2.0] * 5, range(5)]
      tags = b"".join(_READ)
      kept = refused = 0
      for turn in range(\(FuzzTarget.count(atLeast: 30_000))):
          if turn % 2:
              writer = Writer(export)
              writer.put(numbers.choice(samples))
              data = writer.out
              for _ in range(numbers.randrange(3)):
                  data[numbers.randrange(len(data))] = numbers.choice((tags, range(256)))[numbers.randrange(30)]
          else:
              data = bytes(numbers.choices(tags + bytes(range(6)) * 5, k=numbers.randrange(30)))
          reader = Reader(data, refuse)
          try:
              result = reader.value()
              reader.ended()
          except (Malformed, Unsupported):
              refused += 1
              continue
          kept += 1
          assert type(result) in plain or type(result).__module__ == _SPELT, type(result)
      assert kept > 2000 and refused > 2000, (kept, refused)
      """
    let report = try SandboxTests.report(
      Program(candidate: value, tests: tests), mode: .reference,
      cpuSeconds: Double(FuzzTarget.count(atLeast: 30_000)) / 500)
    #expect(report.verdict == .passed)
  }

  private static func expectNoPass(_ programs: [Program]) throws {
    let sandbox = try Sandbox(Sandbox.Options(limits: SandboxLimits(cpuSeconds: 1, idleSeconds: 0.3)))
    var verdicts: [String: Int] = [:]
    try sandbox.reports(of: programs) { (index, report) in
      verdicts[report.verdict.word, default: 0] += 1
      #expect(report.verdict != .passed, "program \(index)")
    }
    // The judge must have been reached, and have refused.
    #expect(verdicts["forbidden call", default: 0] > programs.count / 4, "\(verdicts)")
  }
}
