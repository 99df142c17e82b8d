"""How text is cut into the words that the search finds it by: one way for text and for queries.

SQLite and PostgreSQL cut text each in its own way, and both take a run of Chinese characters for
one word. So they are given words that are cut already. Case and accents make no difference, an
English plural is found by its singular, and where words have no spaces between them, as in Chinese,
each character and each pair of neighbours is a word.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# Words of a query beyond these are not looked for: databases refuse conditions that nest deeper.
MOST_ASKED = 32
# PostgreSQL refuses a query with a word of more than 2 kB.
LONGEST_WORD = 64
# PostgreSQL holds 1 MiB of words for a text; each takes a few bytes beside its own.
MOST_BYTES = 900_000
BYTES_BESIDE = 8

# Han, with its iteration marks and compatibility forms, and Japanese kana.
UNSPACED = "\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"(?P<unspaced>[{UNSPACED}]+)|[^\W_{UNSPACED}]+")


class Piece(NamedTuple):
    """A word of a text, from `start` to `end`, and the `word` that it is found by."""

    start: int
    end: int
    word: str


def pieces(text):
    """Yield the pieces of a text; of a run without spaces each character and each pair."""
    for run in RUN.finditer(text):
        start, end = run.span()
        if not run["unspaced"]:
            yield Piece(start, end, word_of(run[0]))
            continue
        for at in range(start, end):
            yield Piece(at, at + 1, word_of(text[at]))
            if at + 1 < end:
                yield Piece(at, at + 2, word_of(text[at : at + 2]))


def indexed(text):
    """Return what a text is found by: its words, with spaces between."""
    words, known, room = [], set(), MOST_BYTES
    for piece in pieces(text):
        if piece.word not in known:
            known.add(piece.word)
            room -= len(piece.word.encode()) + BYTES_BESIDE
        if room < 0:
            break
        words.append(piece.word)
    return " ".join(filter(None, words))


def asked(query):
    """Return the words of a query, each once: of a run without spaces its pairs alone."""
    words = {}
    for run in RUN.finditer(query):
        text = run[0]
        if run["unspaced"] and len(text) > 1:
            words |= {word_of(text[at : at + 2]): True for at in range(len(text) - 1)}
        else:
            words[word_of(text)] = True
    words.pop("", None)
    return list(words)[:MOST_ASKED]


@lru_cache(maxsize=20_000)
def word_of(text):
    """Return what a word is found by: its letters without accents and case, in the singular."""
    return singular(folded(text))[:LONGEST_WORD]


def folded(text):
    """Return a word without accents and case: "Café" and "CAFE" are one."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in apart if not "\u0300" <= c <= "\u036f")
    return "".join(c for c in unicodedata.normalize("NFC", bare) if c.isalnum())


def singular(word):
    """Return an English word without the ending of a plural, by Harman's three rules (1991)."""
    if len(word) <= 3 or not word.isascii():
        return word
    if word.endswith("ies") and word[-4] not in "ae":
        return word[:-3] + "y"
    if word.endswith("es") and word[-3] not in "aeo":
        return word[:-1]
    if word.endswith("s") and word[-2] not in "us":
        return word[:-1]
    return word
