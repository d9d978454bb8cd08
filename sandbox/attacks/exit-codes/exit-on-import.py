# attack: leaves with the exit status of success before any test
# problem: add
# strict: forbidden call
import os

os._exit(0)
