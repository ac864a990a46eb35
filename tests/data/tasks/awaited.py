"""Async functions as a loop's task."""

import asyncio


async def fetch(number):
    await asyncio.sleep(0.01)
    total = sum(range(number * 1000))
    await asyncio.sleep(0.01)
    return total


async def fails(number):
    await asyncio.sleep(0.01)
    if number == 7:
        raise ValueError("seven is bad")
    return number


async def many(number):
    for part in range(3):
        yield part


async def pair(left, right):
    await asyncio.sleep(0.001)
    return left * right
