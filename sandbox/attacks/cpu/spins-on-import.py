# attack: loops for ever before it has defined anything, and swallows every exception
# problem: add
# strict: timed out
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
