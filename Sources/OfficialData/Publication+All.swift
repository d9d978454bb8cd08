import Benchmarks
import Evaluation

/// The official releases, in the order in which benchmarks are listed. The URLs of what is fetched name a commit wherever there is one,
/// so that the bytes cannot become others; `page` is where the authors present it.
extension Publication {
  public static let all = [
    arc, openBookQA, race, truthfulQA, mmlu, gsm8k, bbh, humanEval, humanEvalPlus, mbpp, mbppPlus,
  ]

  private static let raw = "https://raw.githubusercontent.com/"

  /// Files that lie at one place under the names that they keep below a folder.
  private static func plain(_ place: String, _ name: String, _ file: PublishedFile) -> Parcel {
    Parcel(raw + place + "/" + name, .whole, [file])
  }

  static let arc = Publication(
    name: "ARC", page: "https://allenai.org/data/arc", citation: "Clark et al. 2018, arXiv 1803.05457",
    licence: "CC-BY-SA-4.0",
    parcels: [
      Parcel(
        "https://ai2-public-datasets.s3.amazonaws.com/arc/ARC-V1-Feb2018.zip", .members,
        [
          questions(
            "arc/ARC-Challenge/ARC-Challenge-Test.jsonl", member: "ARC-Challenge/ARC-Challenge-Test.jsonl",
            "8794e30f49364cf084f3e8686f355fcb9a512e0db872f5e6255a810666824b1a", readers: ["arc_challenge"]),
          questions(
            "arc/ARC-Challenge/ARC-Challenge-Train.jsonl", member: "ARC-Challenge/ARC-Challenge-Train.jsonl",
            "fad597933a66a8e6e5f5c83f12e64d0818b542e7ef1f2c0d9e3e3122af8c3853",
            readers: ["arc_challenge@leaderboard-v1"]),
          questions(
            "arc/ARC-Easy/ARC-Easy-Test.jsonl", member: "ARC-Easy/ARC-Easy-Test.jsonl",
            "8780d22f5bd03f65e149a3fef01caffaa54adbdf4aa6324de1c7fdaa57c6feba", readers: ["arc_easy"]),
        ])
    ])

  static let openBookQA = Publication(
    name: "OpenBookQA", page: "https://allenai.org/data/open-book-qa",
    citation: "Mihaylov et al. 2018, arXiv 1809.02789", licence: "Apache-2.0",
    parcels: [
      Parcel(
        "https://ai2-public-datasets.s3.amazonaws.com/open-book-qa/OpenBookQA-V1-Sep2018.zip", .members,
        [
          questions(
            "openbookqa/test.jsonl", member: "Data/Main/test.jsonl",
            "72d34b02c1851cf2a1d983aadbe3339928abbf1de2f5b1f0a17423dda48d26a6", readers: ["openbookqa"])
        ])
    ])

  private static func questions(
    _ path: String, member: String, _ digest: String, readers: [String]
  ) -> PublishedFile {
    PublishedFile(path, member: member, held: .questions(digest), readers: readers)
  }

  static let race = Publication(
    name: "RACE", page: "https://www.cs.cmu.edu/~glai1/data/race/", citation: "Lai et al. 2017, arXiv 1704.04683",
    licence: "non-commercial research only",
    parcels: [
      Parcel(
        "https://www.cs.cmu.edu/~glai1/data/race/RACE.tar.gz", .lines(folder: "test/high"),
        [
          PublishedFile(
            "race/test_high.jsonl",
            held: .records("7cd1640dc5344fc203d47db74144c6ad6d8ce4e6fa7e39a2cddc1874491b9a72"), readers: ["race"])
        ])
    ])

  static let truthfulQA = Publication(
    name: "TruthfulQA", page: "https://github.com/sylinrl/TruthfulQA", citation: "Lin et al. 2021, arXiv 2109.07958",
    licence: "Apache-2.0",
    parcels: [
      plain(
        "koppula/TruthfulQA/4dee2311b23de20b43bfc12ace7037f3f71ba421", "data/v0/mc_task.json",
        PublishedFile("truthfulqa/v0/mc_task.json", readers: ["truthfulqa_mc1", "truthfulqa_mc2"])),
      Parcel(
        raw + "EleutherAI/lm-evaluation-harness/4e7e0d47f33bc71070c1d38394bafbb52b117163/"
          + "lm_eval/tasks/truthfulqa/truthfulqa_mc1.yaml", .pairs,
        [PublishedFile("truthfulqa/qa_primer.txt", readers: ["truthfulqa_mc1", "truthfulqa_mc2"])]),
    ])

  static let mmlu = Publication(
    name: "MMLU", page: "https://github.com/hendrycks/test", citation: "Hendrycks et al. 2020, arXiv 2009.03300",
    licence: "MIT",
    parcels: [
      Parcel(
        raw + "hiyouga/LLaMA-Factory/c4c6ef28225139df04a015ed311b9ecafe7e6fee/evaluation/mmlu/mmlu.zip", .members,
        Benchmark.mmluHarness.files.flatMap { file -> [PublishedFile] in
          ["test", "dev"].map { part in
            let subtask = file.subtask ?? ""
            let name = "\(part)/\(subtask)_\(part).csv"
            return PublishedFile("mmlu/\(name)", member: name, readers: ["mmlu"], subtask: subtask)
          }
        })
    ])

