import Files
import Glibc

/// Several workers at the same artefacts.
extension DTMWork {
  /// Returns when something that other workers made, or left unfinished, is to be looked at again.
  func waitForOthers() throws(Diagnostic) {
    schedule.begin("waiting for other workers")
    repeat {
      try schedule.tell("\(store.heldCount) things that they make")
      usleep(500_000)
    } while try store.isWaiting()
  }
}
