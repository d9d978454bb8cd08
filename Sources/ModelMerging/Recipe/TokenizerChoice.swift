import Configuration
public import Files

/// Which tokens a merged model has: mergekit's `tokenizer_source`, and the simple forms of its `tokenizer`.
public struct TokenizerChoice: Sendable, Equatable {
  public enum Source: Sendable, Equatable {
    case base
    /// The base's tokens, and behind them those that only others have.
    case union
    case folder(String)
  }

  /// Where the row of a token comes from, for the models that do not have it; for all of them where it is forced.
  public struct Rule: Sendable, Equatable {
    public enum Origin: Sendable, Equatable {
      case zero
      /// The row of the same token in another model.
      case model(String)
      /// The row of another token.
      case token(model: String, text: String)
      case row(model: String, id: Int)
    }

    public var origin: Origin?
    public var isForced = false
    var kind: String?
    var model: String?
    var text: String?
    var id: Int?
    var place = ""
  }

  public var source: Source
  public var rules: [ExactText: Rule] = [:]
  /// Rows of zeros are added until their number is a multiple of this.
  public var multiple = 1

  public init(_ source: Source) { self.source = source }

  /// `base`, `union`, or a folder, which older files of mergekit write as `model:FOLDER`.
  init(text: String) {
    switch text {
    case "base": source = .base
    case "union": source = .union
    default: source = .folder(text.hasPrefix("model:") ? String(text.dropFirst("model:".count)) : text)
    }
  }

  /// The keys below `tokenizer`.
  static let outline = ConfigurationOutline(
    command: "merge",
    [
      ConfigurationOutline.Entry(name: "source", help: "as tokenizer_source", kind: .path),
      ConfigurationOutline.Entry(
        name: "pad_to_multiple_of", help: "rows of zeros are added until their number is a multiple of this",
        kind: .optional(.whole(1...ConfigurationFile.Setting.largestSize))),
      ConfigurationOutline.Entry(
        name: "tokens", help: "where the rows of single tokens come from, by the tokens' texts",
        kind: .named(.map(rule))),
    ])

  private static let rule = ConfigurationOutline(
    command: "merge",
    [
      ConfigurationOutline.Entry(
        name: "source", help: "a model that has the token, or a map: whence the models get its row that lack it",
        kind: .either([
          .text,
          .map(
            ConfigurationOutline(
              command: "merge",
              [
                ConfigurationOutline.Entry(
                  name: "kind", help: "zero, or model_token: a token of another model",
                  kind: .choice(["zero", "model_token"])),
                ConfigurationOutline.Entry(name: "model", help: "that model", kind: .text),
                ConfigurationOutline.Entry(name: "token", help: "its token, by its text", kind: .text),
                ConfigurationOutline.Entry(
                  name: "token_id", help: "the same by its id",
                  kind: .whole(0...ConfigurationFile.Setting.largestSize)),
              ])),
        ])),
      ConfigurationOutline.Entry(name: "force", help: "whether all models are to have that row", kind: .flag),
    ])

  /// Applies a key below `tokenizer`, which is given without that.
  mutating func apply(_ own: ConfigurationFile.Setting) throws(Diagnostic) {
    let key = own.key
    var setting = own
    setting.key = "tokenizer." + key
    switch key {
    case "source": source = TokenizerChoice(text: try setting.path(try setting.folder())).source
    case "pad_to_multiple_of": if !setting.value.isNull { multiple = try setting.size(from: 1) }
    case "tokens": guard setting.value.isNull else { throw setting.wrong("a mapping of tokens to {source: …}") }
    default:
      guard key.hasPrefix("tokens."), let (token, part) = Self.parts(String(key.dropFirst("tokens.".count))) else {
        throw Diagnostic(
          setting.place, "there is no key \"tokenizer.\(key)\"",
          expected: "source, pad_to_multiple_of, or tokens: {TOKEN: {source, force}}", status: .wrongUsage)
      }
      var rule = rules[ExactText(token)] ?? Rule()
      rule.place = setting.place
      switch part {
      case "source": rule.origin = .model(try setting.text())
      case "force": rule.isForced = try setting.flag()
      case "source.kind": rule.kind = try setting.choice(of: ["zero", "model_token"])
      case "source.model": rule.model = try setting.text()
      case "source.token": rule.text = try setting.text()
      default: rule.id = try setting.size(from: 0)
      }
      rules[ExactText(token)] = rule
    }
  }

  /// A token may have dots in it, so the key is read from behind.
  private static func parts(_ key: String) -> (token: String, part: String)? {
    for part in ["source.kind", "source.model", "source.token_id", "source.token", "source", "force"] {
      if key.hasSuffix("." + part) { return (String(key.dropLast(part.count + 1)), part) }
    }
    return nil
  }

  /// Puts the parts of each rule together.
  mutating func settle() throws(Diagnostic) {
    for (token, rule) in rules {
      var settled = rule
      if rule.kind == "zero" {
        settled.origin = .zero
      } else if let model = rule.model {
        if let text = rule.text { settled.origin = .token(model: model, text: text) }
        if let id = rule.id { settled.origin = .row(model: model, id: id) }
      }
      guard settled.origin != nil, rule.kind != "model_token" || settled.origin != .zero else {
        throw Diagnostic(
          rule.place, "tokenizer.tokens has no source for '\(token.text)'",
          expected: "source: a model; {kind: zero}; or {kind: model_token, model, token or token_id}",
          status: .wrongUsage)
      }
      rules[token] = settled
    }
  }
}
