"""A version's number as it is written: v0.1 and nothing else for it (no v00.1)."""

import re


class NumberConverter:
    """The number in an address."""

    regex = r"v(?:0|[1-9][0-9]{0,3})\.(?:0|[1-9][0-9]{0,3})"

    def to_python(self, value):
        major, minor = value.removeprefix("v").split(".")
        return int(major), int(minor)

    def to_url(self, number):
        major, minor = number
        return f"v{major}.{minor}"


def parse_number(text):
    """Return major and minor of "v0.1" or "0.1", None for anything else."""
    text = text if text.startswith("v") else f"v{text}"
    if not re.fullmatch(NumberConverter.regex, text):
        return None
    return NumberConverter().to_python(text)
