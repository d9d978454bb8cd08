/// A function of one line: an operation with a constant, or two after each other.
struct PythonFunction {
  let name: String
  let parameter: String
  /// What it does, as an order: "add 3 to x".
  let order: String
  let expression: String
  let examples: [(input: PythonValue, output: PythonValue)]

  private var signature: String {
    let types = examples.first.map { ($0.input.type, $0.output.type) } ?? ("int", "int")
    return "def \(name)(\(parameter): \(types.0)) -> \(types.1):"
  }

  /// As HumanEval shows it: signature and description with an example.
  var prompt: String {
    let example = examples.first.map { "    >>> \(name)(\($0.input.written))\n    \($0.output.written)\n" } ?? ""
    return "\(signature)\n    \"\"\" \(order.prefix(1).uppercased() + order.dropFirst()).\n\(example)    \"\"\"\n"
  }

  var body: String { "    return \(expression)\n" }

  /// As MBPP asks for it.
  var task: String { "Write a function to \(order)." }

  var code: String { "def \(name)(\(parameter)):\n    return \(expression)" }

  var assertions: [String] {
    examples.map { "assert \(name)(\($0.input.written)) == \($0.output.written)" }
  }

  /// HumanEval's test.
  var check: String {
    let lines = examples.map { "    assert candidate(\($0.input.written)) == \($0.output.written)\n" }
    return "\n\nMETADATA = {}\n\n\ndef check(candidate):\n" + lines.joined()
  }

  /// MBPP's prompt as one of its harnesses writes it, with the first assertion only.
  var docstring: String { "\"\"\"\n\(task)\n\(assertions.first ?? "")\n\"\"\"\n" }

  static func drawn(_ random: inout WorldRandom) -> PythonFunction {
    if random.chance(0.25) { return twoSteps(&random) }
    let family = random.one(of: PythonFamily.all)
    return function(family, random.number(2...20), &random)
  }

  private static func function(
    _ family: PythonFamily, _ constant: Int, _ random: inout WorldRandom
  ) -> PythonFunction {
    var examples: [(input: PythonValue, output: PythonValue)] = []
    while examples.count < 3 {
      let input = family.input(&random, constant), output = family.value(input, constant)
      if examples.contains(where: { $0.input == input }) { continue }
      // Three times the same could be had without looking at the input.
      if examples.count == 2, examples.allSatisfy({ $0.output == output }) { continue }
      examples.append((input, output))
    }
    func fill(_ template: String) -> String { Template.fill(template, ["c": "\(constant)"]) }
    return PythonFunction(
      name: fill(family.name), parameter: family.parameter, order: fill(family.order),
      expression: fill(family.expression), examples: examples)
  }

  /// Two operations on a number.
  private static func twoSteps(_ random: inout WorldRandom) -> PythonFunction {
    let first = random.one(of: PythonFamily.steps), second = random.one(of: PythonFamily.steps)
    let a = random.number(2...9), b = random.number(2...9)
    var examples: [(input: PythonValue, output: PythonValue)] = []
    for input in random.some(3, of: Array(1...12)) {
      let value = second.value(first.value(.integer(input), a), b)
      examples.append((.integer(input), value))
    }
    return PythonFunction(
      name: "\(first.stem)_\(a)_\(second.stem)_\(b)", parameter: "x",
      order: Template.fill(first.order, ["c": "\(a)"]) + " and then \(second.verb) \(b)",
      expression: "(" + Template.fill(first.expression, ["c": "\(a)"]) + ") \(second.sign) \(b)", examples: examples)
  }
}
