# attack: leaves with the exit status of success before any test
# problem: add
# strict: crashed
import os

os._exit(0)
