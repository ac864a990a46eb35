"""What a verdict says, part by part: the card in the window and the head of a picture draw the same words."""

from __future__ import annotations

from typing import NamedTuple


class TagText(NamedTuple):
    """A tag of the loop: its words, whether it is filled, and its kind, by which the glossary knows what it means."""

    words: str
    filled: bool
    kind: str


class VerdictText(NamedTuple):
    """What the card says. `settled` is False while the rounds are too few.

    `gain` are the parts "1.93× faster", "than the plain loop" and "(95% CI 1.88–1.98)": each has its own colour.
    """

    headline: str
    gain: tuple[str, str, str] = ("", "", "")
    because: str = ""
    pill: str = ""
    settled: bool = True
    tags: tuple[TagText, ...] = ()
    sentences: tuple[str, ...] = ()
    """Those of `because`, the most important first: what there is no room for is left out whole."""
    subject: str = ""
    """Whose verdict it is: "Primes · 200 items". A picture says it above all else, the card beside the tags."""

    @property
    def figure(self) -> str:
        """How much faster, in one line."""
        return " ".join(filter(None, self.gain))
