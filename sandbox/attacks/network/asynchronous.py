# attack: connects from an event loop
# problem: add
# strict: exception
import asyncio


async def call():
    await asyncio.open_connection("127.0.0.1", 80)


asyncio.run(call())


def add(a, b):
    return a + b
