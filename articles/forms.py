from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.editor import store_picture
from articles.models import Version
from mlmap_site.markup import ARTICLE_LIMIT
from mlmap_site.pictures import remake_picture


class VersionForm(forms.ModelForm):
    """A draft in the admin."""

    class Meta:
        model = Version
        fields = [
            *("major", "minor", "title", "teaser", "body", "cover", "cover_alt"),
            *("cover_caption", "line_start", "line_end"),
        ]
        widgets = {"teaser": forms.Textarea({"rows": 2, "class": "vTextField"})}

    def clean_cover(self):
        cover = self.cleaned_data["cover"]
        if cover and "cover" in self.changed_data:
            return store_picture(remake_picture(cover), "covers")
        return cover

    def clean(self):
        number = (self.cleaned_data.get("major"), self.cleaned_data.get("minor"))
        highest = self.instance.article.versions.frozen().newest_first().first()
        if None not in number and highest and number <= highest.number:
            self.add_error(
                "major",
                ValidationError(
                    _("Numbers only rise: this article has %(highest)s already."),
                    params={"highest": highest.label},
                ),
            )
        return super().clean()


class DistinctRows(BaseInlineFormSet):
    """Rows that must differ among themselves, which the database would only say by failing.

    `distinct` names the sets of columns; text is compared without regard to case.
    """

    distinct = ()

    def clean(self):
        super().clean()
        for columns, message in self.distinct:
            self._refuse_repeats(columns, message)

    def _refuse_repeats(self, columns, message):
        seen = set()
        for form in self.forms:
            data = getattr(form, "cleaned_data", {})
            if not data or data.get("DELETE"):
                continue
            row = tuple(_folded(data.get(column)) for column in columns)
            if row in seen:
                form.add_error(columns[0], message)
            seen.add(row)


class PlacementRows(DistinctRows):
    distinct = [
        (["role"], _("This role is on the map already.")),
        (["name"], _("Another role on this map has this name.")),
    ]


class DescentRows(DistinctRows):
    distinct = [(["ancestor", "descendant"], _("This descent is recorded already."))]


class ScheduleForm(forms.Form):
    """When a version appears: at a time to come, in the site's time zone."""

    at = forms.SplitDateTimeField(label=_("Publish at"), widget=AdminSplitDateTime)

    def clean_at(self):
        if self.cleaned_data["at"] <= timezone.now():
            raise ValidationError(_("This time has passed. Choose one to come, or publish now."))
        return self.cleaned_data["at"]


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=Version._meta.get_field("withdrawal_reason").max_length,
        help_text=_("Readers who follow a link to it read this."),
    )


class CorrectForm(forms.Form):
    """Spelling, links and alternative texts: never the map."""

    reason = forms.CharField(
        label=_("What was wrong"), max_length=300, help_text=_("Readers see this.")
    )
    body = Version._meta.get_field("body").formfield(label=_("Text"), max_length=ARTICLE_LIMIT)
    cover_alt = Version._meta.get_field("cover_alt").formfield()


def _folded(value):
    return value.casefold() if isinstance(value, str) else value
