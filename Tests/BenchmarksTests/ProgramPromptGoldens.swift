/// The first prompts of the fixtures where a program is generated.
extension PromptGoldens {
  static let humanEval = """
    from typing import List


    def longest_streak(days: List[bool]) -> int:
        \""" Each entry tells whether a child practiced the piano on that day.
        Return the length of the longest run of days in a row with practice.
        >>> longest_streak([True, True, False, True])
        2
        >>> longest_streak([])
        0
        \"""

    """

  static let humanEvalBigCode = """
    from typing import List


    def longest_streak(days: List[bool]) -> int:
        \""" Each entry tells whether a child practiced the piano on that day.
        Return the length of the longest run of days in a row with practice.
        >>> longest_streak([True, True, False, True])
        2
        >>> longest_streak([])
        0
        \"""
    """

  static let humanEvalPlus = """
    from typing import List


    def longest_streak(days: List[bool]) -> int:
        \""" Each entry tells whether a child practiced the piano on that day.
        Return the length of the longest run of days in a row with practice.
        >>> longest_streak([True, True, False, True])
        2
        >>> longest_streak([])
        0
        \"""

    """

  static let mbpp = """
    You are an expert Python programmer, and here is your task: Write a function to make a list of \
    words louder by putting each word in capital letters and adding an exclamation mark. Your code \
    should pass these tests:

    assert shout_words(["stop", "look"]) == ["STOP!", "LOOK!"]
    assert shout_words([]) == []
    assert shout_words(["Go"]) == ["GO!"]
    [BEGIN]
    def shout_words(words):\r
      result = []\r
      for word in words:\r
        result.append(word.upper() + "!")\r
      return result
    [DONE]

    You are an expert Python programmer, and here is your task: Write a python function to find how \
    many minutes are left until midnight from a given hour and minute. Your code should pass these \
    tests:

    assert minutes_to_midnight(23, 0) == 60
    assert minutes_to_midnight(0, 1) == 1439
    assert minutes_to_midnight(12, 30) == 690
    [BEGIN]
    def minutes_to_midnight(hour, minute):\r
        passed = hour * 60 + minute\r
        return 24 * 60 - passed
    [DONE]

    You are an expert Python programmer, and here is your task: Write a function to split a number of \
    eggs into full cartons of twelve and single eggs. Your code should pass these tests:

    assert pack_eggs(30) == (2, 6)
    assert pack_eggs(12) == (1, 0)
    assert pack_eggs(5) == (0, 5)
    [BEGIN]
    def pack_eggs(eggs):
      cartons = eggs // 12
      rest = eggs % 12
      return (cartons, rest)
    [DONE]

    You are an expert Python programmer, and here is your task: Write a function to tell who plays \
    after a given player when the players of a list take turns in a circle. Your code should pass these \
    tests:

    assert next_player(["Ana", "Bo", "Cy"], "Ana") == "Bo"
    assert next_player(["Ana", "Bo", "Cy"], "Cy") == "Ana"
    assert next_player(["Solo"], "Solo") == "Solo"
    [BEGIN]

    """

  static let mbppBigCode = """
    \"""
    Write a function to tell who plays after a given player when the players of a list take turns in a \
    circle.
    assert next_player(["Ana", "Bo", "Cy"], "Ana") == "Bo"
    \"""

    """

  static let mbppSanitized = """
    You are an expert Python programmer, and here is your task: Write a function to make a list of \
    words louder by putting each word in capital letters and adding an exclamation mark. Your code \
    should pass these tests:

    assert shout_words(["stop", "look"]) == ["STOP!", "LOOK!"]
    assert shout_words([]) == []
    assert shout_words(["Go"]) == ["GO!"]
    [BEGIN]
    def shout_words(words):
      result = []
      for word in words:
        result.append(word.upper() + "!")
      return result
    [DONE]

    You are an expert Python programmer, and here is your task: Write a python function to find how \
    many minutes are left until midnight from a given hour and minute. Your code should pass these \
    tests:

    assert minutes_to_midnight(23, 0) == 60
    assert minutes_to_midnight(0, 1) == 1439
    assert minutes_to_midnight(12, 30) == 690
    [BEGIN]
    def minutes_to_midnight(hour, minute):
        passed = hour * 60 + minute
        return 24 * 60 - passed
    [DONE]

    You are an expert Python programmer, and here is your task: Write a function to split a number of \
    eggs into full cartons of twelve and single eggs. Your code should pass these tests:

    assert pack_eggs(30) == (2, 6)
    assert pack_eggs(12) == (1, 0)
    assert pack_eggs(5) == (0, 5)
    [BEGIN]
    def pack_eggs(eggs):
      cartons = eggs // 12
      rest = eggs % 12
      return (cartons, rest)
    [DONE]

    You are an expert Python programmer, and here is your task: Write a function to tell who plays \
    after a given player when the players of a list take turns in a circle. Your code should pass these \
    tests:

    assert next_player(["Ana", "Bo", "Cy"], "Ana") == "Bo"
    assert next_player(["Ana", "Bo", "Cy"], "Cy") == "Ana"
    assert next_player(["Solo"], "Solo") == "Solo"
    [BEGIN]

    """

  static let mbppPlus = """
    \"""
    Write a function to tell who plays after a given player when the players of a list take turns in a \
    circle.
    assert next_player(["Ana", "Bo", "Cy"], "Ana") == "Bo"
    \"""

    """
}
