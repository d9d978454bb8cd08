extension Duration {
  /// As a number of seconds, to about 16 digits.
  public var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
