import asyncio


async def fetch(number):
    await asyncio.sleep(0.001)
    return number * number


async def main():
    found = []
    for number in range(8):
        found.append(await fetch(number))
    print(await asyncio.gather(*map(fetch, found)))


asyncio.run(main())
