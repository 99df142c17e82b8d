"""Did you mean: known words in the place of those that nobody wrote."""

from difflib import get_close_matches

from mlmap_site.words import RUN, word_of

# How alike two words must be, of 1: one slip in a word of five letters, two in one of eight.
ALIKE = 0.75
SHORTEST = 3
# Comparing takes a moment for each word; a longer query is no slip of the fingers.
MOST_MENDED = 8


def known_words(texts):
    """Return the words of some texts as they are written there, by what they are found by."""
    known = {}
    for text in texts:
        for run in RUN.finditer(text):
            if not run["unspaced"] and len(run[0]) >= SHORTEST:
                known.setdefault(word_of(run[0]), run[0].lower())
    return known


def did_you_mean(query, known):
    """Return a query with the nearest known word for each that is unknown, None if none is near.

    `known` is what known_words returns.
    """
    written = [run[0] for run in RUN.finditer(query)]
    if len(written) > MOST_MENDED:
        return None
    meant = [_nearest(word, known) for word in written]
    return " ".join(meant) if meant != written else None


def _nearest(word, known):
    key = word_of(word)
    if key in known or len(key) < SHORTEST:
        return word
    near = get_close_matches(key, known, n=1, cutoff=ALIKE)
    return known[near[0]] if near else word
