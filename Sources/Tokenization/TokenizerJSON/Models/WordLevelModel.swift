import Files

/// Each word is a piece, or unknown.
struct WordLevelModel: TokenModel {
  let vocabulary: PieceTable
  private let unknown: Int32?
  private let place: String

  init(_ step: StepObject) throws(Diagnostic) {
    guard let pieces = step.object["vocab"]?.object else { throw step.wrong("vocab", "{\"word\": id, …}") }
    vocabulary = try PieceTable(pieces, place: step.place)
    unknown = vocabulary.id(of: try step.text("unk_token"))
    place = step.place
  }

  func encode(_ piece: UnsafeRawBufferPointer, into ids: inout [Int32]) throws(Diagnostic) {
    guard let id = vocabulary.id(of: piece) ?? unknown else {
      throw Diagnostic(
        place, "\"unk_token\" is no piece, and a text needs it", expected: "a piece of \"vocab\"")
    }
    ids.append(id)
  }
}
