"""What the parse loop does: pages of orders read from their JSON text.

Imported only when the loop is run or exported, as json is.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

from .loop import Surroundings

ORDERS = "[]"


def prepare_orders(params: dict[str, Any], surroundings: Surroundings) -> None:
    """A list of orders as JSON text of about the size asked for: a hundred of them, again and again."""
    global ORDERS
    random = Random(surroundings.seed)
    orders = [
        {
            "id": random.randrange(10**6),
            "customer": f"Customer {number}",
            "cents": random.randrange(10**5),
            "weight": random.randrange(1000) / 8,
            "paid": random.random() < 0.9,
            "lines": [{"article": random.randrange(10**4), "pieces": random.randrange(9)} for _ in range(3)],
        }
        for number in range(100)
    ]
    texts = [json.dumps(order) for order in orders]
    needed = max(1, params["size_kib"] * 1024 // (sum(map(len, texts)) // 100))
    ORDERS = f"[{', '.join((texts * (needed // 100 + 1))[:needed])}]"


def number_pages(count: int, params: dict[str, Any], surroundings: Surroundings) -> list[int]:
    """One page of orders per item."""
    return list(range(count))


def parse(page: int) -> tuple[int, int, int]:
    """Read a page of orders from its JSON text; returns its number, how many orders it holds, and their worth."""
    document = json.loads(f'{{"page": {page}, "orders": {ORDERS}}}')
    worth = sum(order["cents"] for order in document["orders"])
    return document["page"], len(document["orders"]), worth
