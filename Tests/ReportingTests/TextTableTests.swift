import Reporting
import Testing

@Suite struct TextTableTests {
  private var table: TextTable {
    var table = TextTable([.left, .left, .right, .right], dispensable: [3])
    table.add(["model", "what it is", "score", "time"])
    table.add(["base", "as it was published", "0.5", "12 s"])
    table.add(["  merged", "random, ties", "0.75", "1 s"])
    return table
  }

  @Test("aligned, without trailing spaces")
  func wide() {
    #expect(
      table.text == """
        model     what it is           score  time
        base      as it was published    0.5  12 s
          merged  random, ties          0.75   1 s

        """)
    #expect(table.text == table.text(width: 42))
  }

  @Test("a narrow terminal lacks what is dispensable, then long words go on below, then columns stand below each other")
  func narrow() {
    #expect(
      table.text(width: 41) == """
        model     what it is           score
        base      as it was published    0.5
          merged  random, ties          0.75

        """)
    #expect(
      table.text(width: 33) == """
        model     what it is    score
        base      as it was       0.5
                    published
          merged  random, ties   0.75

        """)
    #expect(
      table.text(width: 26) == """
        model     what it is
        base      as it was
                    published
          merged  random, ties

        model     score
        base        0.5
          merged   0.75

        """)
  }

  @Test("of tables below each other each is wrapped no more than its own columns need")
  func parts() {
    var table = TextTable([.left, .left, .right, .right])
    table.add(["a model of a long name", "a difference [95 %]", "one score", "another score"])
    table.add(["base", "+0.1 [0.0, 0.2]", "1", "2"])
    #expect(
      table.text(width: 38) == """
        a model of a   a difference [95 %]
          long name
        base           +0.1 [0.0, 0.2]

        a model of a long name  one score
        base                            1

        a model of a long name  another score
        base                                2

        """)
  }

  @Test("no line is wider than the terminal, and no text is lost", arguments: 34...120)
  func fits(width: Int) {
    var table = TextTable([.left, .left] + (0..<9).map { _ in .right })
    table.add(["a name, and another one/of a path", "words that are long"] + (0..<9).map { "column \($0)" })
    table.add(["x", "abcdefghijklmnopqrstuvwxyz"] + (0..<9).map { "\($0)" })
    let text = table.text(width: width)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= width }, "\(text)")
    for word in ["another", "path", "long", "wxyz"] + (0..<9).map({ "column \($0)" }) {
      #expect(text.contains(word) || text.replacing("\n", with: "").contains(word), "\(word): \(text)")
    }
  }

  @Test("a cell of nothing but spaces, and a word that must be cut, which is cut in equal parts")
  func cells() {
    var table = TextTable([.left, .left])
    table.add([String(repeating: " ", count: 40) + ",", "abcdefghijklmnopqrstuvwxyz"])
    #expect(table.text(width: 40).contains("abcdefghijklm"), "it comes to an end")
    var word = TextTable([.left, .left])
    word.add(["x", "abcdefghijklmnopqrstuvwxyz"])
    #expect(word.text(width: 26) == "x  abcdefghijklm\n     nopqrstuvwxyz\n")
  }

  @Test("Markdown has all columns, and bars in cells do not end them")
  func markdown() {
    var table = table
    table.add(["a|b", "two\nlines"])
    #expect(
      table.markdown == """
        | model | what it is | score | time |
        | --- | --- | ---: | ---: |
        | base | as it was published | 0.5 | 12 s |
        |   merged | random, ties | 0.75 | 1 s |
        | a\\|b | two lines |  |  |

        """)
  }
}
