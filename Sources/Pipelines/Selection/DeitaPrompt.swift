/// What Deita's scorers are asked (arXiv:2312.15685, section 3; the released scorers answer these texts to the byte, spaces at the ends of
/// lines too).
enum DeitaPrompt {
  static func complexity(_ instruction: String) -> String {
    "You are a helpful assistant. Please identify the complexity score of the following user query. \n"
      + "##Query: \(instruction)  \n##Complexity: "
  }

  static func quality(_ instruction: String, _ response: String) -> String {
    "You are a helpful assistant. Please identify the quality score of the Response corresponding to the Question. \n"
      + " #Question#:\n\(instruction)\n#Response#:\n\(response) \n##Quality: "
  }
}
