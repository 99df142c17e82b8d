"""The language of a page: its address says it, and nothing else does.

English has the plain address, any other language the same address behind its code. No cookie, no
header and no session is asked, so that a page is the same bytes for everyone who asks for it.
"""

import re
from functools import lru_cache

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info, override

FIRST_PART = re.compile(r"/([a-z-]+)(?![^/?])")
# As much of a text tells its language.
LOOKED_AT = 1000
OTHER = "other"
# Words where they are written apart, signs where each is about as much as a word.
LETTERS = {
    settings.LANGUAGE_CODE: re.compile(r"[A-Za-zÀ-ɏ]+"),
    "zh": re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]"),
    "ja": re.compile(r"[\u3041-\u30ff]"),
    "ko": re.compile(r"[\uac00-\ud7a3]+"),
    "el": re.compile(r"[\u0370-\u03ff]+"),
    "he": re.compile(r"[\u0590-\u05ff]+"),
    "th": re.compile(r"[\u0e00-\u0e7f]+"),
    "ka": re.compile(r"[\u10a0-\u10ff]+"),
    "hy": re.compile(r"[\u0530-\u058f]+"),
    # Cyrillic, Arabic and the scripts of India.
    OTHER: re.compile(r"[\u0400-\u052f\u0600-\u077f\u0900-\u0dff]+"),
}
# Their full stop is as wide as a sign and brings its own room.
WITHOUT_BLANKS = {"zh", "ja"}


def language_of(path):
    """Return the code of the language that an address is in."""
    first = FIRST_PART.match(path)
    is_language = first and first[1] in dict(settings.LANGUAGES)
    return first[1] if is_language else settings.LANGUAGE_CODE


def in_language(path, code):
    """Return an address of this site in another language."""
    here = language_of(path)
    plain = path if here == settings.LANGUAGE_CODE else path.removeprefix(f"/{here}")
    return plain if code == settings.LANGUAGE_CODE else f"/{code}{plain}"


def written_in(text):
    """Return the code of the language that somebody's text is in, as its letters tell.

    Latin letters are taken for the language of the plain addresses. None for letters that several
    languages share, of which nobody can say more, and for a text without any.
    """
    return _written_in(text[:LOOKED_AT])


@lru_cache(maxsize=1024)
def _written_in(start):
    found = {code: len(letters.findall(start)) for code, letters in LETTERS.items()}
    # A Japanese text has some kana, and may have more of the signs that it shares with Chinese.
    if found["ja"]:
        found["ja"] += found.pop("zh")
    code = max(found, key=found.get)
    return code if found[code] else None


def lang(text):
    """Return ` lang="zh"` for a text in another language than its page's, otherwise nothing."""
    code = written_in(str(text))
    if code in (None, OTHER, _here()):
        return ""
    return format_html(' lang="{}"', code)


def gap():
    """Return what the page's language writes between two sentences: a blank, or nothing."""
    return "" if _here() in WITHOUT_BLANKS else " "


def _here():
    return (get_language() or settings.LANGUAGE_CODE).partition("-")[0]


class LanguageOfAddress:
    """Answer in the language of the address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.LANGUAGE_CODE = language_of(request.path_info)
        with override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


def languages(request):
    """Give templates the page's addresses in each language: its own, and those to switch to."""
    address = request.get_full_path()
    return {
        "languages": [
            get_language_info(code) | {"address": in_language(address, code)}
            for code, _name in settings.LANGUAGES
        ]
    }
