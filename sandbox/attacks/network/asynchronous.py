# attack: starts an event loop, whose wake-up is a pair of sockets, and connects from it
# problem: add
# strict: forbidden call | exception
import asyncio


async def call():
    await asyncio.open_connection("127.0.0.1", 80)


asyncio.run(call())


def add(a, b):
    return a + b
