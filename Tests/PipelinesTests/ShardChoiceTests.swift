import Evaluation
import Files
import Pipelines
import TestSupport
import Testing

@Suite struct ShardChoiceTests {
  private func auto(_ variables: [String: String]) throws -> String {
    let shard = try ShardChoice("auto").shard { variables[$0] }
    return "\(shard.number)/\(shard.count)"
  }

  @Test("a number and a count from 1, and nothing else")
  func named() throws {
    #expect(try ShardChoice("2/4").shard { _ in "9" } == Shard(number: 2, of: 4))
    for text in ["", "0/4", "5/4", "1", "1/0", "a/b", "1/2/3", "-1/4", "1/10001", "AUTO", " 1/4", "1/4 "] {
      let error = #expect(throws: Diagnostic.self) { _ = try ShardChoice(text) }
      #expect(error?.place == "--shard" && error?.status == .wrongUsage)
    }
  }

  @Test("arrays that begin anywhere and count by any step", arguments: [("7", "1/3"), ("11", "2/3"), ("15", "3/3")])
  func array(id: String, expected: String) throws {
    var variables = [
      "SLURM_ARRAY_TASK_ID": id, "SLURM_ARRAY_TASK_MIN": "7", "SLURM_ARRAY_TASK_MAX": "15",
      "SLURM_ARRAY_TASK_STEP": "4",
      "SLURM_ARRAY_TASK_COUNT": "3", "SLURM_PROCID": "0", "SLURM_NTASKS": "1", "RANK": "5", "WORLD_SIZE": "8",
    ]
    #expect(try auto(variables) == expected)
    variables["SLURM_NTASKS"] = "8"
    #expect(try auto(variables) == expected)
    variables["ASSAY_SHARD"] = "2"
    variables["ASSAY_SHARDS"] = "9"
    #expect(try auto(variables) == "2/9")
  }

  @Test("ranks of srun, Open MPI, MPICH, torchrun and Kubernetes, from 0, in this order")
  func ranks() throws {
    var variables = ["JOB_COMPLETION_INDEX": "4", "ASSAY_SHARDS": "5"]
    #expect(try auto(variables) == "5/5")
    for (rank, size, expected) in [
      ("RANK", "WORLD_SIZE", "2/6"), ("PMI_RANK", "PMI_SIZE", "2/7"),
      ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "2/8"), ("SLURM_PROCID", "SLURM_NTASKS", "2/9"),
    ] {
      variables[rank] = "1"
      variables[size] = String(expected.dropFirst(2))
      #expect(try auto(variables) == expected)
    }
    // A batch script that launches ranks by itself.
    #expect(try auto(["SLURM_PROCID": "0", "SLURM_NTASKS": "1", "PMI_RANK": "2", "PMI_SIZE": "4"]) == "3/4")
    #expect(try auto(["SLURM_PROCID": "0", "SLURM_NTASKS": "1"]) == "1/1")
  }

  @Test("what does not say which shard this is, is an error that names the variable")
  func wrong() {
    for (place, variables) in [
      ("--shard", [:]), ("--shard", ["ASSAY_SHARDS": "4"]), ("ASSAY_SHARD", ["ASSAY_SHARD": "1"]),
      ("ASSAY_SHARD", ["ASSAY_SHARD": "0", "ASSAY_SHARDS": "4"]),
      ("ASSAY_SHARD", ["ASSAY_SHARD": "5", "ASSAY_SHARDS": "4"]),
      ("ASSAY_SHARDS", ["ASSAY_SHARD": "1", "ASSAY_SHARDS": "four"]), ("RANK", ["RANK": "8", "WORLD_SIZE": "8"]),
      ("RANK", ["RANK": "-9223372036854775808", "WORLD_SIZE": "8"]),
      ("JOB_COMPLETION_INDEX", ["JOB_COMPLETION_INDEX": "0"]),
      ("SLURM_ARRAY_TASK_MIN", ["SLURM_ARRAY_TASK_ID": "3"]),
      // --array=1,2,7
      (
        "SLURM_ARRAY_TASK_ID",
        [
          "SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "7",
          "SLURM_ARRAY_TASK_STEP": "1",
          "SLURM_ARRAY_TASK_COUNT": "3",
        ]
      ),
      (
        "SLURM_ARRAY_TASK_ID",
        [
          "SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "7",
          "SLURM_ARRAY_TASK_STEP": "0",
        ]
      ),
    ] as [(String, [String: String])] {
      let error = #expect(throws: Diagnostic.self) { _ = try auto(variables) }
      #expect(error?.place == place && error?.status == .wrongUsage, "\(variables): \(String(describing: error))")
    }
  }
}
