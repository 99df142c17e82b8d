"""What an author points at, a line each: its name, and behind it its address."""

import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

MOST_LINES = 20
LINE = re.compile(r"(?P<name>\S.*?)\s+(?P<address>\S+)")

is_address = URLValidator(schemes=["https", "http"])


class Link(NamedTuple):
    name: str
    address: str


def read(text):
    """Return the links of a text that was validated."""
    return [Link(**LINE.fullmatch(line).groupdict()) for line in _lines(text)]


def validate_links(text):
    """Refuse a text with a line that is no name and address; raises ValidationError."""
    lines = _lines(text)
    if len(lines) > MOST_LINES:
        raise ValidationError(_("At most %(count)d lines.") % {"count": MOST_LINES})
    for line in lines:
        found = LINE.fullmatch(line)
        try:
            is_address(found["address"] if found else "")
        except ValidationError as error:
            words = _("“%(line)s” is not a name and then an address that begins with https://.")
            raise ValidationError(words, params={"line": line}) from error


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]
