import Files
import Glibc
import TestSupport
import Testing

/// Several processes at one store, here several stores of one process.
@Suite struct LeaseTests {
  private let folder: ScratchDirectory
  private let recipe: JSON = ["a": 1]

  init() throws { folder = try ScratchDirectory() }

  private func store(_ timeout: Duration = .seconds(60)) throws -> ArtefactStore {
    try ArtefactStore(folder["store"], sharedUntil: timeout)
  }

  private func write(_ text: String) -> (String) throws(Diagnostic) -> Void {
    { (path) throws(Diagnostic) in try FileSystem.write(text, to: path + "/text") }
  }

  /// A lease of a process that is not this one.
  private func lease(_ name: String, system: String, process: Int) throws(Diagnostic) {
    try FileSystem.makeDirectory(folder["store/leases"])
    let record: JSON = ["system": .string(system), "process": .integer(process), "started": 1]
    try FileSystem.write(record.text(), to: folder["store/leases/\(name)"])
  }

  /// The name that an artefact of this recipe has.
  private func name(_ recipe: JSON) throws -> String {
    let other = try ScratchDirectory()
    return FileSystem.lastName(
      of: try ArtefactStore(other["store"]).artefact("text", recipe: recipe, make: write("x")).path)
  }

  @Test("What one makes the others pass over, and then take as it is; a store for one alone is refused meanwhile")
  func together() throws {
    let one = try store(), two = try store()
    #expect(throws: Diagnostic.self) { try ArtefactStore(folder["store"]) }
    let made = try one.artefact("text", recipe: recipe) { (path) throws(Diagnostic) in
      let passed = try two.attempt { () throws(Diagnostic) in
        try two.artefact("text", recipe: recipe, make: write("other"))
      }
      #expect(passed == nil && two.heldCount == 1)
      #expect(try two.isWaiting())
      let all = try? two.all([recipe, ["a": 2], ["a": 3]]) { (recipe) throws(Diagnostic) in
        try two.artefact("text", recipe: recipe, make: write("two"))
      }
      #expect(all == nil)
      try FileSystem.write("one", to: path + "/text")
    }
    #expect(try !two.isWaiting() && !one.isWaiting())
    two.beginPass()
    for recipe: JSON in [["a": 2], ["a": 3]] {
      _ = try one.artefact("text", recipe: recipe) { (_) throws(Diagnostic) in Issue.record("made again") }
    }
    let taken = try two.artefact("text", recipe: recipe) { (_) throws(Diagnostic) in Issue.record("made again") }
    #expect(taken == made && !two.hasHeld)
    #expect(try FileSystem.bytes(of: made.path + "/text") == Array("one".utf8))
    #expect(try FileSystem.names(in: folder["store/leases"]).isEmpty)
  }

  @Test("An error that is nobody's lease is an error, also where a lease was passed over before")
  func errors() throws {
    let store = try store(), problem = Diagnostic("here", "broken", expected: "")
    try lease(try name(recipe) + ".1", system: "elsewhere", process: 1)
    #expect(throws: problem) {
      _ = try store.attempt { () throws(Diagnostic) in
        _ = try store.attempt { () throws(Diagnostic) in try store.artefact("text", recipe: recipe, make: write("")) }
        throw problem
      }
    }
    #expect(throws: problem) {
      try store.artefact("text", recipe: ["a": 2]) { (_) throws(Diagnostic) in throw problem }
    }
    // The lease is given back, and the work goes on where it was.
    _ = try store.artefact("text", recipe: ["a": 2], make: write("x"))
  }

  @Test("A process of this machine that is gone is taken over at once; its folder goes on as it was left")
  func dead() throws {
    // This process's own lease says what this system is called.
    var system = ""
    let store = try store(), name = try name(recipe)
    _ = try store.artefact("text", recipe: ["a": 2]) { (path) throws(Diagnostic) in
      let leases = folder["store/leases"]
      let own = try FileSystem.names(in: leases).map { (name) throws(Diagnostic) in
        try JSON(file: leases + "/" + name)["system"]?.string ?? ""
      }
      system = own.first ?? ""
      try FileSystem.write("x", to: path + "/text")
    }
    #expect(!system.isEmpty)
    // No process has this number: Linux stops at 2^22.
    try lease(name + ".1", system: system, process: 1 << 23)
    try FileSystem.makeDirectory(folder["store/\(name).unfinished"])
    try FileSystem.write("half", to: folder["store/\(name).unfinished/half"])
    let made = try store.artefact("text", recipe: recipe, make: write("whole"))
    #expect(FileSystem.exists(made.path + "/half") && FileSystem.exists(made.path + "/text"))
    #expect(try FileSystem.names(in: folder["store/leases"]).isEmpty)
  }

  @Test("A process of another machine is taken over once it gave no sign of life for the time-out, and not before")
  func silent() throws {
    let store = try store(.milliseconds(400)), name = try name(recipe)
    let path = folder["store/leases/\(name).7"]
    try lease(name + ".7", system: "elsewhere", process: 1)
    func attempt() throws -> ArtefactStore.Artefact? {
      try store.attempt { () throws(Diagnostic) in try store.artefact("text", recipe: recipe, make: write("x")) }
    }
    // Signs of life for longer than the time-out.
    for beat in 1...12 {
      #expect(try attempt() == nil)
      var times = [timespec(tv_sec: beat, tv_nsec: 0), timespec(tv_sec: beat, tv_nsec: 0)]
      #expect(utimensat(AT_FDCWD, path, &times, 0) == 0)
      usleep(100_000)
    }
    #expect(try attempt() == nil)
    #expect(try store.isWaiting())
    usleep(500_000)
    #expect(try !store.isWaiting())
    #expect(try attempt() != nil)
  }

  @Test("Whoever was taken over ends before its work gets a name")
  func takenOver() throws {
    let store = try store(), name = try name(recipe)
    #expect {
      try store.artefact("text", recipe: recipe) { (_) throws(Diagnostic) in
        try lease(name + ".2", system: "elsewhere", process: 1)
      }
    } throws: { "\($0)".contains("was taken over by another worker") }
    #expect(!FileSystem.exists(folder["store/\(name)"]))
    // The other one's lease is not touched.
    #expect(try FileSystem.names(in: folder["store/leases"]) == [name + ".2"])
  }
}
