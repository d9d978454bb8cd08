import Files
import Glibc
import TestSupport
import Testing

/// The sandbox is found from where the program is installed.
@Suite struct InstallationTests {
  @Test("an installed program finds its sandbox, and finds it again when all of it was moved")
  func prefix() throws {
    let folder = try ScratchDirectory()
    let built = FileSystem.directory(of: Command.path)
    let lines = """
      mkdir -p prefix/bin prefix/libexec/assay
      cp "\(built)/assay" prefix/bin/
      cp "\(built)/assay-sandbox" prefix/libexec/assay/
      unset ASSAY_SANDBOX
      prefix/bin/assay doctor | grep 'a right program passes'
      mkdir elsewhere && mv prefix elsewhere/there
      ln -s elsewhere/there/bin/assay linked
      ./linked doctor | grep 'a right program passes'
      rm elsewhere/there/libexec/assay/assay-sandbox
      ./linked doctor
      """
    let command = try Command.shell(lines, in: folder)
    let output = command.output.split(separator: "\n")
    #expect(output.prefix(2).allSatisfy { $0.hasPrefix("ok ") && $0.hasSuffix("a wrong one does not") })
    #expect(output.count > 2 && output[2...].contains { $0.hasPrefix("missing  sandbox") })
    #expect(command.status == 1)
  }
}
