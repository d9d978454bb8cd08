import Files

/// Why a run is not gone on with, in the words of whoever asked: which options changed, and else what of the files did.
struct ResumeChange {
  /// What was asked when the run began, and now, by option; an option that is not there was not given.
  var before, now: JSONObject

  /// A sentence for each option that explains one of the differences, and for each difference that no option explains.
  func sentences(_ differences: [ManifestDifference]) -> [String] {
    let causes = differences.map { ($0, Self.cause(of: $0)) }
    let named = causes.flatMap { $0.1.options }
    let options = now.keys + before.keys.filter { now[$0] == nil }
    var sentences: [String] = []
    for option in options where named.contains(option) && isChanged(option) {
      sentences.append("\(option) was \((before[option] ?? .null).words), is \((now[option] ?? .null).words)")
    }
    for (_, cause) in causes where !cause.options.contains(where: isChanged) && !sentences.contains(cause.sentence) {
      sentences.append(cause.sentence)
    }
    return sentences
  }

  private func isChanged(_ option: String) -> Bool { before[option] != now[option] }

  private struct Cause {
    /// Those that may have made the difference.
    var options: [String]
    /// What is said where none of them did.
    var sentence: String
  }

  private static func cause(of difference: ManifestDifference) -> Cause {
    let path = difference.field.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    let was = "was \(words(difference.old)), is \(words(difference.new))"
    switch path[0] {
    case "model":
      let file = path.dropFirst(2).joined(separator: ".")
      return switch path.count > 1 ? path[1] : "" {
      case let part where part.hasPrefix("adapters"):
        Cause(options: ["--adapter"], sentence: "the files of the adapter are not those that they were")
      case "server":
        Cause(
          options: ["--server-model", "--server-api"],
          sentence: "what the server says of its model \(was)")
      case "ensemble":
        Cause(options: ["--ensemble", "--mixing"], sentence: "the ensemble's files are not those that they were")
      default: Cause(options: ["--model"], sentence: "\(file) of the model is not the file that it was")
      }
    case "tasks" where path.count > 1: return task(path[1], Array(path.dropFirst(2)), difference, was)
    case "weights", "limit", "seed": return Cause(options: ["--\(path[0])"], sentence: "--\(path[0]) \(was)")
    case "judge_seed": return Cause(options: ["--judge-seed"], sentence: "--judge-seed \(was)")
    default: return Cause(options: [], sentence: "\(difference.field) \(was)")
    }
  }

  private static func task(_ id: String, _ path: [String], _ difference: ManifestDifference, _ was: String) -> Cause {
    // A task that only one of the two asks differs in everything.
    let isOfOne = difference.old == nil || difference.new == nil, choice = isOfOne ? ["--tasks", "--preset"] : []
    if isOfOne, path.first != "generation", path.first != "sandbox", path.first != "shots" {
      return Cause(
        options: choice, sentence: difference.old == nil ? "\(id) was not asked" : "\(id) is not asked any more")
    }
    switch path.first {
    case "bos": return Cause(options: ["--bos", "--preset"], sentence: "the beginning token of \(id) \(was)")
    case "subset": return Cause(options: ["--items"], sentence: "the list of items of \(id) is not the one that it was")
    case "items":
      return Cause(options: ["--limit", "--items", "--data"], sentence: "the number of items of \(id) \(was)")
    case "shots": return Cause(options: ["--shots"] + choice, sentence: "the number of exemplars of \(id) \(was)")
    case "ask":
      return Cause(options: ["--data", "--shots"], sentence: "the data of \(id) are not those that they were")
    case "verdicts": return Cause(options: ["--verdicts"], sentence: "--verdicts \(was)")
    case "generation":
      let option = path.count > 1 ? options[path[1]] ?? path[1] : "generation"
      return Cause(options: [option] + choice, sentence: "\(option) \(was)")
    default: return Cause(options: choice, sentence: "\(([id] + path).joined(separator: ", ")) \(was)")
    }
  }

  /// Of what generates text.
  private static let options = [
    "samples": "--samples", "temperature": "--temperature", "top_p": "--top-p", "top_k": "--top-k",
    "most_tokens": "--max-new-tokens",
  ]

  /// Of a difference, which has JSON text; SHA-256 values are cut, for their first digits tell them apart.
  private static func words(_ text: String?) -> String {
    let plain = (text.flatMap { try? JSON(parsing: $0) } ?? .null).words
    return plain.utf8.count > 40 ? plain.prefix(12) + "…" : plain
  }
}
