/// A JSON object as a line that ends with a checksum of everything before it: `{…, "check": "1a2b3c4d"}`. For logs of which the
/// numbers are read again.
public enum CheckedLine {
  private static let seal = #", "check": ""#
  private static let digits = 8

  /// Without a newline. The object must have a member.
  public static func text(_ object: JSON) -> String {
    let body = String(object.text().dropLast())
    return body + seal + checksum(of: body) + "\"}"
  }

  /// nil for a line that is not what was written. A line without a checksum, of an earlier version, is taken as it is: its last
  /// member is no text.
  public static func json(_ line: String) -> JSON? {
    guard let json = try? JSON(parsing: line) else { return nil }
    guard json.object?.members.last?.value.string != nil else { return json }
    let body = String(line.dropLast(seal.utf8.count + digits + 2))
    return line == body + seal + checksum(of: body) + "\"}" ? json : nil
  }

  private static func checksum(of body: String) -> String { String(SHA256.hexadecimal(of: body).prefix(digits)) }
}
