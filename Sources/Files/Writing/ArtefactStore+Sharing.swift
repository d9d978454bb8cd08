/// What several processes that share a store ask of it. In a store that one process has for itself nothing is ever held.
extension ArtefactStore {
  /// What `make` makes, or nil where another process makes that, or what it stands on.
  public func attempt<Made>(_ make: () throws(Diagnostic) -> Made) throws(Diagnostic) -> Made? {
    do throws(Diagnostic) { return try make() } catch {
      guard error == lastHeld else { throw error }
      return nil
    }
  }

  /// All of them; whatever others make is passed over first, so that there is work for every process, and then said.
  public func all<Element, Made>(
    _ elements: [Element], _ make: (Element) throws(Diagnostic) -> Made
  ) throws(Diagnostic) -> [Made] {
    var all: [Made] = [], isHeld = false
    for element in elements {
      if let made = try attempt({ () throws(Diagnostic) in try make(element) }) {
        all.append(made)
      } else {
        isHeld = true
      }
    }
    if isHeld, let lastHeld { throw lastHeld }
    return all
  }

  /// Whether something was passed over since `beginPass`.
  public var hasHeld: Bool { sharing?.held.isEmpty == false }

  /// Another look at everything begins.
  public func beginPass() { sharing?.forget() }

  /// Whether all that was passed over is still being made by others.
  public func isWaiting() throws(Diagnostic) -> Bool { try sharing?.isWaiting() ?? false }

  /// How many things others make, as far as they were passed over.
  public var heldCount: Int { sharing?.held.count ?? 0 }

  /// Throws where this process gave no sign of life for so long that another one does its work. Looks now and then: it may be asked often.
  public func checkLease() throws(Diagnostic) { try sharing?.checkNowAndThen() }

  /// Does something that only one process may do at a time; false where another one does.
  /// - Parameter isNoted: whether it counts as passed over then.
  public func alone(
    _ name: String, isNoted: Bool = true, _ work: () throws(Diagnostic) -> Void
  ) throws(Diagnostic) -> Bool {
    guard let sharing else {
      try work()
      return true
    }
    return try sharing.alone(name, final: "", isNoted: isNoted, make: work) != nil
  }

  func held(_ path: String) -> Diagnostic {
    let held = Diagnostic(path, "is being made by another worker", expected: "wait until it has ended")
    lastHeld = held
    return held
  }
}
