/// The record of a folder as text that ends with a digest of all that stands before it: a flipped byte in what says what a file must
/// be is found as one in the file is.
enum SealedRecord {
  static let member = "record_sha256"
  /// The digest's last quote, and the end of the object.
  private static let tail = "\"\n}\n"
  private static let digits = 64

  /// Pretty JSON of the members, and the digest.
  static func text(_ record: JSONObject) -> String {
    var record = record
    record[member] = nil
    record[member] = ""
    let body = String(JSON.object(record).text(pretty: true).dropLast(tail.utf8.count - 1))
    return body + SHA256.hexadecimal(of: body) + tail
  }

  /// Whether the digest is there, and its name is not what was written.
  private static func hasDamagedName(_ record: JSON) -> Bool {
    guard let last = record.object?.members.last, last.value.string?.utf8.count == digits else { return false }
    return SpellingDistance.between(last.key, member) == 1
  }

  /// The record in a file, checked; one without a digest, of an earlier version or of somebody else, is taken as it is.
  static func read(_ path: String) throws(Diagnostic) -> JSON {
    let record = try JSON(file: path)
    guard record[member] != nil || hasDamagedName(record) else { return record }
    let bytes = try FileSystem.bytes(of: path), end = Array(tail.utf8), body = bytes.dropLast(digits + end.count)
    let digest = body.withUnsafeBytes { SHA256.hexadecimal(of: $0) }
    guard bytes.count > digits + end.count, bytes.dropFirst(body.count).elementsEqual(Array(digest.utf8) + end) else {
      throw Diagnostic(
        path, "is not what was written: its SHA-256 is another one",
        expected:
          "make the folder anew, or restore the file; where the change is meant, remove \"files\" and \"\(member)\" from it"
      )
    }
    return record
  }
}
