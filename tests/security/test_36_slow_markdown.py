"""Checks 36 and 37: text that is written to be slow is rendered in time, and well-formed.

A hundred texts here; `SLOW=1000 make test TESTS=tests/security/test_36_slow_markdown.py`
makes more. Each fills the reader's cap of 5 kB; an author, who harms only their own desk, may write
200 kB.
"""

import os
import random
from functools import partial

from mlmap_site.markup import COMMENT_LIMIT, render_reader_text
from tests.test_markup import HARD, Reading
from tests.timing import timed

TEXTS = int(os.environ.get("SLOW", "100"))
AT_MOST = 0.5
MORE = ["<", "</", "<!--", "&", "](", "[a]", "[a][", "[a](<", "`", "``` \n", "~~~\n", "\t", "\n> "]
MORE += ["*", "**", "_", "__a", "***a*", "1) ", "+ ", "  - ", "\\\n", "  \n", "http://", "a@b.c "]
MORE += ["[x]: <\n", "“", "中", "🦜", "\u202b", "\u0301", "<a href='", "<![CDATA[", "<?", "]]>"]


def slow_text(dice):
    """Return a text of one of the shapes that parsers go back over, at the reader's cap."""
    pool = [*HARD.values(), *MORE]
    a, b, c = dice.choices(pool, k=3)
    count = COMMENT_LIMIT // len(a + b + c) + 1
    shapes = [
        (a + b + c) * count,
        a * count + b * count + c * count,
        a * (2 * count) + b * count,
        "".join(dice.choices((a, b, c), k=3 * count)),
        "\n".join(a * depth + b for depth in range(1, 100)),
        ((a * 50 + c) * count)[: COMMENT_LIMIT - len(b)] + b,
        "".join(dice.choices(pool, k=2 * count)),
    ]
    return dice.choice(shapes)[:COMMENT_LIMIT]


def test_no_text_keeps_the_site_busy_and_all_come_out_whole():
    dice = random.Random(36)  # noqa: S311 -- the same texts each time
    slow, longest = [], 0
    for _ in range(TEXTS):
        text = slow_text(dice)
        html, took = timed(partial(render_reader_text, text), AT_MOST)
        longest = max(longest, took)
        Reading(html)
        if took > AT_MOST:
            slow.append((round(took, 2), text[:80]))
    print(f"{TEXTS} texts, the slowest in {longest:.3f} s")  # noqa: T201 -- the figure, with -s
    assert slow == []
