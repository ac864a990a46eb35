"""A document inside a page: a report that is opened again is the comparison itself, bit for bit.

It lies in the page as a block of data that no browser runs, packed: as text it would be most of the page. Nothing in it
can be taken for markup. Spans are packed as the bytes that they are; as base64 within JSON they hardly shrink.

    a line of JSON, in which a span's file is its length ─► the files, one after the other ─► xz ─► base64
"""

from __future__ import annotations

import base64
import codecs
import json
import zlib
from typing import Any

from parloop_gui.model.document.fields import DocumentError, check_count

_BEGIN = b'<script type="application/x-parloop" id="parloop-document">'
_END = b"</script>"
# What a page begins with: nothing else that Parloop reads does.
_OPENS = b"<"
# Characters of base64 on a line: a page that is looked at as text stays readable around it.
_LINE = 160
_XZ = b"\xfd7zXZ\x00"
# Unpacking takes as much as the dictionary it was packed with: 8 MB here, 64 MB at most where xz packs strongest.
_MOST_MEMORY = 256 * 2**20

Json = dict[str, Any]


def as_block(document: Json) -> str:
    """The document, plain data that JSON can hold, as an element of a page."""
    spans = [dict(each) for each in document.get("spans", [])]
    files = [base64.b64decode(each["file"]) for each in spans]
    for each, file in zip(spans, files, strict=True):
        each["file"] = len(file)
    rest = {**document, "spans": spans} if spans else document
    text = json.dumps(rest, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    packed = base64.b64encode(_packed(text.encode() + b"\n" + b"".join(files))).decode()
    lines = (packed[at : at + _LINE] for at in range(0, len(packed), _LINE))
    return "\n".join((_BEGIN.decode(), *lines, _END.decode()))


def is_page(data: bytes) -> bool:
    """Whether a file holds a page and no document."""
    return data.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == _OPENS


def found_in(page: bytes, most_bytes: int) -> bytes:
    """The document in a page as a file would hold it, of at most so many bytes; raises DocumentError."""
    _, begin, rest = page.partition(_BEGIN)
    block, end, _ = rest.partition(_END)
    if not begin or not end:
        raise DocumentError("This page holds no Parloop comparison.")
    try:
        packed = b"".join(block.split())  # its lines may end otherwise by now: mail and Git write CRLF
        unpacked = _unpacked(base64.b64decode(packed, validate=True), most_bytes)
        text, _, files = unpacked.partition(b"\n")
        check_count(text)
        document = json.loads(text)
        _put_back(document.get("spans", []), files)
        # Here too: a lone surrogate can be written as JSON and is no UTF-8, and what was read may be too deep to write.
        return json.dumps(document, ensure_ascii=False).encode()
    except DocumentError:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError):
        raise DocumentError("The comparison in this page is broken.") from None


def _put_back(spans: list[Json], files: bytes) -> None:
    """Each span's file in place of its length.

    Counted from the beginning: to cut off what was taken copies the rest, and 100 kB can hold a million.
    """
    at = 0
    for each in spans:
        size = each["file"]
        if not 0 <= size <= len(files) - at:  # going backwards, a thousand could each take all of it once more
            raise ValueError("A span's file is not there.")
        each["file"] = base64.b64encode(files[at : at + size]).decode()
        at += size


def _packed(data: bytes) -> bytes:
    """By xz, which takes a quarter less than zlib; some Pythons were built without it."""
    try:
        import lzma
    except ImportError:
        return zlib.compress(data, 9)
    return lzma.compress(data, preset=6)


def _unpacked(data: bytes, most_bytes: int) -> bytes:
    """What was packed; raises DocumentError where it would be longer, and ValueError where it is broken."""
    if not data.startswith(_XZ):
        unpacker = zlib.decompressobj()
        try:
            return _whole(unpacker.decompress(data, most_bytes + 1), unpacker.eof, most_bytes)
        except zlib.error as error:
            raise ValueError(str(error)) from None
    try:
        import lzma
    except ImportError:
        raise DocumentError(
            "This Python was built without lzma, by which the comparison in this page is packed."
        ) from None
    xz = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY)
    try:
        return _whole(xz.decompress(data, most_bytes + 1), xz.eof, most_bytes)
    except (lzma.LZMAError, EOFError) as error:
        raise ValueError(str(error)) from None


def _whole(data: bytes, is_all: bool, most_bytes: int) -> bytes:
    if len(data) > most_bytes:
        raise DocumentError(f"The document is larger than {most_bytes >> 20} MB.")
    if not is_all:
        raise DocumentError("The comparison in this page is cut short.")
    return data
