"""The language of a page: its address says it, and nothing else does.

English has the plain address, any other language the same address behind its code. No cookie, no
header and no session is asked, so that a page is the same bytes for everyone who asks for it.
"""

import re

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_info, override

FIRST_PART = re.compile(r"/([a-z-]+)(?![^/?])")


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


def authors_language():
    """Return ` lang="en"`, for what an author wrote, where the page speaks another language."""
    is_foreign = get_language() not in (None, settings.LANGUAGE_CODE)
    return format_html(' lang="{}"', settings.LANGUAGE_CODE) if is_foreign else ""


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
