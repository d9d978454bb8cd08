import Evaluation
import Files
import Reporting
import Statistics
import Testing

@Suite struct ResultTableTests {
  private func task(
    _ name: String, _ id: String, items: Int, metrics: [MetricResult], categories: [GroupResult] = [],
    bos: BOSPolicy = .on, truncated: Int = 0, shortened: Int = 0, dropped: Int = 0
  ) throws -> TaskResult {
    let benchmark = Benchmark(
      name: name, variant: "x", version: 1, summary: "", citation: "", itemCount: items,
      asking: .choice(ChoiceRule(metrics: [])),
      load: { (_) throws(Diagnostic) in [] })
    var result = TaskResult(
      try RunTask(benchmark: benchmark, items: [], bos: bos, askDigest: ""), outcomes: [])
    result.protocolID = id
    result.items = items
    result.metrics = metrics
    result.categories = categories
    result.truncatedItems = truncated
    result.shortenedItems = shortened
    result.droppedExemplars = dropped
    return result
  }

  private func metric(_ name: String, _ value: Double, _ error: Double?, n: Int, unscored: Int = 0)
    -> MetricResult
  {
    MetricResult(
      name: name, mean: SampleMean(value: value, standardError: error, count: n), unscored: unscored)
  }

  @Test("the table of a run")
  func golden() throws {
    let result = RunResult(
      tasks: [
        try task(
          "arc_challenge", "arc_challenge@lm-eval", items: 1172,
          metrics: [
            metric("acc", 508.0 / 1172, 0.014_481_3, n: 1172),
            metric("acc_norm", 0.455, 0.014_55, n: 1170, unscored: 2),
          ]),
        try task(
          "mmlu", "mmlu@hendrycks", items: 14042, metrics: [metric("acc", 0.461_23, 0.004_1, n: 14042)],
          categories: [
            GroupResult(name: "humanities", items: 4705, metrics: [metric("acc", 0.43, 0.007, n: 4705)]),
            GroupResult(
              name: "STEM", items: 3018, metrics: [MetricResult(name: "acc", mean: nil, unscored: 0)]),
          ], truncated: 3, shortened: 12, dropped: 17),
        try task(
          "openbookqa", "openbookqa@lm-eval", items: 1, metrics: [metric("acc", 1, nil, n: 1)], bos: .off),
      ],
      timings: [
        .init(elapsed: .milliseconds(12_340), items: 1172, tokens: 152_000),
        .init(elapsed: .seconds(3725), items: 14_000, tokens: 9_000_000), .init(),
      ],
      digest: "0123456789abcdef")
    #expect(
      ResultTable(result, details: true).text == """
        protocol               metric         value ± std. error       n  bos        time  tokens/s
        arc_challenge@lm-eval  acc            0.4334 ± 0.0145      1 172  on         12 s    12 318
                               acc_norm       0.4550 ± 0.0146
        mmlu@hendrycks         acc            0.4612 ± 0.0041     14 042  on   1 h 02 min     2 416
          humanities           acc            0.4300 ± 0.0070      4 705
          STEM                 acc            n/a                  3 018
        openbookqa@lm-eval     acc            1.0000                   1  off           -         -
        mean of 3 tasks        first metrics  0.6316

        arc_challenge: 2 of 1 172 items have no acc_norm
        mmlu: 3 of 14 042 prompts were longer than the model's context and lost their beginning
        mmlu: 12 of 14 042 prompts were asked with fewer exemplars, for they were too long (17 dropped)
        mmlu: 42 of 14 042 items were finished in an earlier session
        openbookqa: 1 of 1 items were finished in an earlier session
        digest 0123456789abcdef

        """)
  }

  @Test("what a reader must know of generated text and of programs")
  func generated() throws {
    var answers = try task(
      "bbh", "bbh@open-instruct", items: 4,
      metrics: [metric("exact_match", 0.5, 0.1, n: 4), metric("exact_match", 0.25, 0.1, n: 4)])
    answers.subtasks = [
      GroupResult(
        name: "dyck_languages", items: 2,
        metrics: [metric("exact_match", 0.5, 0.5, n: 2), metric("exact_match", 0, 0, n: 2)]),
      GroupResult(
        name: "navigate", items: 2,
        metrics: [metric("exact_match", 0.5, 0.5, n: 2), metric("exact_match", 0.5, 0.5, n: 2)]),
    ]
    answers.generation = GenerationTally(
      options: GenerationOptions(), completions: 4, tokens: 1234,
      endings: [.init(name: "eos", count: 1), .init(name: "stop", count: 3), .init(name: "budget", count: 0)],
      unextracted: [.init(name: "none", count: 1), .init(name: "strict-match", count: 0)])
    var programs = try task("mbpp", "mbpp@bigcode", items: 2, metrics: [metric("pass@1", 0, 0, n: 2)])
    programs.generation = GenerationTally(
      options: GenerationOptions(samples: 2, temperature: 0.2), completions: 4, tokens: 20,
      endings: [.init(name: "budget", count: 3), .init(name: "context", count: 1)], unextracted: [])
    programs.verdicts = VerdictTally(
      counts: [.init(name: "passed", count: 0), .init(name: "exception", count: 4)], differing: 2,
      passedInReferenceOnly: 1, retried: 1, passedWithChangedArguments: 2)
    let result = RunResult(
      tasks: [answers, programs],
      timings: [
        .init(elapsed: .seconds(1), items: 4, tokens: 5000), .init(elapsed: .seconds(2), items: 2, tokens: 90),
      ], digest: "ab")
    #expect(
      ResultTable(result, details: true).text == """
        protocol           metric         value ± std. error       n  bos   time  tokens/s
        bbh@open-instruct  exact_match    0.5000 ± 0.1000          4  on   1.0 s     5 000
                           exact_match    0.2500 ± 0.1000
          dyck_languages   exact_match    0.5000 ± 0.5000          2
                           exact_match    0.0000 [0.0000, 0.6576]
          navigate         exact_match    0.5000 ± 0.5000          2
        mbpp@bigcode       pass@1         0.0000 [0.0000, 0.6576]  2  on   2.0 s        45
        mean of 2 tasks    first metrics  0.2500 [0.1215, 0.6030]

        bbh: 4 completions of 1 234 new tokens ended: 1 at EOS, 3 at a stop string
        bbh: no answer was found in 1 of 4 completions
        mbpp: not as the protocol says: 2 samples of each item, temperature 0.2
        mbpp: 4 completions of 20 new tokens ended: 3 at the budget, 1 at the context's end
        mbpp: 4 programs: 4 exception
        mbpp: verdicts that would differ in one interpreter: 2, passes there only: 1
        mbpp: ran out of time and passed when they ran again alone: 1
        mbpp: passed and changed arguments of their tests, as work in place does: 2
        in brackets, where all items have the same score: the 95 % interval of so many items, for a standard error of 0 \
        would claim certainty
        digest ab

        """)
  }

  @Test(
    "BBH and MMLU are one row each unless details are asked for; a narrow terminal keeps the scores; the heading says whose they are"
  )
  func summedUp() throws {
    var bbh = try task("bbh", "bbh@open-instruct", items: 4, metrics: [metric("exact_match", 0.5, 0.1, n: 4)])
    bbh.subtasks = [GroupResult(name: "navigate", items: 2, metrics: [metric("exact_match", 0, 0, n: 2)])]
    let mmlu = try task(
      "mmlu", "mmlu@hendrycks", items: 14042, metrics: [metric("acc", 0.25, 0.2, n: 14042)],
      categories: [
        GroupResult(name: "STEM", members: [], items: 3018, metrics: [metric("acc", 0.1, 0.1, n: 3018)])
      ])
    var result = RunResult(
      tasks: [bbh, mmlu], timings: [.init(elapsed: .seconds(1), items: 4, tokens: 9), .init()], digest: "ab")
    result.model = ModelIdentity(name: "base", path: "models/base", adapterPaths: ["runs/a/adapter", "b"])
    #expect(
      ResultTable(result).text(width: 65) == """
        model models/base, adapters runs/a/adapter, b
        protocol           metric         value ± std. error       n  bos
        bbh@open-instruct  exact_match    0.5000 ± 0.1000          4  on
        mmlu@hendrycks     acc            0.2500 ± 0.2000     14 042  on
        mean of 2 tasks    first metrics  0.3750 ± 0.1118

        mmlu: 14 042 of 14 042 items were finished in an earlier session
        digest ab

        """)
  }

  @Test("what a run that was stopped shows is marked as a part, without a digest and a mean")
  func partial() throws {
    var result = RunResult(
      tasks: [
        try task("arc_easy", "arc_easy@lm-eval", items: 12, metrics: [metric("acc", 0.5, 0.15, n: 12)]),
        try task("race", "race@2", items: 3, metrics: [metric("acc", 1.0 / 3, 1.0 / 3, n: 3)]),
      ], timings: [.init(), .init()], digest: "")
    result.partial = RunResult.Partial(asked: [12, 1045], untouched: ["gsm8k"], items: 2376)
    #expect(
      ResultTable(result).text(width: 80) == """
        PARTIAL: 15 of 2 376 items; the numbers are of these alone
        not begun: gsm8k
        protocol          metric  value ± std. error           n  bos  time  tokens/s
        arc_easy@lm-eval  acc     0.5000 ± 0.1500       12 of 12  on      -         -
        race@2            acc     0.3333 ± 0.3333     3 of 1 045  on      -         -


        """)
  }
}
