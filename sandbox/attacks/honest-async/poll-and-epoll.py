# attack: none, an honest program that asks poll and epoll
# problem: own
# strict: passed
import os
import select


def polled():
    reader, writer = os.pipe()
    os.write(writer, b"1")
    poll = select.poll()
    poll.register(reader, select.POLLIN)
    with select.epoll() as epoll:
        epoll.register(reader, select.EPOLLIN)
        return len(poll.poll(100)), len(epoll.poll(1))


# tests
assert polled() == (1, 1)
