"""How a version is cited: as plain text, BibTeX and CSL-JSON. No database, no clock.

A citation names what makes the text the same for ever: version, revision, digest and the address
of exactly this wording.
"""

import json
from dataclasses import dataclass
from datetime import date

SITE_NAME = "ML Map"
# As many digits as tell any two texts apart in practice; the whole digest stands at the address.
DIGEST_DIGITS = 12

# Braces are written out: BibTeX counts them even where a backslash stands before one.
BIBTEX_WORDS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{character: f"\\{character}" for character in "&%$#_"},
}
BIBTEX_ESCAPES = str.maketrans(BIBTEX_WORDS)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited. `revision` is 1 for a text as it was published, `issued` that text's date."""

    slug: str
    author: str
    title: str
    number: str
    revision: int
    issued: date
    digest: str
    address: str

    @property
    def edition(self) -> str:
        """The version in words; a corrected one says which revision it is."""
        words = f"version {self.number}"
        return words if self.revision == 1 else f"{words}, revision {self.revision}"

    @property
    def key(self) -> str:
        """A name for reference managers, and for the files."""
        key = f"{self.slug}-v{self.number}"
        return key if self.revision == 1 else f"{key}-r{self.revision}"

    @property
    def fingerprint(self) -> str:
        return f"SHA-256 {self.digest[:DIGEST_DIGITS]}"


def as_text(citation: Citation) -> str:
    """The citation as one line."""
    parts = (
        f"{_one_line(citation.author)} ({citation.issued.year})",
        f"{_one_line(citation.title)} ({citation.edition})",
        f"{SITE_NAME}, {citation.issued.isoformat()}",
        citation.fingerprint,
    )
    return "".join(f"{part.removesuffix('.')}. " for part in parts) + citation.address + "\n"


def as_bibtex(citation: Citation) -> str:
    """The citation as an entry for BibTeX and BibLaTeX."""
    fields = {
        # A name in braces of its own is kept whole: nobody can know which part is the family's.
        "author": f"{{{_bibtex(citation.author)}}}",
        "title": f"{{{_bibtex(citation.title)}}}",
        "year": str(citation.issued.year),
        "date": citation.issued.isoformat(),
        "version": _bibtex(citation.number),
        "howpublished": SITE_NAME,
        "note": _bibtex(f"{_sentence(citation.edition)}, {citation.fingerprint}"),
        # An address is taken as it stands.
        "url": citation.address,
    }
    rows = [f"  {name:<12} = {{{value}}}," for name, value in fields.items()]
    rows.insert(3, f"  {'month':<12} = {MONTHS[citation.issued.month - 1]},")
    return "\n".join([f"@misc{{{citation.key},", *rows, "}"]) + "\n"


def as_csl(citation: Citation) -> str:
    """The citation as CSL-JSON, which Zotero, Pandoc and their like read."""
    issued = citation.issued
    fields = {
        "id": citation.key,
        "type": "webpage",
        "title": _one_line(citation.title),
        "author": [{"literal": _one_line(citation.author)}],
        "container-title": SITE_NAME,
        "issued": {"date-parts": [[issued.year, issued.month, issued.day]]},
        "version": citation.number,
        "note": f"{_sentence(citation.edition)}, {citation.fingerprint}",
        "URL": citation.address,
    }
    # A line for each field, so that people can read it too.
    rows = [
        f'  "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in fields.items()
    ]
    return "[{\n" + ",\n".join(rows) + "\n}]\n"


def _bibtex(text: str) -> str:
    return _one_line(text).translate(BIBTEX_ESCAPES)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
