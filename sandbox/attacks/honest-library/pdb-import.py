# attack: none, an honest program that imports the debugger without using it
# problem: own
# strict: passed
import bdb
import pdb


def there():
    return issubclass(pdb.Pdb, bdb.Bdb)


# tests
assert there() is True
