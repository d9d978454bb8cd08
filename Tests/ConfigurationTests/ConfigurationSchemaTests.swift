import Configuration
import Files
import Glibc
import TestSupport
import Testing

/// A configuration with all that a schema can have.
private struct Kitchen: Sendable {
  enum Heat: String, CaseIterable, Sendable { case low, high }

  struct Dish: Sendable {
    var name = ""
    var salt = 1.0
  }

  struct Oven: Sendable {
    var degrees = 180
    var limit = 0
  }

  var table = ""
  var heat = Heat.low
  var salt = 0.5
  var guests: [Int] = [2]
  var dishes: [Dish] = []
  var oven: [ConfigurationFile.Setting] = []

  static let oven = ConfigurationSchema<Oven>(
    "kitchen",
    [
      ConfigurationKey("degrees", "how hot", \.degrees, .whole(upTo: 300), aliases: ["temperature"]),
      ConfigurationKey("limit", "how long", \.limit, .whole(from: 0)),
    ], standard: { Oven() })

  static let schema = ConfigurationSchema<Kitchen>(
    "kitchen",
    [
      ConfigurationKey("place.table", "where it stands", \.table, .path),
      ConfigurationKey("heat", "of the stove", \.heat, .choice),
      ConfigurationKey("salt", "of the soup", \.salt, .number(above: 0, upTo: 1), aliases: ["soup.nacl", "nacl"]),
      ConfigurationKey("guests", "at each table", \.guests, .wholes(from: 1)),
      ConfigurationKey(
        "dishes", "that are served", \.dishes,
        .maps(
          ConfigurationSchema<Dish>(
            "kitchen",
            [
              ConfigurationKey("name", "of the dish", \.name, .text),
              ConfigurationKey("salt", "in it", \.salt, .number(from: 0), aliases: ["nacl"]),
            ], standard: { Dish() }))),
    ],
    sections: [
      ConfigurationSection("oven", "of the kitchen", oven.without(["limit"], decidedBy: "the cook"), keptIn: \.oven)
    ], standard: { Kitchen() })
}

@Suite struct ConfigurationSchemaTests {
  private func settings(_ text: String) throws -> [ConfigurationFile.Setting] {
    try ConfigurationFile(text: text, place: "k.yaml").settings
  }

  private func kitchen(_ text: String) throws -> Kitchen { try Kitchen.schema.read(try settings(text)) }

  @Test("Keys, maps in maps, sections and lists of maps are set")
  func values() throws {
    let read = try kitchen(
      """
      place: {table: a/b}
      heat: high
      salt: 0.25
      guests: [1, 3]
      oven:
        degrees: 200
      dishes:
        - name: soup
          nacl: 0.5
        - {name: bread}

      """)
    #expect(read.table == "a/b" && read.heat == .high && read.salt == 0.25 && read.guests == [1, 3])
    #expect(read.dishes.map(\.name) == ["soup", "bread"] && read.dishes.map(\.salt) == [0.5, 1])
    #expect(try Kitchen.oven.read(read.oven).degrees == 200)
  }

  @Test("A map of keys without any says nothing")
  func emptyMaps() throws {
    let read = try kitchen("oven: {}\nplace: {}\nheat: high\n")
    #expect(read.heat == .high && read.oven.isEmpty)
  }

