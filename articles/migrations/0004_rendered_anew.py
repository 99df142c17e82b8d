from django.db import migrations

from mlmap_site.markup import render_author_text


def render_anew(apps, schema_editor):
    """Show every text as it is rendered now: headings of the first release had no addresses."""
    for name in ("Version", "Correction"):
        texts = apps.get_model("articles", name).objects
        for text in texts.only("body", "body_html"):
            html = render_author_text(text.body)
            if html != text.body_html:
                texts.filter(pk=text.pk).update(body_html=html)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_places")]

    operations = [migrations.RunPython(render_anew, migrations.RunPython.noop)]
