import Files

/// The tests of MBPP+ as Python text: the reference solution and the candidate are given the same inputs, and their results compared
/// as EvalPlus compares them.
enum MBPPPlusTests {
  static func python(
    number: Int, entryPoint: String, solution: String, tolerance: Double, inputs: [JSON]
  ) -> String {
    """
    import json
    from copy import deepcopy

    \(NumPyStandIn.python)
    def is_floats(value):
        if isinstance(value, (list, tuple)):
            return len(value) > 0 and all(isinstance(part, float) for part in value)
        return isinstance(value, float)


    def tupled(value):
        return tuple(tupled(part) for part in value) if isinstance(value, list) else value


    def agree(out, exp, given, atol):
        \(oracle(entryPoint))
        if exact:
            return True
        if atol == 0 and is_floats(exp):
            atol = 1e-06
        if atol == 0 or type(out) != type(exp):
            return False
        if isinstance(exp, (list, tuple)) and len(out) != len(exp):
            return False
        return np.allclose(out, exp, rtol=1e-07, atol=atol)


    def number(found):
        return json.loads(found["\(PythonNumbers.key)"]) if list(found) == ["\(PythonNumbers.key)"] else found


    space = {}
    exec(\(text(solution)), space)
    solution = space[\(text(entryPoint))]
    for a in json.loads(\(text(JSON.array(inputs).text())), object_hook=number):
        given = \(shape(number))
        exp = solution(*deepcopy(given))
        assert agree(\(entryPoint)(*deepcopy(given)), exp, given, \(tolerance))

    """
  }

  /// A JSON string is a Python string as well.
  private static func text(_ text: String) -> String { JSON.string(text).text() }

  /// When a result is right whatever the tolerance. Some results are sets written as lists; some are only told from None; and some
  /// sentences have two readings, of which EvalPlus accepts both.
  private static func oracle(_ entryPoint: String) -> String {
    switch entryPoint {
    case "similar_elements", "find_char_long", "common_in_nested_lists", "extract_singly", "larg_nnum",
      "intersection_array", "find_dissimilar", "Diff":
      "exact = set(out) == set(exp)"
    case "check_str", "text_match_three", "text_starta_endb":
      "exact = (out if isinstance(out, bool) else out is not None) == (exp is not None)"
    case "are_equivalent": "exact = True"
    case "sum_div": "exact = out == exp or out == 0"
    case "surface_Area":
      "exact = out == exp or out == round(given[0] ** 2 + 2 * given[0] * ((given[0] / 2) ** 2 + given[1] ** 2) ** 0.5)"
    case "digit_distance_nums":
      "exact = out == exp or out == sum(abs(int(x) - int(y)) for x, y in zip(*[str(n).zfill(max(len(str(m)) for m in "
        + "given)) for n in given]))"
    default: "exact = out == exp"
    }
  }

  /// JSON has lists only; this makes of the arguments `a` what the problem means: tuples, sets, complex numbers.
  ///
  /// Source: EvalPlus, `mbpp_deserialize_inputs`.
  private static func shape(_ number: Int) -> String {
    switch number {
    case 2, 116, 132, 143, 222, 261, 273, 394, 399, 421, 424, 429, 470, 560, 579, 596, 616, 630, 726, 740, 744, 809:
      "[tuple(v) for v in a]"
    case 63, 64, 70, 94, 120, 237, 272, 299, 400, 409, 417, 438, 473, 614, 780:
      "[[tuple(v) for v in w] for w in a]"
    case 75, 413, 444, 753: "[[tuple(v) for v in a[0]], a[1]]"
    case 106, 750: "[a[0], tuple(a[1])]"
    case 115: "[[set(v) if isinstance(v, list) and v else {} for v in a[0]]]"
    case 124: "[float(a[0]), complex(a[1])]"
    case 250, 405, 446, 617, 720, 763, 808: "[tuple(a[0]), a[1]]"
    case 252: "[complex(a[0])]"
    case 259, 401, 445: "[tuple(tuple(v) for v in w) for w in a]"
    case 278: "[tuple(tuple(v) if isinstance(v, list) else v for v in a[0])]"
    case 307: "[tuple(a[0]), a[1], a[2]]"
    case 580, 615, 791: "tupled(a)"
    case 722: "[{k: tuple(v) for k, v in a[0].items()}] + a[1:]"
    default: "a"
    }
  }
}
