"""What any text that a person sends must be, whatever it is for."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Unicode's explicit direction controls: they make text read otherwise than it is stored.
# (Unicode Standard Annex 9, section 2.) The marks U+200E and U+200F are ordinary writing.
DIRECTION_CONTROLS = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
ALLOWED_CONTROLS = {"\n", "\t", "\r"}
# Letters and symbols, to Unicode, that are drawn as nothing: fillers, and Braille with no dot.
BLANKS = {"\u115f", "\u1160", "\u2800", "\u3164", "\uffa0"}


class ReadAsUTF8:
    """Read what is sent as UTF-8, whatever a header says that it is.

    A form has no other encoding. An address that is read in another one would also stand, in the
    page cache, for those who ask for it as it is.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.encoding = "utf-8"
        return self.get_response(request)


def validate_readable(value):
    """Refuse text with hidden control characters.

    Raises ValidationError that names the character, since nobody can see it.
    """
    for character in value:
        if character in DIRECTION_CONTROLS:
            raise ValidationError(
                _("This text has a hidden character that reverses its direction (%(code)s)."),
                code="direction",
                params={"code": f"U+{ord(character):04X}"},
            )
        if unicodedata.category(character) in ("Cc", "Cs") and character not in ALLOWED_CONTROLS:
            raise ValidationError(
                _("This text has a character that cannot be shown (%(code)s)."),
                code="control",
                params={"code": f"U+{ord(character):04X}"},
            )


def shows(value):
    """Return whether a reader would see anything of a text."""
    return any(unicodedata.category(c)[0] in "LNPS" and c not in BLANKS for c in value)


def normalise(value):
    """Return text in Unicode's composed form (NFC) with line ends as newlines."""
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
