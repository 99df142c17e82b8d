"""The two renderers: what they keep, what they neutralise, and that they come to an end."""

import re
from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString

from mlmap_site.markup import (
    ARTICLE_LIMIT,
    AUTHOR_CLEANER,
    COMMENT_LIMIT,
    READER_CLEANER,
    headings_in,
    reading_minutes,
    render_author_text,
    render_reader_text,
)
from tests.environment import THOROUGH

RENDERERS = [render_author_text, render_reader_text]
VOID = {"br", "hr", "img"}


class Reading(HTMLParser):
    """The elements of a piece of HTML, checked to be properly nested."""

    def __init__(self, html):
        super().__init__()
        self.open, self.elements = [], []
        self.feed(str(html))
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    @property
    def tags(self):
        return {tag for tag, _ in self.elements}

    def attributes(self, name):
        return [attrs[name] for _, attrs in self.elements if name in attrs]


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    '<a href="javascript:alert(1)" onclick="alert(1)">x</a>',
    '<p style="position:fixed">x</p>',
    "<iframe src=//evil.example></iframe>",
    "<style>*{display:none}</style>",
    "<form action=//evil.example><input name=csrfmiddlewaretoken>",
    "<base href=//evil.example>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:alert(1))",
    "[x](file:///etc/passwd)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](data:image/svg+xml,<svg/onload=alert(1)>)",
    "![x](data:image/png;base64,iVBORw0KGgo=)",
    "![x](javascript:alert(1))",
    '![x](y "onerror=alert(1)")',
    '![x"onerror="alert(1)](y)',
    '[x](y "\\" onmouseover=alert(1) a=\\"")',
    "<javascript:alert(1)>",
    "[x]\n\n[x]: javascript:alert(1)",
    "```html onload=alert(1)\n<script>alert(1)</script>\n```",
    '```" onmouseover="alert(1)\nx\n```',
    "|a|\n|:-:|\n|<script>alert(1)</script>|",
    "# <img src=x onerror=alert(1)>",
    "x[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
    "<!-- --><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "javascript://www.example.org/%0aalert(1)",
]


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("source", ATTACKS)
def test_nothing_that_could_run_or_restyle_is_left(source, render):
    reading = Reading(render(source))
    assert not reading.tags & {"script", "style", "iframe", "form", "input", "base", "svg", "math"}
    for _, attributes in reading.elements:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    for address in reading.attributes("href") + reading.attributes("src"):
        assert re.match(r"(https?:|mailto:|[^:]*\Z|[^:]*[/#?])", address), address


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("source", ["<script>alert(1)</script>", "a <b>bold</b> word"])
def test_raw_html_is_shown_as_text(source, render):
    html = render(source)
    assert "&lt;" in html
    assert Reading(html).tags == {"p"}


KEPT = {
    "paragraphs": ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
    "emphasis": ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>"),
    "code": ("`a < b`", "<p><code>a &lt; b</code></p>"),
    "fence": ("```\na\n```", "<pre><code>a\n</code></pre>"),
    "quote": ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
    "list": ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    "numbers": ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
    "line break": ("a  \nb", "<p>a<br>\nb</p>"),
}


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize(("source", "html"), KEPT.values(), ids=KEPT)
def test_what_both_keep(source, html, render):
    assert render(source).strip() == html


def test_an_authors_links_are_followed_and_a_readers_are_not():
    source = "[a](https://example.org/?x=1&y=2) and www.example.org and mail@example.org"
    author, reader = Reading(render_author_text(source)), Reading(render_reader_text(source))
    hrefs = ["https://example.org/?x=1&y=2", "http://www.example.org", "mailto:mail@example.org"]
    assert author.attributes("href") == reader.attributes("href") == hrefs
    assert author.attributes("rel") == ["noopener"] * 3
    assert reader.attributes("rel") == ["nofollow ugc noopener"] * 3


@pytest.mark.parametrize(
    ("source", "tag", "anchor"),
    [
        ("# One", "h2", "one"),
        ("## Two words", "h2", "two-words"),
        ("### Three, four!", "h3", "three-four"),
        ("#### Vier Äpfel", "h4", "vier-äpfel"),
        ("##### Five", "h4", "five"),
        ("###### Six", "h4", "six"),
        ("Under\n=====", "h2", "under"),
        ("## 机器学习", "h2", "机器学习"),
        ("## ???", "h2", "section"),
    ],
)
def test_a_heading_stands_below_the_pages_title_and_has_an_anchor(source, tag, anchor):
    assert Reading(render_author_text(source)).elements[0] == (tag, {"id": anchor})


def test_equal_headings_have_different_anchors():
    anchors = Reading(render_author_text("## Same\n\n## Same\n\n## Same")).attributes("id")
    assert len(set(anchors)) == 3


def test_the_cells_of_a_table_are_aligned_by_class():
    html = render_author_text("|a|b|c|d|\n|:-|:-:|-:|-|\n|1|2|3|4|")
    reading = Reading(html)
    assert {"table", "thead", "tbody", "tr", "th", "td"} <= reading.tags
    aligned = ["align-left", "align-center", "align-right"]
    assert reading.attributes("class") == aligned * 2
    assert "style" not in html


