"""An async function, as with a web client."""
import asyncio


async def fetch(number):
    await asyncio.sleep(0.003)
    return number * 2
