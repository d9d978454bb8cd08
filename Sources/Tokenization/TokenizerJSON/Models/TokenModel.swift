import Files

/// "model" of tokenizer.json: pieces of text become ids.
protocol TokenModel: Sendable {
  init(_ step: StepObject) throws(Diagnostic)
  var vocabulary: PieceTable { get }
  /// Whether a piece may be cut in front of each `▁` that follows something else, and every part be encoded alone.
  var partsAreIndependent: Bool { get }
  /// Appends the ids of a piece (whole UTF-8, not empty).
  func encode(_ piece: UnsafeRawBufferPointer, into ids: inout [Int32]) throws(Diagnostic)
}

extension TokenModel {
  var partsAreIndependent: Bool { false }
}

/// The models there are.
enum TokenModels {
  static let kinds: [String: any TokenModel.Type] = [
    "BPE": BPEModel.self, "WordPiece": WordPieceModel.self, "WordLevel": WordLevelModel.self,
  ]

  static func model(_ value: JSON?, place: String) throws(Diagnostic) -> any TokenModel {
    guard let object = value?.object else {
      throw Diagnostic(place, "has no \"model\"", expected: "{\"model\": {\"type\": \"BPE\", \"vocab\": {…}, …}, …}")
    }
    // Files of the first years do not say which.
    let old =
      object["merges"] != nil ? "BPE" : object["max_input_chars_per_word"] != nil ? "WordPiece" : "WordLevel"
    let type = object["type"]?.string ?? (object["vocab"]?.array == nil ? old : "Unigram")
    let step = StepObject(place: place, list: "model", type: type, object: object)
    guard let kind = kinds[type] else {
      throw Diagnostic(
        place, "\"model\" is of the type '\(type)', which is not supported",
        expected: "one of \(kinds.keys.sorted().joined(separator: ", "))")
    }
    return try kind.init(step)
  }
}
