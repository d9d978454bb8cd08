public import Evaluation

/// `--bos`: as the preset, then the protocol, then the tokenizer's configuration has it, or as the user says.
public enum BOSChoice: String, Sendable, CaseIterable {
  case auto, on, off

  /// `preset` is what preset and protocol say, nil where they say nothing.
  public func policy(preset: BOSPolicy?, model: BOSPolicy) -> BOSPolicy {
    switch self {
    case .auto: preset ?? model
    case .on: .on
    case .off: .off
    }
  }
}
