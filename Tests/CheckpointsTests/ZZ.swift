import Checkpoints
import Files
import Testing
@Suite struct ZZ { @Test func zz() throws { try FileSystem.write(SettingsTable.markdown, to: "/tmp/checkpoints/table.md") } }
