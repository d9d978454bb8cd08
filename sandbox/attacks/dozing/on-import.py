# attack: dozes before it defines anything
# problem: add
# strict: timed out
import time

while True:
    time.sleep(0.2)
    sum(range(200000))
