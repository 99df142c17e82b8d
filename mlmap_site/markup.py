"""Markdown to HTML: one renderer for the author's text, one for readers'.

Preview and page call the same function. This is the only module that marks text as safe.
"""

import json
import re
from functools import lru_cache
from html import unescape
from typing import NamedTuple

import nh3
from django.utils.html import escape, strip_tags
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.footnote import footnote_plugin

from mlmap_site import picture_sizes

# Parsing takes time in proportion to the text, so its size is capped before.
ARTICLE_LIMIT = 200_000
COMMENT_LIMIT = 5_000
WORDS_A_MINUTE = 220

SCHEMES = {"http", "https", "mailto"}
PLAIN_TAGS = {"p", "br", "em", "strong", "code", "pre", "a", "blockquote", "ul", "ol", "li"}
AUTHOR_TAGS = PLAIN_TAGS | {
    *("h2", "h3", "h4", "hr", "img", "picture", "s", "section", "source", "sup"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
AUTHOR_ATTRIBUTES = {
    "a": {"href", "title", "id", "class"},
    "code": {"class"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "img": {"src", "srcset", "sizes", "alt", "title", "width", "height", "loading"},
    "li": {"id", "class"},
    "ol": {"start", "class"},
    "section": {"class"},
    "source": {"type", "srcset", "sizes"},
    "sup": {"class"},
    "table": {"tabindex"},
    "td": {"class"},
    "th": {"class"},
}
READER_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
# Only the classes that the renderer itself writes are kept.
CLASS_NAME = re.compile(
    r"(footnote[a-z-]*|heading-link|language-[\w+#-]+|align-(left|center|right))\Z"
)
# An address of another site, as a browser reads it.
ELSEWHERE = re.compile(r"\s*([a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
SRCSET = re.compile(r"((https?:/)?/[^/\s,][^\s,]* \d+w(, |\Z))+")
# Where one word ends and the next begins, whatever stands between the tags.
BREAK = re.compile(r"<br|</(p|li|h\d|t[dhr]|pre|blockquote)>")
# How wide a picture in the text's column is shown (static/css/base.css, .measure).
COLUMN = "(min-width: 46rem) 42rem, calc(100vw - 2rem)"


def _author_parser():
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True, "typographer": False})
    parser.enable(["table", "strikethrough", "linkify"])
    parser.use(footnote_plugin)
    parser.use(anchors_plugin, min_level=1, max_level=6, slug_func=heading_slug)
    parser.add_render_rule("table_open", _table)
    parser.add_render_rule("th_open", _aligned_cell)
    parser.add_render_rule("td_open", _aligned_cell)
    parser.add_render_rule("heading_open", _demoted_heading)
    parser.add_render_rule("heading_close", _demoted_heading)
    parser.add_render_rule("image", _picture)
    return parser


def _reader_parser():
    parser = MarkdownIt("commonmark", {"html": False, "linkify": True})
    parser.enable("linkify")
    return parser.disable(["image", "heading", "lheading", "hr", "html_block", "html_inline"])


# What the page itself has under these anchors, a heading of the text may not take over.
PAGE_IDS = re.compile(r"(main|(comments?|place|contents|share)(-.*)?|about-author)\Z")
# A heading as the author's renderer writes it; what leads to it names the first two levels.
HEADING = re.compile(r'<h([23]) id="([^"]+)">(.*?)</h\1>', re.DOTALL)


def heading_slug(title):
    """Return the anchor of a heading: its letters and digits in lower case, joined by hyphens."""
    slug = re.sub(r"[^\w]+", "-", title.strip().lower()).strip("-") or "section"
    return f"text-{slug}" if PAGE_IDS.match(slug) else slug


def _table(renderer, tokens, index, options, env):
    # On a narrow screen a table is a box that scrolls, which the keyboard must reach.
    tokens[index].attrSet("tabindex", "0")
    return renderer.renderToken(tokens, index, options, env)


def _aligned_cell(renderer, tokens, index, options, env):
    # A style attribute would be blocked by the content security policy.
    style = tokens[index].attrs.pop("style", "")
    if style:
        tokens[index].attrSet("class", "align-" + str(style).removeprefix("text-align:"))
    return renderer.renderToken(tokens, index, options, env)


def _demoted_heading(renderer, tokens, index, options, env):
    # The page's title is the only h1; an author's "# Heading" becomes a section like the others.
    heading = tokens[index]
    level = min(max(int(heading.tag[1:]), 2), 4)
    heading.tag = f"h{level}"
    html = renderer.renderToken(tokens, index, options, env)
    # The words lead to their own address, to be shared; a link in them leaves no room for another.
    is_open = heading.nesting > 0
    words = tokens[index + 1 if is_open else index - 1]
    if any(token.type == "link_open" for token in words.children or ()):
        return html
    if is_open:
        return f'{html}<a class="heading-link" href="#{escapeHtml(str(heading.attrs["id"]))}">'
    return f"</a>{html}"


def _picture(renderer, tokens, index, options, env):
    """Write a picture of this site in all its sizes, with the room that it takes on the page."""
    image = tokens[index]
    image.attrSet("loading", "lazy")
    sizes = picture_sizes.at_address(image.attrGet("src"))
    if sizes is None:
        return renderer.image(tokens, index, options, env)
    for name, value in {
        "srcset": sizes.webp,
        "sizes": COLUMN,
        "width": str(sizes.width),
        "height": str(sizes.height),
    }.items():
        image.attrSet(name, value)
    html = renderer.image(tokens, index, options, env)
    source = f'<source type="image/avif" srcset="{escapeHtml(sizes.avif)}" sizes="{COLUMN}">'
    return f"<picture>{source}{html}</picture>"


AUTHOR_PARSER = _author_parser()
READER_PARSER = _reader_parser()


def _own_values(tag, attribute, value):
    if attribute == "class":
        return " ".join(c for c in value.split() if CLASS_NAME.match(c)) or None
    if attribute == "srcset":
        # The cleaner knows the schemes of href and src alone.
        return value if SRCSET.fullmatch(value) else None
    if (tag, attribute) == ("img", "src"):
        # The other site would be told who reads: its alternative text stands there instead.
        return None if ELSEWHERE.match(value) else value
    return value


AUTHOR_CLEANER = nh3.Cleaner(
    tags=AUTHOR_TAGS,
    attributes=AUTHOR_ATTRIBUTES,
    url_schemes=SCHEMES,
    attribute_filter=_own_values,
    link_rel="noopener",
)
READER_CLEANER = nh3.Cleaner(
    tags=PLAIN_TAGS,
    attributes=READER_ATTRIBUTES,
    url_schemes=SCHEMES,
    link_rel="nofollow ugc noopener",
)


def render_author_text(source):
    """Return safe HTML of an author's Markdown: tables, footnotes, images, heading anchors."""
    return mark_safe(AUTHOR_CLEANER.clean(AUTHOR_PARSER.render(source[:ARTICLE_LIMIT])))


class PictureInText(NamedTuple):
    """A picture as a text names it: `alt` in plain words, `line` of the text from 1."""

    address: str
    alt: str
    line: int


def pictures_in(source):
    """Return the pictures that an author's text shows, where it shows them."""
    # Parsing takes a moment, and most texts have none.
    if "![" not in source:
        return []
    return [
        picture
        for block in AUTHOR_PARSER.parse(source[:ARTICLE_LIMIT])
        for picture in _pictures_of(block)
    ]


def _pictures_of(block):
    # A footnote inside a sentence has no line of its own.
    line = block.map[0] + 1 if block.map else 1
    for token in block.children or ():
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        elif token.type == "image":
            words = AUTHOR_PARSER.renderer.renderInlineAsText(
                token.children, AUTHOR_PARSER.options, {}
            )
            yield PictureInText(str(token.attrs["src"]), words.strip(), line)


class Heading(NamedTuple):
    """A heading of an author's text: `level` 2 or 3, its anchor, its words."""

    level: int
    anchor: str
    title: str


def headings_in(html):
    """Return the headings of an author's text as it was rendered, for a table of contents."""
    return [
        Heading(int(level), unescape(anchor), unescape(strip_tags(inner)).strip())
        for level, anchor, inner in HEADING.findall(html)
    ]


def plain_words(html):
    """Return the words of HTML that one of the renderers made, as they would be read aloud."""
    return unescape(strip_tags(BREAK.sub(r" \g<0>", html)))


def json_in_page(data):
    """Return data as JSON that may stand in an element of a page that no browser runs."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.translate({ord(c): f"\\u{ord(c):04x}" for c in "<>&"}))


def render_reader_text(source):
    """Return safe HTML of a reader's Markdown: paragraphs, emphasis, code, links, quotes, lists."""
    html = READER_PARSER.renderer.render(_reader_tokens(source), READER_PARSER.options, {})
    return mark_safe(READER_CLEANER.clean(html))


class ReaderText(NamedTuple):
    """What a reader's text says once it is parsed: its `links`, and its `words` without marks."""

    links: list
    words: str


def parse_reader_text(source):
    """Return the links that a reader's text would show, and its words as they would be read."""
    links, words = [], []
    for block in _reader_tokens(source):
        for token in block.children or ():
            if token.type == "link_open":
                links.append(str(token.attrs["href"]))
            elif token.type in ("softbreak", "hardbreak"):
                words.append(" ")
            else:
                words.append(token.content)
        words.append("\n" if block.children is not None else block.content)
    return ReaderText(links, "".join(words).strip())


# What is posted is checked, weighed and rendered, one after the other.
@lru_cache(maxsize=4)
def _reader_tokens(source):
    return READER_PARSER.parse(source[:COMMENT_LIMIT])


def stored_html(html):
    """Return HTML that one of the renderers above made and the database kept."""
    return mark_safe(html)


def filled_in(html, mark, text):
    """Return HTML that a template of ours made with a text in place of a mark."""
    return mark_safe(html.replace(mark, escape(text)))


def reading_minutes(source):
    """Return how many whole minutes the text takes to read, at least one."""
    return max(1, round(len(source.split()) / WORDS_A_MINUTE))
