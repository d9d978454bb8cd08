# attack: closes the way to its judge before any test and loops
# problem: add
# strict: crashed
# reference: timed out
import os

os.closerange(3, 1024)
while True:
    pass
