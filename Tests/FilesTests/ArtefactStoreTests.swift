import Files
import TestSupport
import Testing

@Suite struct ArtefactStoreTests {
  private let folder: ScratchDirectory
  private let store: ArtefactStore

  init() throws {
    folder = try ScratchDirectory()
    store = try ArtefactStore(folder["store"])
  }

  @Test("What is there is not made again; another recipe or parent makes another")
  func keys() throws {
    var made = 0
    func build(_ recipe: JSON, _ parents: [ArtefactStore.Artefact] = []) throws -> ArtefactStore.Artefact {
      try store.artefact("text", recipe: recipe, parents: parents) { (path) throws(Diagnostic) in
        made += 1
        try FileSystem.write("\(made)", to: path + "/number")
      }
    }
    let one = try build(["a": 1]), again = try build(["a": 1]), two = try build(["a": 2])
    #expect(made == 2 && one == again && one.key != two.key)
    let child = try build(["a": 1], [one]), other = try build(["a": 1], [two])
    #expect(made == 4 && child.key != one.key && child.key != other.key)
    #expect(try FileSystem.bytes(of: one.path + "/number") == Array("1".utf8))
    #expect(one.path.hasPrefix(folder["store"] + "/text-"))
  }

  @Test("What was interrupted goes on in its folder, and is no artefact until then")
  func interruption() throws {
    let problem = Diagnostic("here", "stopped", expected: "")
    #expect(throws: problem) {
      _ = try store.artefact("job", recipe: [:]) { (path) throws(Diagnostic) in
        try FileSystem.write("half", to: path + "/work")
        throw problem
      }
    }
    var found = ""
    let artefact = try store.artefact("job", recipe: [:]) { (path) throws(Diagnostic) in
      found = String(decoding: try FileSystem.bytes(of: path + "/work"), as: UTF8.self)
    }
    #expect(found == "half" && FileSystem.exists(artefact.path + "/artefact.json"))
    #expect(!FileSystem.exists(artefact.path + ".unfinished"))
  }

  @Test("A folder that something else made is refused, and two processes do not share a store")
  func strangers() throws {
    let artefact = try store.artefact("text", recipe: ["a": 1]) { _ in }
    try FileSystem.write(#"{"key": "0"}"#, to: artefact.path + "/artefact.json")
    #expect(throws: Diagnostic.self) { _ = try store.artefact("text", recipe: ["a": 1]) { _ in } }
    #expect(throws: Diagnostic.self) { _ = try ArtefactStore(folder["store"]) }
  }
}
