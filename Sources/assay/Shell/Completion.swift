/// What may follow on a command line, up to the word that is being typed.
struct Completion {
  struct Candidate: Equatable {
    var word: String
    var meaning = ""
  }

  /// A question that the shell answers itself.
  enum Request: String { case files, folders }

  private(set) var candidates: [Candidate] = []
  private(set) var request: Request?

  /// - Parameter words: the program, and what follows up to the cursor; the last word may be empty.
  init(_ program: CommandDescription, words: [String]) {
    var line = Line(program)
    for word in words.dropFirst().dropLast() { line.read(word) }
    let typed = words.count > 1 ? words[words.count - 1] : ""
    if let option = line.open {
      offer(option, of: line.command, typed)
    } else if !line.isLiteral, typed.hasPrefix("--"), let sign = typed.firstIndex(of: "=") {
      guard let option = line.command.parameter(named: String(typed[..<sign])), option.kind == .option else { return }
      offer(option, of: line.command, String(typed[typed.index(after: sign)...]))
      for index in candidates.indices { candidates[index].word = typed[...sign] + candidates[index].word }
    } else if !line.isLiteral, typed.hasPrefix("-") {
      offerNames(line, typed)
    } else {
      if line.positionals == 0 {
        for command in line.command.shownSubcommands { offer(command.name, to: typed, command.abstract) }
      }
      guard !line.isHelp else { return }
      if let positional = line.positional {
        offer(positional, of: line.command, typed)
      } else if typed.isEmpty, line.command.shownSubcommands.isEmpty {
        offerNames(line, typed)
      }
    }
  }

  /// A line a candidate, with its meaning behind a tab; `:files` or `:folders` where the shell looks for names.
  var text: String {
    let lines = candidates.map { $0.meaning.isEmpty ? $0.word : "\($0.word)\t\($0.meaning)" }
    return (lines + (request.map { [":\($0.rawValue)"] } ?? [])).map { $0 + "\n" }.joined()
  }

  private mutating func offer(_ word: String, to typed: String, _ meaning: String = "") {
    if word.hasPrefix(typed) { candidates.append(Candidate(word: word, meaning: meaning)) }
  }

  private mutating func offerNames(_ line: Line, _ typed: String) {
    for parameter in line.command.parameters where parameter.kind != .positional && !parameter.isHidden {
      guard parameter.isRepeating || !parameter.names.contains(where: line.given.contains) else { continue }
      if let name = parameter.names.first { offer(name, to: typed, parameter.help) }
    }
  }

  private mutating func offer(
    _ parameter: CommandDescription.Parameter, of command: CommandDescription, _ typed: String
  ) {
    switch ValueChoice(parameter, of: command.path) ?? .free {
    case .files: request = .files
    case .folders(let words):
      request = .folders
      for word in words { offer(word, to: typed) }
    case .word(let words):
      for word in words { offer(word, to: typed) }
    case .words(let words):
      let parts = typed.split(separator: ",", omittingEmptySubsequences: false).dropLast().map(String.init)
      for word in words where !parts.contains(word) { offer((parts + [word]).joined(separator: ","), to: typed) }
    case .free: break
    }
  }

  /// What the words before the cursor say.
  private struct Line {
    var command: CommandDescription
    /// An option whose value comes next.
    var open: CommandDescription.Parameter?
    var given: Set<String> = []
    var positionals = 0
    /// Behind `--`.
    var isLiteral = false
    /// `assay help …`
    var isHelp = false

    init(_ program: CommandDescription) { command = program }

    mutating func read(_ word: String) {
      if open != nil {
        open = nil
      } else if !isLiteral, word == "--" {
        isLiteral = true
      } else if !isLiteral, word.hasPrefix("-"), word != "-" {
        let name = String(word.prefix { $0 != "=" })
        given.insert(name)
        if let parameter = command.parameter(named: name), parameter.kind == .option, !word.contains("=") {
          open = parameter
        }
      } else if command.path.count == 1, word == "help" {
        isHelp = true
      } else if positionals == 0, let inner = command.subcommand(word) {
        command = inner
        given = []
      } else {
        positionals += 1
      }
    }

    /// The positional parameter that comes next.
    var positional: CommandDescription.Parameter? {
      let all = command.parameters.filter { $0.kind == .positional }
      if positionals < all.count { return all[positionals] }
      return all.last.flatMap { $0.isRepeating ? $0 : nil }
    }
  }
}
