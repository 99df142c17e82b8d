"""XML files of strangers, read piece by piece."""

from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from django.utils.translation import gettext as _

from comments.exchange.incoming import BadSource


def pieces(path, root, depth):
    """Yield the elements at a depth below the outermost one, which has the name `root`.

    Each is forgotten once the next is asked for. Raises BadSource for what is no such file, and
    for what declares a document type or entities: no export has any, and they can be harmful.
    """
    try:
        yield from _pieces(path, root, depth)
    except DefusedXmlException as error:
        raise BadSource(
            _("It declares a document type or entities, which no export has: it is not read.")
        ) from error
    except ParseError as error:
        raise BadSource(_("It is not whole XML: %(error)s.") % {"error": error}) from error
    except (LookupError, UnicodeError) as error:
        raise BadSource(_("It is in an encoding that is not known.")) from error


def _pieces(path, root, depth):
    opened = []
    with path.open("rb") as file:
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            if event == "start":
                opened.append(element)
                if len(opened) == 1 and local_name(element) != root:
                    raise BadSource(
                        _("Its outermost element is <%(found)s>, and should be <%(root)s>.")
                        % {"found": local_name(element), "root": root}
                    )
                continue
            opened.pop()
            if len(opened) == depth:
                yield element
                opened[-1].clear()


def local_name(element):
    """Return an element's name without its namespace, whose address differs between versions."""
    return element.tag.rpartition("}")[2]


def child(element, name):
    """Return the first child with a name, None where there is none."""
    return next((child for child in element if local_name(child) == name), None)


def text_of(element, name):
    """Return the text of the first child with a name; "" where there is none."""
    found = child(element, name)
    return (found.text or "").strip() if found is not None else ""


def attribute(element, name):
    """Return an attribute in whatever namespace, "" where it is lacking."""
    if element is None:
        return ""
    values = {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
    return values.get(name, "")
