import Evaluation

/// One of MMLU's 57 subjects.
struct MMLUSubject {
  let name: String
  /// Questions of its official test file.
  let testCount: Int
  /// Hendrycks's category of it.
  let category: Category

  enum Category: String, CaseIterable {
    case humanities
    case socialSciences = "social sciences"
    case stem = "STEM"
    case other
  }

  private init(_ name: String, _ testCount: Int, _ category: Category) {
    self.name = name
    self.testCount = testCount
    self.category = category
  }

  /// Words of the name, as headers show them.
  var words: String { String(name.map { $0 == "_" ? " " : $0 }) }

  /// The category in lm-evaluation-harness, which counts anatomy among the natural sciences.
  var harnessCategory: Category { name == "anatomy" ? .stem : category }

  /// Subjects by category, for either table.
  static func categories(_ category: (MMLUSubject) -> Category) -> [Benchmark.Category] {
    Category.allCases.map { wanted in
      Benchmark.Category(
        name: wanted.rawValue, subtasks: all.filter { category($0) == wanted }.map(\.name))
    }
  }

  /// All of them, in alphabetical order as in every protocol.
  static let all = [
    MMLUSubject("abstract_algebra", 100, .stem),
    MMLUSubject("anatomy", 135, .other),
    MMLUSubject("astronomy", 152, .stem),
    MMLUSubject("business_ethics", 100, .other),
    MMLUSubject("clinical_knowledge", 265, .other),
    MMLUSubject("college_biology", 144, .stem),
    MMLUSubject("college_chemistry", 100, .stem),
    MMLUSubject("college_computer_science", 100, .stem),
    MMLUSubject("college_mathematics", 100, .stem),
    MMLUSubject("college_medicine", 173, .other),
    MMLUSubject("college_physics", 102, .stem),
    MMLUSubject("computer_security", 100, .stem),
    MMLUSubject("conceptual_physics", 235, .stem),
    MMLUSubject("econometrics", 114, .socialSciences),
    MMLUSubject("electrical_engineering", 145, .stem),
    MMLUSubject("elementary_mathematics", 378, .stem),
    MMLUSubject("formal_logic", 126, .humanities),
    MMLUSubject("global_facts", 100, .other),
    MMLUSubject("high_school_biology", 310, .stem),
    MMLUSubject("high_school_chemistry", 203, .stem),
    MMLUSubject("high_school_computer_science", 100, .stem),
    MMLUSubject("high_school_european_history", 165, .humanities),
    MMLUSubject("high_school_geography", 198, .socialSciences),
    MMLUSubject("high_school_government_and_politics", 193, .socialSciences),
    MMLUSubject("high_school_macroeconomics", 390, .socialSciences),
    MMLUSubject("high_school_mathematics", 270, .stem),
    MMLUSubject("high_school_microeconomics", 238, .socialSciences),
    MMLUSubject("high_school_physics", 151, .stem),
    MMLUSubject("high_school_psychology", 545, .socialSciences),
    MMLUSubject("high_school_statistics", 216, .stem),
    MMLUSubject("high_school_us_history", 204, .humanities),
    MMLUSubject("high_school_world_history", 237, .humanities),
    MMLUSubject("human_aging", 223, .other),
    MMLUSubject("human_sexuality", 131, .socialSciences),
    MMLUSubject("international_law", 121, .humanities),
    MMLUSubject("jurisprudence", 108, .humanities),
    MMLUSubject("logical_fallacies", 163, .humanities),
    MMLUSubject("machine_learning", 112, .stem),
    MMLUSubject("management", 103, .other),
    MMLUSubject("marketing", 234, .other),
    MMLUSubject("medical_genetics", 100, .other),
    MMLUSubject("miscellaneous", 783, .other),
    MMLUSubject("moral_disputes", 346, .humanities),
    MMLUSubject("moral_scenarios", 895, .humanities),
    MMLUSubject("nutrition", 306, .other),
    MMLUSubject("philosophy", 311, .humanities),
    MMLUSubject("prehistory", 324, .humanities),
    MMLUSubject("professional_accounting", 282, .other),
    MMLUSubject("professional_law", 1534, .humanities),
    MMLUSubject("professional_medicine", 272, .other),
    MMLUSubject("professional_psychology", 612, .socialSciences),
    MMLUSubject("public_relations", 110, .socialSciences),
    MMLUSubject("security_studies", 245, .socialSciences),
    MMLUSubject("sociology", 201, .socialSciences),
    MMLUSubject("us_foreign_policy", 100, .socialSciences),
    MMLUSubject("virology", 166, .other),
    MMLUSubject("world_religions", 171, .humanities),
  ]
}