  static let gsm8k = Publication(
    name: "GSM8K", page: "https://github.com/openai/grade-school-math",
    citation: "Cobbe et al. 2021, arXiv 2110.14168; exemplars: Wei et al. 2022, arXiv 2201.11903", licence: "MIT",
    parcels: [
      plain(
        "openai/grade-school-math/3101c7d5072418e28b9008a6636bde82a006892c", "grade_school_math/data/test.jsonl",
        PublishedFile("gsm8k/test.jsonl", readers: ["gsm8k", "gsm8k_cot"])),
      plain(
        "openai/grade-school-math/3101c7d5072418e28b9008a6636bde82a006892c", "grade_school_math/data/train.jsonl",
        PublishedFile("gsm8k/train.jsonl", readers: ["gsm8k@lm-eval", "gsm8k@leaderboard-v1"])),
      Parcel(
        "https://arxiv.org/abs/2201.11903",
        .byHand(
          "an object with \"gsm8k@open-instruct\" (allenai/open-instruct, eval/gsm/examplars.py: \"question\" and \"cot_answer\" of "
            + "each) and \"gsm8k_cot@lm-eval\" (EleutherAI/lm-evaluation-harness, lm_eval/tasks/gsm8k/gsm8k-cot.yaml: \"question\" and "
            + "\"target\" of each)"),
        [
          PublishedFile(
            "gsm8k/cot_exemplars.json",
            held: .exemplars("363ed648f406a9a1df0ede07a1f2946f34c84319cd2e107b6b892f2e90fe7f9b"),
            readers: ["gsm8k@open-instruct", "gsm8k_cot"])
        ]),
    ])

  static let bbh = Publication(
    name: "BIG-Bench Hard", page: "https://github.com/suzgunmirac/BIG-Bench-Hard",
    citation: "Suzgun et al. 2022, arXiv 2210.09261", licence: "MIT",
    parcels: Benchmark.bbhHarness.files.flatMap { file -> [Parcel] in
      let subtask = file.subtask ?? "", place = "suzgunmirac/BIG-Bench-Hard/9ee07bd481feebf959a6b59d61ea57bdcf30964d"
      return [
        ("bbh/\(subtask).json", "bbh/\(subtask).json"),
        ("cot-prompts/\(subtask).txt", "bbh/cot-prompts/\(subtask).txt"),
      ]
      .map { plain(place, $0, PublishedFile($1, readers: ["bbh"], subtask: subtask)) }
    })

  static let humanEval = Publication(
    name: "HumanEval", page: "https://github.com/openai/human-eval", citation: "Chen et al. 2021, arXiv 2107.03374",
    licence: "MIT",
    parcels: [
      plain(
        "openai/human-eval/6d43fb980f9fee3c892a914eda09951f772ad10d", "data/HumanEval.jsonl.gz",
        PublishedFile("humaneval/HumanEval.jsonl", readers: ["humaneval"]))
    ])

  static let humanEvalPlus = Publication(
    name: "HumanEval+", page: "https://github.com/evalplus/humanevalplus_release",
    citation: "Liu et al. 2023, arXiv 2305.01210", licence: "Apache-2.0",
    parcels: [
      plain(
        "evalplus/humanevalplus_release/200defce9e3429d28ca215b6dd061c0f7f31c18b", "HumanEvalPlus-OriginFmt.jsonl.gz",
        PublishedFile("humaneval/HumanEvalPlus-OriginFmt.jsonl", readers: ["humaneval_plus"]))
    ])

  static let mbpp = Publication(
    name: "MBPP", page: "https://github.com/google-research/google-research/tree/master/mbpp",
    citation: "Austin et al. 2021, arXiv 2108.07732", licence: "CC-BY-4.0",
    parcels: [
      plain(
        "deepseek-ai/DeepSeek-Coder/2f9fd85927c669dae3c0fbb2d607274023af243e", "Evaluation/MBPP/data/mbpp.jsonl",
        PublishedFile("mbpp/mbpp.jsonl", readers: ["mbpp"])),
      plain(
        "mrigankpawagi/PropertyEval/b2be813dcff867cc350c61b8d3ea57ec088ce1ac", "sanitized-mbpp.json",
        PublishedFile("mbpp/sanitized-mbpp.json", readers: ["mbpp_sanitized"])),
    ])

  static let mbppPlus = Publication(
    name: "MBPP+", page: "https://github.com/evalplus/mbppplus_release", citation: "Liu et al. 2023, arXiv 2305.01210",
    licence: "Apache-2.0",
    parcels: [
      plain(
        "mrigankpawagi/PropertyEval/b2be813dcff867cc350c61b8d3ea57ec088ce1ac", "autogen/samples/mbppplus.json",
        PublishedFile("mbpp/mbppplus.json", readers: ["mbpp_plus"]))
    ])
}
