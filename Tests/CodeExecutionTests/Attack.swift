import CodeExecution
import Files

/// A program of the hostile corpus, and the verdicts it must end in.
struct Attack {
  let family: String
  let name: String
  /// Several where it depends on the machine which of them it is.
  let strict: [String]
  let reference: [String]
  /// Of an honest program that cannot work where no file can be opened: what comes of it there, in both modes.
  let weaker: [String]?
  /// Which of the known forgeries makes reference mode say passed; nil: none does.
  let forgery: String?
  let program: Program

  static let knownForgeries: Set<String> = ["lying object", "shared interpreter", "changed argument"]

  var isHonest: Bool { family.hasPrefix("honest") }

  func expected(_ mode: VerdictMode, hasFiles: Bool = true) -> [String] {
    if !hasFiles, let weaker { return weaker }
    return mode == .strict ? strict : reference
  }

  /// All of `sandbox/attacks`, family by family.
  static func corpus(_ folder: String = "sandbox/attacks") throws -> [Attack] {
    let problems = try FileSystem.names(in: folder + "/problems").reduce(into: [String: Program]()) {
      $0[String($1.dropLast(3))] = try problem(text(of: "\(folder)/problems/\($1)"))
    }
    var attacks: [Attack] = []
    for family in try FileSystem.names(in: folder).sorted() where family != "problems" {
      guard FileSystem.isDirectory("\(folder)/\(family)") else { continue }
      for name in try FileSystem.names(in: "\(folder)/\(family)").sorted() {
        let place = "\(folder)/\(family)/\(name)"
        attacks.append(try Attack(family, name, text(of: place), problems, place: place))
      }
    }
    return attacks
  }

  private init(_ family: String, _ name: String, _ text: String, _ problems: [String: Program], place: String) throws {
    var rest = text[...]
    var fields: [String: String] = [:]
    while let (key, value, after) = Self.field(rest) {
      fields[key] = value
      rest = after
    }
    let isOwn = fields["problem"] == "own"
    guard let strict = fields["strict"], fields["attack"]?.isEmpty == false,
      var program = isOwn ? Program(candidate: "", tests: "") : fields["problem"].flatMap({ problems[$0] })
    else { throw Diagnostic(place, "is no attack", expected: "lines '# attack:', '# problem:' and '# strict:' first") }
    if isOwn { program = Self.own(rest) } else { program.candidate = String(rest) }
    self.family = family
    self.name = name
    self.strict = Self.words(strict)
    reference = Self.words(fields["reference"] ?? strict)
    weaker = fields["weaker"].map(Self.words)
    forgery = fields["forgery"]
    self.program = program
  }

  private static let keys = ["attack", "problem", "strict", "reference", "weaker", "forgery"]

  private static func field(_ text: Substring) -> (String, String, Substring)? {
    guard let key = keys.first(where: { text.hasPrefix("# \($0): ") }), let end = text.firstIndex(of: "\n") else {
      return nil
    }
    return (key, String(text[..<end].dropFirst(key.count + 4)), text[text.index(after: end)...])
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: "|").map { part in
      String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// A program with tests of its own, which stand below a line "# tests".
  private static func own(_ text: Substring) -> Program {
    var parts = [""]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "# tests" { parts.append("") } else { parts[parts.count - 1] += line + "\n" }
    }
    return Program(candidate: parts[0], tests: parts.count > 1 ? parts[1] : "raise SystemError('no tests')")
  }

  /// "# entry: NAME" or none, and texts behind "# helpers", "# tests" and "# solution".
  private static func problem(_ text: String) -> Program {
    var program = Program(candidate: "", tests: "")
    var part = \Program.helpers
    var solution = "", isSolution = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("# entry:") {
        let name = line.dropFirst(8).drop { $0 == " " }
        program.entryPoint = name.isEmpty || name == "none" ? nil : String(name)
      } else if line == "# helpers" || line == "# tests" {
        part = line == "# tests" ? \.tests : \.helpers
        isSolution = false
      } else if line == "# solution" {
        isSolution = true
      } else if isSolution {
        solution += line + "\n"
      } else {
        program[keyPath: part] += line + "\n"
      }
    }
    program.solution = solution.isEmpty ? nil : solution
    return program
  }

  private static func text(of path: String) throws -> String {
    String(decoding: try FileSystem.bytes(of: path), as: UTF8.self)
  }
}