def test_footnotes_lead_there_and_back():
    reading = Reading(render_author_text("A claim.[^a]\n\n[^a]: Its source."))
    targets = {f"#{anchor}" for anchor in reading.attributes("id")}
    assert set(reading.attributes("href")) == targets
    assert {"footnote-ref", "footnotes", "footnote-backref"} <= set(reading.attributes("class"))


def test_a_picture_is_loaded_when_it_is_near():
    reading = Reading(render_author_text('![A map](/media/pictures/a.webp "By hand")'))
    picture = {"src": "/media/pictures/a.webp", "alt": "A map", "title": "By hand"}
    assert ("img", picture | {"loading": "lazy"}) in reading.elements


@pytest.mark.parametrize(
    "address",
    ["https://example.org/a.png", "//example.org/a.png", "HTTP:/x", "/\\example.org/a.png"],
)
def test_no_other_site_is_asked_for_a_picture(address):
    elements = Reading(render_author_text(f"![A map]({address})")).elements
    assert [values for tag, values in elements if tag == "img"] in (
        [{"alt": "A map", "loading": "lazy"}],
        # A backslash is written so that no browser takes it for a slash.
        [{"alt": "A map", "loading": "lazy", "src": "/%5Cexample.org/a.png"}],
    )


def test_a_fence_says_its_language():
    html = render_author_text("```python\nx = 1 < 2\n```")
    assert '<code class="language-python">x = 1 &lt; 2' in html


def test_no_class_but_the_renderers_own_is_kept():
    html = '<p class="hero">a</p><td class="align-left site-header">b</td><a class="button">c</a>'
    assert Reading(AUTHOR_CLEANER.clean(html)).attributes("class") == []
    table = f"<table><tbody><tr>{html}</tr></tbody></table>"
    assert Reading(AUTHOR_CLEANER.clean(table)).attributes("class") == ["align-left"]


@pytest.mark.parametrize(
    "source",
    ["# Title", "## Two", "Under\n=====", "Under\n-----", "***", "---", "![a](b)", "|a|\n|-|\n|b|"],
)
def test_a_reader_has_no_headings_rules_pictures_or_tables(source):
    tags = Reading(render_reader_text(source)).tags
    assert tags & {"p", "ul"}
    assert tags <= {"p", "a", "ul", "li"}


EVERYTHING = """# Title

Words *with* `code`, a [link](https://example.org "t"), a note.[^1] <b>&amp; &lt;</b>

|a|b|
|:-|-:|
|1|~~2~~|

```python
x = "<&>"
```

![alt](/a.webp)

> 1. quote

[^1]: The *note*.
"""


@pytest.mark.parametrize(
    ("render", "cleaner"),
    [(render_author_text, AUTHOR_CLEANER), (render_reader_text, READER_CLEANER)],
)
@pytest.mark.parametrize("source", [EVERYTHING, *ATTACKS])
def test_cleaning_again_changes_nothing(source, render, cleaner):
    html = render(source)
    assert cleaner.clean(html) == html
    assert isinstance(html, SafeString)


@pytest.mark.parametrize(
    ("render", "limit"),
    [(render_author_text, ARTICLE_LIMIT), (render_reader_text, COMMENT_LIMIT)],
)
def test_what_stands_behind_the_cap_is_not_parsed(render, limit):
    assert "behind" not in render("a " * (limit // 2) + "behind")
    assert "before" in render("a " * (limit // 2 - 3) + "before")


# Text that makes a parser work hard. At the reader's cap it is whole; the author's is a tenth.
HARD = {
    "quotes": "> ",
    "brackets": "[",
    "links": "[](",
    "emphasis": "*a_ ",
    "code": "`a``",
    "pictures": "![[",
    "tags": "<a ",
    "lists": "- ",
    "nested": "1. - ",
    "tables": "|a|b|\n|-|-|\n",
    "pipes": "|",
    "notes": "[^1]: a\n",
    "inline notes": "^[a ",
    "addresses": "http://a.b/",
    "at": "@",
    "hosts": "a.com ",
    "headings": "# a\n",
    "references": "[a]: b\n",
    "backslashes": "\\",
    "strikes": "~~a ",
    "entities": "&amp;",
    "combining": "e\u0301\u0302\u0303",
    "spaces": " \t",
}


# An author harms only their own desk.
AUTHORS = 20_000 if THOROUGH else 8_000


@pytest.mark.parametrize("seed", HARD.values(), ids=HARD)
def test_hard_text_comes_to_an_end_and_is_well_formed(seed):
    for render, length in ((render_reader_text, COMMENT_LIMIT), (render_author_text, AUTHORS)):
        Reading(render((seed * length)[:length]))


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (10, 1), (220, 1), (440, 2), (2200, 10)])
def test_reading_time_is_in_whole_minutes(words, minutes):
    assert reading_minutes("word " * words) == minutes


def test_a_heading_leads_to_its_own_address():
    html = render_author_text("## A & B\n\n## See [that](https://a.example)\n")
    link = '<a class="heading-link" href="#a-b" rel="noopener">A &amp; B</a>'
    assert f'<h2 id="a-b">{link}</h2>' in html
    assert html.count("heading-link") == 1
    assert [heading.title for heading in headings_in(html)] == ["A & B", "See that"]
