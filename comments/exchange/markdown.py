"""The HTML of other systems' comments as Markdown that says the same in our reader's renderer."""

import re
from urllib.parse import parse_qs, urlsplit

from markdownify import MarkdownConverter

from mlmap_site.markup import COMMENT_LIMIT

# Parsing takes time in proportion; what is so long has too many words without its tags as well.
LONGEST_HTML = 20 * COMMENT_LIMIT
ADDRESS = re.compile(r"""(https?://[^\s<>"'`]*[^\s<>"'`.,;:!?)\]])""")
PREFORMATTED = re.compile(r"(<pre\b.*?</pre>)", re.IGNORECASE | re.DOTALL)
OF_HREF = str.maketrans({" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\n": ""})
# Disqus counts who follows a link; what it leads to stands in the query, a colon and a key behind.
COUNTED_LINK = re.compile(r"https?://(www\.)?(disq\.us|disqus\.com)/(url|.*redirect)\?")


class Unreadable(ValueError):
    """HTML that is too long or too deep to be worth reading."""


def to_markdown(html):
    """Return HTML as Markdown; raises Unreadable."""
    if len(html) > LONGEST_HTML:
        raise Unreadable
    try:
        # In an element, since the parser warns of text that looks like an address.
        return _Converter(escape_misc=True, bullets="-").convert(f"<div>{html}</div>").strip()
    except RecursionError as error:
        raise Unreadable from error


def with_paragraphs(text):
    """Return text whose line ends are seen, as WordPress shows them, as HTML."""
    parts = PREFORMATTED.split(text.replace("\r\n", "\n"))
    return "".join(
        part if PREFORMATTED.fullmatch(part) else _paragraphs(part) for part in parts if part
    )


def _paragraphs(text):
    blocks = [block.strip("\n") for block in re.split(r"\n\s*\n", text)]
    return "".join(
        "<p>{}</p>".format(block.replace("\n", "<br>")) for block in blocks if block.strip()
    )


class _Converter(MarkdownConverter):
    """Writes no more than our reader's renderer knows: no pictures, headings or rules."""

    def escape(self, text, parent_tags):
        if "a" in parent_tags:
            return super().escape(text, parent_tags)
        # An address is a link as it stands; marks in it are part of it.
        parts = ADDRESS.split(text or "")
        return "".join(
            f"<{part}>" if number % 2 else super(_Converter, self).escape(part, parent_tags)
            for number, part in enumerate(parts)
        )

    def convert_a(self, el, text, parent_tags):
        href = _uncounted(el.get("href") or "")
        if not href.startswith(("http://", "https://", "mailto:")):
            # It led to a place of the other site, or is none.
            return text
        el["href"] = href.translate(OF_HREF)
        el.attrs.pop("title", None)
        return super().convert_a(el, text, parent_tags)

    def convert_img(self, el, text, parent_tags):
        address = (el.get("src") or "").translate(OF_HREF)
        alt = self.escape(el.get("alt") or "", {"a"}).replace("\n", " ").strip()
        if "a" in parent_tags or not address.startswith(("http://", "https://")):
            return alt
        return f"[{alt}]({address})" if alt else f"<{address}>"

    convert_video = convert_img

    def convert_hN(self, n, el, text, parent_tags):
        return f"\n\n**{text.strip()}**\n\n" if text.strip() else ""

    def convert_hr(self, el, text, parent_tags):
        return "\n\n"

    def convert_del(self, el, text, parent_tags):
        return text

    convert_s = convert_del


def _uncounted(href):
    if not COUNTED_LINK.match(href):
        return href
    target = parse_qs(urlsplit(href).query).get("url", [""])[0]
    return re.sub(r":[\w-]+\Z", "", target) if target.startswith("http") else href
