import Files

/// All tokens become one.
struct FuseDecoder: TokenDecoder {
  init(_ step: StepObject) throws(Diagnostic) {}

  func decode(_ tokens: [[UInt8]]) throws(Diagnostic) -> [[UInt8]] { [Array(tokens.joined())] }
}
