/// What the tests of EvalPlus use of numpy, in plain Python.
enum NumPyStandIn {
  /// The tests with the stand-in where they import numpy; tests that do not are left as they are.
  static func replacingImport(in tests: String) -> String {
    ScalarText.replace("import numpy as np\n", by: python, in: tests)
  }

  /// `np.allclose` for numbers and for lists of them, however deep; `np.ndarray` is a class that nothing is an instance of.
  static let python = """
    class np:
        class ndarray:
            pass

        float32 = float64 = None

        @staticmethod
        def allclose(out, exp, rtol=1e-05, atol=1e-08):
            listed = (list, tuple)
            if isinstance(exp, listed) or isinstance(out, listed):
                many = len(exp) if isinstance(exp, listed) else len(out)
                outs = out if isinstance(out, listed) else [out] * many
                exps = exp if isinstance(exp, listed) else [exp] * many
                if len(outs) != len(exps):
                    raise ValueError("other lengths")
                return all(np.allclose(o, e, rtol, atol) for o, e in zip(outs, exps))
            if out == exp:
                return True
            gap = abs(out - exp)
            return gap <= atol + rtol * abs(exp) and gap != float("inf")


    """
}
