"""Check 2: whatever is written, what a page shows of it is well-formed and made of a short list.

The list stands here a second time, so that a slip in mlmap_site/markup.py is seen. A few frames
around each text here; THOROUGH=1 puts each into all of them.
"""

import hashlib
import re

import pytest

from mlmap_site.markup import (
    AUTHOR_CLEANER,
    READER_CLEANER,
    render_author_text,
    render_reader_text,
)
from tests.environment import THOROUGH
from tests.security.payloads import (
    SCRIPTS,
    SPECIFICATION,
    examples_of_markdown,
    naughty_strings,
)
from tests.test_markup import ATTACKS, Reading

READERS = {
    **{tag: set() for tag in ("p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "li")},
    "a": {"href", "title", "rel"},
    "ol": {"start"},
}
AUTHORS = READERS | {
    **{tag: set() for tag in ("hr", "picture", "s", "thead", "tbody", "tr")},
    **{tag: {"id"} for tag in ("h2", "h3", "h4")},
    **{tag: {"class"} for tag in ("code", "td", "th", "section", "sup")},
    "a": {"href", "title", "rel", "id", "class"},
    "img": {"src", "srcset", "sizes", "alt", "title", "width", "height", "loading"},
    "li": {"id", "class"},
    "ol": {"start", "class"},
    "source": {"type", "srcset", "sizes"},
    "table": {"tabindex"},
}
KINDS = {
    "reader": (render_reader_text, READER_CLEANER, READERS),
    "author": (render_author_text, AUTHOR_CLEANER, AUTHORS),
}
FRAMES = ["{}", "[x]({})"]
MORE = ["![{}](x)", "![x]({})", '[x](y "{}")', "> - {}", "```{}\nx\n```", "|{}|\n|-|\n|{}|", "<{}>"]
MORE += ["[x]: {}\n\n[x]", "[^{}]\n\n[^{}]: {}", "# {}", "**`{}`**", "http://{}", "&{};"]
# An address without a scheme stays on the site, or goes to where a link may go.
SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def corpus():
    texts = [*SCRIPTS, *ATTACKS, *naughty_strings(), *examples_of_markdown()]
    frames = FRAMES + (MORE if THOROUGH else [])
    return [frame.replace("{}", text) for text in texts for frame in frames]


def faults(html, allowed):
    """Return what stands in HTML that is not on the list."""
    for tag, attributes in Reading(html).elements:
        if tag not in allowed:
            yield tag
            continue
        yield from (f"{tag} {name}" for name in attributes.keys() - allowed[tag])
        for name in attributes.keys() & {"href", "src"}:
            scheme = SCHEME.match(attributes[name])
            if scheme and scheme[1].lower() not in ("http", "https", "mailto"):
                yield f"{name}={attributes[name]}"
        if re.match(r"[\s]*([a-z]+:|[/\\]{2})", attributes.get("src") or "", re.IGNORECASE):
            yield f"src={attributes['src']}"


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_was_collected_comes_out_of_the_list(kind):
    render, cleaner, allowed = KINDS[kind]
    odd, changed = {}, []
    for text in corpus():
        html = render(text)
        if found := list(faults(html, allowed)):
            odd[text] = found
        if cleaner.clean(html) != html:
            changed.append(text)
    assert odd == {}
    assert changed == []


def test_the_list_would_be_missed():
    for html in ("<script>x</script>", '<p class="x">x</p>', '<a href="&#1;javascript:x">x</a>'):
        assert list(faults(html, READERS)) != []
    assert list(faults('<img src="//evil.example/x.png">', AUTHORS)) != []


def test_the_collections_are_those_that_were_pinned():
    assert len(naughty_strings()) > 500
    if not SPECIFICATION.exists():
        pytest.skip("no specification of CommonMark: `make var/tools` fetches it and needs npm")
    digest = hashlib.sha256(SPECIFICATION.read_bytes()).hexdigest()
    assert digest == "257c41ad946f7a1414a499aca402a1aa8fdac3678532266611348c1cf54f4b80"
    assert len(examples_of_markdown()) == 652
