"""A version as one Markdown file with front matter: text to data and back. Pure.

What is wrong with a file is said with its line and field, before anything is stored.
"""

from dataclasses import dataclass
from datetime import datetime

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from articles.numbers import parse_number

# The fields of a file with what each must be, in the order in which they are written. Those with a
# "?" may be missing.
PLACEMENT = {"role": str, "kind?": str, "name": str, "start": int, "end": int, "summary?": str}
CORRECTION = {"at": datetime, "reason": str, "cover_alt?": str, "body": str}
FIELDS = {
    "article": str,
    "work": str,
    "author?": str,
    "number": str,
    "predecessor?": str,
    "title": str,
    "teaser?": str,
    "tags?": [str],
    "published_at?": datetime,
    "cover?": {"file": str, "alt?": str, "caption?": str, "focus?": {"x": int, "y": int}},
    "line?": {"start": str, "end": str},
    "placements?": [PLACEMENT],
    "descents?": [{"from?": str, "to?": str}],
    "changes?": [str],
    "corrections?": [CORRECTION],
    "withdrawn?": {"at": datetime, "reason": str},
}
WORDS = {str: "text", int: "a whole number", datetime: "a date and time with its zone"}


class PlainLoader(yaml.SafeLoader):
    """Read YAML in which every field is written out, and once."""

    def compose_node(self, parent, index):
        # A few lines of aliases stand for more than any memory holds.
        if self.check_event(yaml.AliasEvent):
            alias = self.peek_event()
            problem = f"*{alias.anchor} refers to what stands elsewhere: write it out"
            raise yaml.MarkedYAMLError(problem=problem, problem_mark=alias.start_mark)
        return super().compose_node(parent, index)

    def compose_mapping_node(self, anchor):
        node = super().compose_mapping_node(anchor)
        names = set()
        for key, _ in node.value:
            if str(key.value) in names:
                problem = f"{key.value} stands here twice"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=key.start_mark)
            names.add(str(key.value))
        return node


class BadFile(Exception):
    """A file that cannot be a version: `line` counts from 1, `field` is its path in the file."""

    def __init__(self, name, line, field, message):
        super().__init__(f"{name}, line {line}, {field}: {message}")
        self.line, self.field = line, field


@dataclass(frozen=True)
class VersionFile:
    """What a file says; `lines` has the line of each field by its path ("placements.0.name"),
    and of the text as "body"."""

    name: str
    data: dict
    body: str
    lines: dict

    def bad(self, field, message, below=0):
        """Return the fault of a field, with the line of the nearest field that is there.

        `below` is how many lines below that the fault lies.
        """
        path = field
        while path and path not in self.lines:
            path = path.rpartition(".")[0]
        return BadFile(self.name, self.lines.get(path, 1) + below, field, message)


def read(text, name):
    """Return the text of the file with this name as a VersionFile. Raises BadFile."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.startswith("---\n") or "\n---\n" not in text:
        raise BadFile(name, 1, "front matter", "there are no fields between two lines of ---.")
    head, body = YAMLHandler().split(text)
    try:
        loader = PlainLoader(head)
        fields = loader.get_single_node()
        data, lines = fields and loader.construct_document(fields), _lines(fields)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadFile(name, line, "front matter", f"{error.problem}.") from error
    except (yaml.YAMLError, ValueError) as error:
        raise BadFile(name, 1, "front matter", f"{error}.") from error
    body = body.strip()
    lines["body"] = text.count("\n", 0, len(text.rstrip()) - len(body)) + 1
    file = VersionFile(name, data, body, lines)
    _check(file, "", data, FIELDS)
    for field in ("number", "predecessor"):
        if field in data and parse_number(data[field]) is None:
            raise file.bad(field, f"{data[field]!r} is no number such as 0.1.")
    _check_dates(file)
    return file


def write(data, body):
    """Return the text of a file from its fields, which are written in the order of FIELDS."""
    ordered = {}
    for name in FIELDS:
        name = name.removesuffix("?")
        if data.get(name):
            ordered[name] = data[name]
    post = frontmatter.Post(body, **ordered)
    return frontmatter.dumps(post, sort_keys=False, width=100, allow_unicode=True) + "\n"


def _check_dates(file):
    """Refuse what happened to a version before it was published, or without it ever being so."""
    dates = {f"corrections.{i}": row for i, row in enumerate(file.data.get("corrections", []))}
    if "withdrawn" in file.data:
        dates["withdrawn"] = file.data["withdrawn"]
    published_at = file.data.get("published_at")
    for field, row in dates.items():
        if published_at is None or row["at"] < published_at:
            raise file.bad(f"{field}.at", "is before the version was published.")


def _check(file, path, value, wanted):
    """Refuse a value that is not what the fields say, with the path that leads to it."""
    if isinstance(wanted, dict):
        _check_fields(file, path, value, wanted)
    elif isinstance(wanted, list):
        if not isinstance(value, list):
            raise file.bad(path, "must be a list.")
        for index, item in enumerate(value):
            _check(file, f"{path}.{index}", item, wanted[0])
    elif not isinstance(value, wanted) or isinstance(value, bool):
        raise file.bad(path, f"must be {WORDS[wanted]}, not {value!r}.")
    elif wanted is datetime and value.tzinfo is None:
        raise file.bad(path, f"must be {WORDS[wanted]}; {value} has no zone.")


def _check_fields(file, path, value, wanted):
    if not isinstance(value, dict):
        raise file.bad(path or "front matter", "must be fields with their values.")
    names = {name.removesuffix("?"): kind for name, kind in wanted.items()}
    prefix = f"{path}." if path else ""
    for name in value:
        if name not in names:
            known = ", ".join(names)
            raise file.bad(f"{prefix}{name}", f"there is no such field; there are {known}.")
    for name in wanted:
        if not name.endswith("?") and name not in value:
            raise file.bad(f"{prefix}{name}", "is missing.")
    for name, item in value.items():
        _check(file, f"{prefix}{name}", item, names[name])


def _lines(node, path=""):
    """Return the line in the file of every field, by its path."""
    lines = {path: node.start_mark.line + 1} if path else {}
    prefix = f"{path}." if path else ""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            lines |= _lines(value, f"{prefix}{key.value}")
            lines[f"{prefix}{key.value}"] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            lines |= _lines(value, f"{prefix}{index}")
    return lines
