/// Functions that differ in a constant, `{c}`.
struct PythonFamily: Sendable {
  let name: String
  let parameter: String
  let order: String
  let expression: String
  let input: @Sendable (inout WorldRandom, Int) -> PythonValue
  let value: @Sendable (PythonValue, Int) -> PythonValue

  static let all = numbers + lists + texts
  /// What two steps may be made of.
  static let steps = Array(numbers.prefix(3))

  /// The name without the constant.
  var stem: String { String(name.prefix { $0 != "_" }) }

  /// The order in short, behind another one.
  var verb: String { ["add": "add", "subtract": "subtract", "multiply": "multiply by"][stem] ?? stem }

  var sign: String { ["add": "+", "subtract": "-"][stem] ?? "*" }

  private static func number(
    _ name: String, _ order: String, _ expression: String, _ value: @escaping @Sendable (Int, Int) -> PythonValue
  ) -> PythonFamily {
    PythonFamily(
      name: name, parameter: "x", order: order, expression: expression,
      input: { random, constant in .integer(random.chance(0.3) ? constant : random.number(1...40)) },
      value: { input, constant in
        guard case .integer(let x) = input else { return input }
        return value(x, constant)
      })
  }

  private static func list(
    _ name: String, _ order: String, _ expression: String, _ value: @escaping @Sendable ([Int], Int) -> PythonValue
  ) -> PythonFamily {
    PythonFamily(
      name: name, parameter: "xs", order: order, expression: expression,
      input: { random, constant in
        // Some close to the constant, so that examples tell operations apart.
        .list((0..<random.number(3...4)).map { _ in random.chance(0.3) ? constant : random.number(1...25) })
      },
      value: { input, constant in
        guard case .list(let xs) = input else { return input }
        return value(xs, constant)
      })
  }

  private static let numbers = [
    number("add_{c}", "add {c} to x", "x + {c}") { .integer($0 + $1) },
    number("subtract_{c}", "subtract {c} from x", "x - {c}") { .integer($0 - $1) },
    number("multiply_{c}", "multiply x by {c}", "x * {c}") { .integer($0 * $1) },
    number("rest_{c}", "get the rest of x divided by {c}", "x % {c}") { .integer($0 % $1) },
    number("share_{c}", "divide x by {c} without the rest", "x // {c}") { .integer($0 / $1) },
    number("larger_{c}", "get the larger one of x and {c}", "max(x, {c})") { .integer(max($0, $1)) },
    number("smaller_{c}", "get the smaller one of x and {c}", "min(x, {c})") { .integer(min($0, $1)) },
    number("is_above_{c}", "tell whether x is above {c}", "x > {c}") { .truth($0 > $1) },
    number("is_below_{c}", "tell whether x is below {c}", "x < {c}") { .truth($0 < $1) },
    number("is_{c}", "tell whether x is {c}", "x == {c}") { .truth($0 == $1) },
  ]

  private static let lists = [
    list("add_{c}_to_all", "add {c} to all numbers in xs", "[x + {c} for x in xs]") { xs, c in .list(xs.map { $0 + c })
    },
    list("multiply_all_{c}", "multiply all numbers in xs by {c}", "[x * {c} for x in xs]") { xs, c in
      .list(xs.map { $0 * c })
    },
    list("keep_above_{c}", "keep the numbers in xs above {c}", "[x for x in xs if x > {c}]") { xs, c in
      .list(xs.filter { $0 > c })
    },
    list("keep_below_{c}", "keep the numbers in xs below {c}", "[x for x in xs if x < {c}]") { xs, c in
      .list(xs.filter { $0 < c })
    },
    list("count_{c}", "count how often {c} is in xs", "xs.count({c})") { xs, c in
      .integer(xs.filter { $0 == c }.count)
    },
    list("has_{c}", "tell whether {c} is in xs", "{c} in xs") { xs, c in .truth(xs.contains(c)) },
    list("sum_plus_{c}", "get the sum of xs plus {c}", "sum(xs) + {c}") { xs, c in .integer(xs.reduce(c, +)) },
  ]

  private static let texts = [
    PythonFamily(
      name: "repeat_{c}", parameter: "s", order: "repeat s {c} times", expression: "s * {c}",
      input: { random, _ in .text(random.one(of: ["a", "b", "c", "ab", "ba", "ca", "do", "re"])) },
      value: { input, c in
        guard case .text(let s) = input else { return input }
        return .text(String(repeating: s, count: c))
      }),
    PythonFamily(
      name: "longer_{c}", parameter: "s", order: "tell whether s has more than {c} letters", expression: "len(s) > {c}",
      input: { random, c in .text(String(repeating: "ab", count: random.number(max(1, c / 2 - 2)...(c / 2 + 3)))) },
      value: { input, c in
        guard case .text(let s) = input else { return input }
        return .truth(s.utf8.count > c)
      }),
  ]
}
