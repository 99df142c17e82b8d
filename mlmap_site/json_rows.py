"""Other rows that belong to a row, as one value of it: so that they take no query of their own."""

from datetime import UTC, datetime

from django.db.models import JSONField, Subquery
from django.db.models.functions import JSONObject


class JSONRows(Subquery):
    """The rows of a queryset, in its order and within its limit, as a list of dictionaries.

    `fields` are names, or expressions under names. A moment comes as text, for `moment` to read.
    """

    output_field = JSONField()
    template = "(SELECT COALESCE(JSONB_AGG(r.data), '[]') FROM (%(subquery)s) AS r)"

    def __init__(self, queryset, *names, **fields):
        fields = {name: name for name in names} | fields
        super().__init__(queryset.values(data=JSONObject(**fields)))

    def as_sqlite(self, compiler, connection):
        template = "(SELECT JSON_GROUP_ARRAY(JSON(r.data)) FROM (%(subquery)s) AS r)"
        return self.as_sql(compiler, connection, template=template)


def moment(text):
    """Return the moment that a database wrote into JSON; SQLite keeps UTC and does not say so."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)
