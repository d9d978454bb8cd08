import Datasets
import Files

/// One of BBH's 27 tasks.
struct BBHTask: Sendable {
  let name: String
  /// Examples of its official file.
  let count: Int
  /// SHA-256 of the published worked examples, without the first two lines and the white space around them.
  let published: String

  private init(_ name: String, _ count: Int, _ published: String) {
    self.name = name
    self.count = count
    self.published = published
  }

  /// Where the first line of a worked answer stands.
  enum Rationale { case asPublished, onNewLine }

  /// What the task is about, and its three worked examples, each with the empty line that follows it.
  ///
  /// lm-evaluation-harness begins every rationale on a line of its own; the published examples of one task do not.
  func prompt(
    in data: DataDirectory, rationale: Rationale
  ) throws(Diagnostic) -> (header: String, exemplars: [String]) {
    let path = "bbh/cot-prompts/\(name).txt"
    let expectation =
      "the three worked examples of the task, published as cot-prompts/\(name).txt in BIG-Bench Hard's repository "
      + "(suzgunmirac/BIG-Bench-Hard): two lines, the second '-----', then what the task is about, and 'Q: …', 'A: …' three "
      + "times, an empty line between"
    let lines = try data.file(path, expected: expectation).text()
      .split(separator: "\n", maxSplits: 2, omittingEmptySubsequences: false)
    guard lines.count == 3, lines[1] == "-----" else {
      throw Diagnostic(data.place(of: path), "has no line '-----' as its second one", expected: expectation)
    }
    let text = String(lines[2]).strippedAsInPython()
    guard !data.isOfficial || SHA256.hexadecimal(of: text) == published else {
      throw Diagnostic(data.place(of: path), "is not the published text", expected: expectation)
    }
    var parts = ScalarText.split(text, before: "\n\nQ: ").map { $0 + "\n\n" }
    guard parts.count == 4 else {
      throw Diagnostic(data.place(of: path), "holds \(parts.count - 1) worked examples", expected: expectation)
    }
    let header = parts.removeFirst()
    let thought = "A: Let's think step by step."
    if case .onNewLine = rationale {
      parts = parts.map { ScalarText.replace(thought + " ", by: thought + "\n", in: $0) }
    }
    return (header, parts)
  }

  /// All of them, in alphabetical order as in every protocol.
  static let all = [
    BBHTask(
      "boolean_expressions", 250,
      "84d89ef2ebf255217e5b4b195bbdb5bc4847efff65ca9674aad0d156b6818318"),
    BBHTask(
      "causal_judgement", 187,
      "b76a33493a1da78a766626e0921a00a2684116d7f691e462a2e9bd405f44e529"),
    BBHTask(
      "date_understanding", 250,
      "ec60ecb5998c5e396e71de91b0de56cd088b8a3fd50122c71c4c7798c3f8c09f"),
    BBHTask(
      "disambiguation_qa", 250,
      "aa108ba978ed948df6e6d18205780b9ccf15fdb50aa545be0e8861ed4f813d26"),
    BBHTask(
      "dyck_languages", 250,
      "52dec948d978cd0a9eb83b757aaf8cae07717f690c6abd62f390e956a122e6f5"),
    BBHTask(
      "formal_fallacies", 250,
      "58daee21cb8ac0268dc073e3fb1b3a54ad51cf256ad890c40f4d8c69da433e5e"),
    BBHTask(
      "geometric_shapes", 250,
      "e219fdcdf28ca3b1eab833ec5aecb97c49e4b89b6c23d1ab7da6e8b2d30b40ba"),
    BBHTask(
      "hyperbaton", 250,
      "266bfd031bdfa606cbb22d0d73fdffc5c48bbb0a624fe3e8e15813ba4980d30f"),
    BBHTask(
      "logical_deduction_five_objects", 250,
      "2c8a9581185b0f5b79a21bf91465be425f7c92cb7898897e2295fe218e5cea68"),
    BBHTask(
      "logical_deduction_seven_objects", 250,
      "2c8a9581185b0f5b79a21bf91465be425f7c92cb7898897e2295fe218e5cea68"),
    BBHTask(
      "logical_deduction_three_objects", 250,
      "2c8a9581185b0f5b79a21bf91465be425f7c92cb7898897e2295fe218e5cea68"),
    BBHTask(
      "movie_recommendation", 250,
      "82430ef6ed36e54738442941790b45d7514370d6fd12cc5496b6f01837659597"),
    BBHTask(
      "multistep_arithmetic_two", 250,
      "83b6388b22747d01a65b22d85b0cdaaa5a666b2a50df1dac2b8f405ff60bdcd5"),
    BBHTask(
      "navigate", 250,
      "0c04ef97ca6a58e6e5c76eb44779ae0add6c604ac04afd1302f89a835519ad51"),
    BBHTask(
      "object_counting", 250,
      "a536307309edfb2ca91c9f6144bc83556d2132004f8315305fa7fa4d99c5ae2c"),
    BBHTask(
      "penguins_in_a_table", 146,
      "8ee12e67dee1069f2f81097f9a42a202c31d6dbe4cab16ad90c44a90a0efa297"),
    BBHTask(
      "reasoning_about_colored_objects", 250,
      "e4a2503c80dd08f93246693dae22831e54857d3b658721bc6887930e5ee1e890"),
    BBHTask(
      "ruin_names", 250,
      "3aa1204d5f34cdf1fc32edbf2199293cc294444a9558e152268eadec3dac531e"),
    BBHTask(
      "salient_translation_error_detection", 250,
      "9c13f5b5cb46b8bf2908162f1f704d5b79d046b47363b94535de5b586e87b3ae"),
    BBHTask(
      "snarks", 178,
      "41200ac2cece7f4f4d76b9853e3249095734cef00831a93ac513a1a5d8314ade"),
    BBHTask(
      "sports_understanding", 250,
      "be04f01eee26a3021e0ad69a0f6e1f4667ec694f95f651b5cf853a8b37281418"),
    BBHTask(
      "temporal_sequences", 250,
      "c597815135af9c04f78cbf1281026a882fdaf3615f61872012b6ba7eb22ebe50"),
    BBHTask(
      "tracking_shuffled_objects_five_objects", 250,
      "466b860c8cec8d636dd59964aa67ab2c78950163f364e4d510d720a2233b0198"),
    BBHTask(
      "tracking_shuffled_objects_seven_objects", 250,
      "466b860c8cec8d636dd59964aa67ab2c78950163f364e4d510d720a2233b0198"),
    BBHTask(
      "tracking_shuffled_objects_three_objects", 250,
      "466b860c8cec8d636dd59964aa67ab2c78950163f364e4d510d720a2233b0198"),
    BBHTask(
      "web_of_lies", 250,
      "68f58c5e0ea6760a2a31aa3c39cde372378e061d1150fa8ddda06fc5a5aff697"),
    BBHTask(
      "word_sorting", 250,
      "ba1451cfccb485f1c8f7aa25252f48537d9769f19c762aac3cf08e7b107584be"),
  ]
}
