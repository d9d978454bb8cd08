import Files
import TestSupport
import Testing

/// `assay cluster slurm`, up to what Slurm does with it.
@Suite struct ClusterTests {
  private let folder: ScratchDirectory

  init() throws {
    folder = try ScratchDirectory()
    #expect(try Command.run(["import", "random", "a model's"], in: folder).status == 0)
    // What Slurm is told, a line each.
    try folder.write(
      "bin/sbatch", "#!/bin/bash\nprintf '<%s>' \"$@\" >> sbatch.log\necho >> sbatch.log\necho '17;here'\n")
    #expect(try Command.shell("chmod +x bin/sbatch; ln -s \(Command.path) bin/assay", in: folder).status == 0)
  }

  private let score = [
    "score", "--model", "a model's", "--tasks", "arc_easy,openbookqa", "--limit", "6", "--out", "run",
  ]

  @Test(
    "The script submits itself and the join; its tasks are the shards of the run, whose digest is that of one process")
  func run() throws {
    let made = try Command.run(
      ["cluster", "slurm", "--array", "2", "--cpus", "1", "--measure", "1", "--sbatch=--partition=two words"] + score,
      in: folder)
    #expect(made.status == 0, "\(made.errors)")
    for line in [
      "#SBATCH --array=1-2", "#SBATCH --cpus-per-task=1", "#SBATCH --requeue", "#SBATCH --partition=two words",
      "exec assay score --model 'a model'\\''s' --tasks arc_easy,openbookqa --limit 6 --out run --shard auto "
        + "--working-memory 1024M --threads \"$SLURM_CPUS_PER_TASK\"",
    ] { #expect(made.output.contains(line + "\n"), "\(line) \(made.output)") }
    #expect(made.output.contains("# Measured here for "))
    #expect(try FileSystem.names(in: folder.path).allSatisfy { !$0.hasPrefix("run") })
    try folder.write("run.sh", made.output)
    let sent = try Command.shell("PATH=$PWD/bin:$PATH bash run.sh", in: folder)
    #expect(sent.status == 0 && sent.output.contains("array job 17\n"), "\(sent.errors)")
    let told = String(decoding: try FileSystem.bytes(of: folder["sbatch.log"]), as: UTF8.self)
    #expect(
      told == """
        <--parsable><run.sh>
        <--dependency=afterok:17><--job-name=assay-join><--output=%x-%A.log><--partition=two words><--wrap><assay join run>

        """)
    for task in [1, 2] {
      let done = try Command.shell(
        "PATH=$PWD/bin:$PATH SLURM_CPUS_PER_TASK=1 SLURM_ARRAY_TASK_ID=\(task) SLURM_ARRAY_TASK_MIN=1 "
          + "SLURM_ARRAY_TASK_MAX=2 SLURM_ARRAY_TASK_STEP=1 SLURM_ARRAY_TASK_COUNT=2 bash run.sh", in: folder)
      #expect(done.status == 0, "\(done.errors)")
    }
    #expect(try Command.run(["join", "run"], in: folder).status == 0)
    let alone = try Command.run(Array(score.dropLast()) + ["alone"], in: folder)
    #expect(alone.status == 0, "\(alone.errors)")
    #expect(try FileSystem.bytes(of: folder["run/digest"]) == FileSystem.bytes(of: folder["alone/digest"]))
  }

  @Test("Workers of a comparison have no join; their configuration is looked at before they wait in a queue")
  func workers() throws {
    try folder.write("corpus.jsonl", #"{"instruction": "a", "output": "b"}"#)
    try folder.write("dtm.yaml", "base: model\ndata: corpus.jsonl\nout: dtm\n")
    let made = try Command.run(
      ["cluster", "slurm", "--array", "3", "--mem", "4G", "--minutes", "90", "dtm", "--config", "dtm.yaml"], in: folder)
    #expect(made.status == 0, "\(made.errors)")
    for line in [
      "#SBATCH --mem=4096M", "#SBATCH --time=0-01:30:00", "  exec sbatch \"$0\"",
      "exec assay dtm --config dtm.yaml --worker --threads \"$SLURM_CPUS_PER_TASK\"",
    ] { #expect(made.output.contains(line + "\n"), "\(line) \(made.output)") }
    try folder.write("dtm.yaml", "base: model\ndata: corpus.jsonl\nout: dtm\nkk: 4\n")
    let wrong = try Command.run(["cluster", "slurm", "dtm", "--config", "dtm.yaml"], in: folder)
    #expect(wrong.status == 64 && wrong.errors.contains("did you mean k?"), "\(wrong.errors)")
  }

  @Test(
    "What cannot be divided, or would not go on, is refused by name",
    arguments: [
      ([], "missing expected argument"), (["merge", "a", "b"], "'merge' cannot be divided"),
      (["score", "--model", "a model's"], "no --out"),
      (["score", "--model", "a model's", "--model", "b", "--out", "run"], "several models"),
      (["score", "--model", "a model's", "--out", "run", "--shard", "1/2"], "--shard"),
      (["score", "--model", "a model's", "--out", "run", "--threads", "2"], "--threads"),
      (["score", "--model", "nowhere", "--out", "run"], "nowhere"),
      (["score", "--model", "a model's", "--out", "run", "--tasks", "mmlo"], "mmlo"),
      (["--sbatch=partition", "score", "--model", "a model's", "--out", "run"], "is no option of sbatch"),
      (["--job-name", "a b", "score", "--model", "a model's", "--out", "run"], "cannot name files"),
    ])
  func mistakes(arguments: [String], sentence: String) throws {
    let made = try Command.run(["cluster", "slurm", "--measure", "0"] + arguments, in: folder)
    #expect(made.status == 64 || made.status == 1, "\(made.status)")
    #expect(made.output.isEmpty && made.errors.contains(sentence), "\(made.errors)")
  }
}
