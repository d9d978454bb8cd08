# attack: none, an honest program that imports what only a terminal needs
# problem: own
# strict: passed
# weaker: exception | passed
import curses
import readline
import termios


def there():
    return hasattr(curses, "initscr"), hasattr(readline, "parse_and_bind"), hasattr(termios, "tcgetattr")


# tests
assert there() == (True, True, True)