  @Test(
    "What is wrong is told by its line, on every level",
    arguments: [
      ("heat: low\nsalz: 1\n", "k.yaml:2", "there is no key \"salz\"", "did you mean salt?"),
      ("heat: low\ntable: x\n", "k.yaml:2", "there is no key \"table\"", "did you mean place.table?"),
      ("oven:\n  degres: 3\n", "k.yaml:2", "there is no key \"degres\" in oven", "did you mean degrees?"),
      ("oven:\n  degrees: 0\n", "k.yaml:2", "oven.degrees is 0", "from 1"),
      ("oven:\n  limit: 0\n", "k.yaml:2", "oven.limit is decided by the cook", "without it"),
      (
        "dishes:\n  - name: a\n  - name: b\n    sallt: 1\n", "k.yaml:4", "there is no key \"sallt\"",
        "did you mean salt?"
      ),
      ("dishes:\n  - name: a\n    salt: -1\n", "k.yaml:3", "salt is -1", "from 0"),
      ("dishes:\n  - soup\n", "k.yaml:2", "dishes[0] is \"soup\"", "a map with name, salt"),
      ("dishes: soup\n", "k.yaml:1", "dishes[0] is \"soup\"", "a map with name, salt"),
      ("oven: 3\n", "k.yaml:1", "oven is 3", "a map of keys"),
      ("salt: 0\n", "k.yaml:1", "salt is 0", "above 0"), ("heat: warm\n", "k.yaml:1", "heat is \"warm\"", "low, high"),
      ("salt: {}\n", "k.yaml:1", "salt is {}", "from 0"), ("guests: {}\n", "k.yaml:1", "guests is {}", "different"),
      ("salz: {}\n", "k.yaml:1", "there is no key \"salz\"", "did you mean salt?"),
      ("oven:\n  degrees: {}\n", "k.yaml:2", "oven.degrees is {}", "from 1"),
      ("dishes: {}\n", "k.yaml:1", "dishes[0] is {}", "a map with name, salt"),
      ("dishes: [{name: a, salt: {}}]\n", "k.yaml:1", "salt is {}", "from 0"),
      ("guests: [1, 1]\n", "k.yaml:1", "guests is [1, 1]", "different"),
      ("salt: 0.5\nnacl: 0.5\n", "k.yaml:2", "nacl and salt are one key", "one of the two"),
      ("a: [1\nb: 2\n", "k.yaml:2", "did not find", "key: value"),
      ("- a\n", "k.yaml", "is not a mapping", "key: value"),
      ("a: 1\na: 2\n", "k.yaml:1", "twice", "key: value"), ("1: {? [a] : b}\n", "k.yaml:1", "not a text", "key: value"),
    ])
  func errors(text: String, place: String, problem: String, expected: String) throws {
    let error = #expect(throws: Diagnostic.self) { _ = try kitchen(text) }
    #expect(error?.status == .wrongUsage && error?.place == place, "\(String(describing: error))")
    #expect(
      error?.problem.contains(problem) == true && error?.expectation.contains(expected) == true,
      "\(String(describing: error))")
  }

  @Test("Other programs' names are read, and told as such, wherever they stand; a later source may use either name")
  func aliases() throws {
    let text = "soup: {nacl: 0.25}\noven: {temperature: 200}\ndishes: [{nacl: 0.5}]\n"
    let (resolved, notes) = try Kitchen.schema.outline.resolved(try settings(text))
    #expect(resolved.map(\.key) == ["salt", "oven.degrees", "dishes"])
    #expect(
      notes == [
        "k.yaml:1: soup.nacl is read as salt", "k.yaml:2: oven.temperature is read as oven.degrees",
        "k.yaml:3: nacl is read as salt",
      ])
    let read = try kitchen(text)
    #expect(read.salt == 0.25 && read.dishes.first?.salt == 0.5)
    #expect(try Kitchen.oven.read(read.oven).degrees == 200)
    let option = try ConfigurationFile(assignment: "nacl=0.75", option: "--set").settings
    #expect(try Kitchen.schema.read(try settings("salt: 0.5\n") + option).salt == 0.75)
  }

  @Test("A leading ~ is the home folder, in paths only")
  func home() throws {
    let home = try #require(getenv("HOME").map { String(cString: $0) })
    for (text, path) in [("~/x", home + "/x"), ("~", home), ("a/~", "a/~"), ("~x", "~x")] {
      #expect(try kitchen("place: {table: \(text == "~" ? "'~'" : text)}\n").table == path)
    }
    #expect(
      try Kitchen.schema.read([ConfigurationFile.Setting(key: "dishes", value: [["name": "~/x"]], place: "k")]).dishes[
        0
      ].name == "~/x")
  }

  @Test("Help and rows have every key once, with the default")
  func help() {
    let outline = Kitchen.schema.outline
    #expect(
      outline.help.hasPrefix(
        """
        place.table: ""
            where it stands
        heat: "low"
            of the stove
        salt: 0.5
            of the soup
            also written soup.nacl, nacl

        """))
    #expect(outline.help.contains("oven.degrees: 180\n    how hot\n    also written temperature\n"))
    #expect(!outline.help.contains("oven.limit"))
    #expect(
      outline.rows().count == 1 + 9 && outline.rows(without: ["oven"]).contains { $0[0] == "`oven`" }
    )
    #expect(!outline.rows(without: ["oven"]).contains { $0[0] == "`oven.degrees`" })
    #expect(outline.rows().contains(["`salt`", "number", "`0.5`", "of the soup; also written `soup.nacl`, `nacl`"]))
    #expect(outline.help.contains("dishes[].salt: 1.0\n    in it\n    also written nacl\n"))
    #expect(outline.help.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("The JSON Schema nests what has dots, and closes every map")
  func schema() throws {
    let schema = Kitchen.schema.outline.jsonSchema, properties = try #require(schema["properties"])
    #expect(schema["additionalProperties"] == false && schema["title"] == "assay kitchen")
    #expect(properties["place"]?["properties"]?["table"]?["type"] == "string")
    #expect(properties["place"]?["additionalProperties"] == false)
    #expect(properties["heat"]?["enum"] == ["low", "high"] && properties["heat"]?["default"] == "low")
    #expect(properties["salt"]?["exclusiveMinimum"] == 0 && properties["salt"]?["maximum"] == 1.0)
    #expect(properties["nacl"]?["exclusiveMinimum"] == 0 && properties["soup"]?["properties"]?["nacl"] != nil)
    #expect(properties["oven"]?["properties"]?["degrees"]?["maximum"] == 300)
    #expect(properties["oven"]?["properties"]?["temperature"] != nil)
    #expect(properties["oven"]?["properties"]?["limit"] == nil)
    let dish = try #require(properties["dishes"]?["anyOf"]?.array?.first)
    #expect(dish["additionalProperties"] == false && dish["properties"]?["salt"]?["minimum"] == 0.0)
  }
}
