"""What the tests of the desk share: its addresses, and a draft's form as a browser sends it."""

from django.urls import reverse

PARTS = ["placements", "descents", "changes"]


def address(page, row):
    """Return the address of a page about a row, or about all rows of a model."""
    name = f"admin:{row._meta.label_lower.replace('.', '_')}_{page}"
    return reverse(name, args=[] if isinstance(row, type) else [row.pk])


def form_of(draft, **values):
    """Return what the draft's form posts; `values` go in place of what it shows."""
    fields = ("major", "minor", "title", "teaser", "body", "cover_alt", "cover_caption")
    fields += ("cover_focus_x", "cover_focus_y", "line_start", "line_end")
    sent = {field: getattr(draft, field) for field in fields}
    for part in PARTS:
        sent |= rows(part, draft)
    return sent | values


def rows(part, draft):
    """Return the rows of one kind that a draft has."""
    columns = {
        "placements": ["role_id", "name", "start", "end", "summary"],
        "descents": ["ancestor_id", "descendant_id"],
        "changes": ["position", "text"],
    }
    stored = list(getattr(draft, part).all())
    sent = {f"{part}-TOTAL_FORMS": len(stored), f"{part}-INITIAL_FORMS": len(stored)}
    for place, row in enumerate(stored):
        prefix = f"{part}-{place}-"
        sent |= {f"{prefix}id": row.pk, f"{prefix}version": draft.pk}
        for column in columns[part]:
            value = getattr(row, column)
            sent[prefix + column.removesuffix("_id")] = "" if value is None else value
    return sent


def with_rows(sent, part, *new):
    """Return a form with new rows under those it has."""
    total = sent[f"{part}-TOTAL_FORMS"]
    sent = sent | {f"{part}-TOTAL_FORMS": total + len(new)}
    for place, row in enumerate(new, start=total):
        sent |= {f"{part}-{place}-{column}": value for column, value in row.items()}
    return sent


def errors_in(answer):
    """Return what a refused form says beside its fields, by the field's name."""
    context = answer.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += inline.formset.forms
    return {
        form.add_prefix(name): said for form in forms for name, [said, *_] in form.errors.items()
    }
