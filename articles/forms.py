from django import forms
from django.contrib.admin.widgets import AdminFileWidget, AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.editor import store_picture
from articles.models import LONGEST_SHARE, Article, Correction, Version
from articles.publishing import revision_of
from mlmap_site.pictures import remake_picture
from mlmap_site.text import validate_readable


class ArticleForm(forms.ModelForm):
    """An article in the admin."""

    class Meta:
        model = Article
        fields = ["title", "slug", "author", "tags"]

    def clean_tags(self):
        for name in self.cleaned_data["tags"]:
            if not slugify(name, allow_unicode=True):
                raise ValidationError(
                    _("“%(name)s” can be no tag: it has neither letters nor digits."),
                    params={"name": name},
                )
        return self.cleaned_data["tags"]


class VersionForm(forms.ModelForm):
    """A draft in the admin."""

    # Which save the form was opened on, so that two windows do not undo each other's work.
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Version
        fields = [
            *("major", "minor", "title", "teaser", "body", "cover", "cover_alt"),
            *("cover_caption", "cover_focus_x", "cover_focus_y", "line_start", "line_end"),
        ]
        # Django's field for pictures would let every decoder there is look at the file.
        field_classes = {"cover": forms.FileField}
        widgets = {
            "teaser": forms.Textarea({"rows": 2, "class": "vTextField"}),
            "cover": AdminFileWidget({"accept": "image/jpeg,image/png,image/webp,image/avif"}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["seen"] = str(self.instance.updated_at)

    def clean_seen(self):
        # Locked, so that who saves at the same moment waits, and then sees that it was saved.
        stored = Version.objects.select_for_update(no_key=True).values_list("updated_at", flat=True)
        now, seen = str(stored.get(pk=self.instance.pk)), self.cleaned_data["seen"]
        if seen not in ("", now):
            # Sent once more, it is meant.
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = now
            raise ValidationError(
                _(
                    "This draft was saved in another window since you opened it. Compare with what "
                    "stands there; saving again replaces it with what is here."
                )
            )
        return seen

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


class RowForm(forms.ModelForm):
    """A row of a draft. What makes rows differ is checked on all of them together."""

    def validate_unique(self):
        pass


class DistinctRows(BaseInlineFormSet):
    """Rows that must differ among themselves as they will stand, not as they stood.

    Two roles may change names in one go. `distinct` names the sets of columns that make a row what
    it is, with the message for a repeat; text is compared without regard to case.
    """

    distinct = ()

    def clean(self):
        for columns, message in self.distinct:
            self._refuse_repeats(columns, message)

    def save_existing_objects(self, commit=True):
        # Every changed row is taken out before any is put back, so that none is in another's way.
        changed = [form.instance.pk for form in self.initial_forms if form.has_changed()]
        self.model.objects.filter(pk__in=changed).delete()
        return super().save_existing_objects(commit)

    def _refuse_repeats(self, columns, message):
        """Refuse what stands in another row, be it of this form or of one that was sent before."""
        shown = [form.instance.pk for form in self.initial_forms]
        stored = self.model.objects.filter(version=self.instance).exclude(pk__in=shown)
        seen = {_identity(row) for row in stored.values_list(*columns)}
        for form in self.forms:
            row = getattr(form, "cleaned_data", {})
            if row.get("DELETE") or not all(column in row for column in columns):
                continue
            identity = _identity(row[column] for column in columns)
            if identity in seen:
                form.add_error(columns[0], message)
            seen.add(identity)


def _identity(values):
    return tuple(_plain(value) for value in values)


def _plain(value):
    if isinstance(value, models.Model):
        return value.pk
    return value.casefold() if isinstance(value, str) else value


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


class ShareForm(forms.Form):
    days = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=LONGEST_SHARE.days, initial=7
    )


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        max_length=Version._meta.get_field("withdrawal_reason").max_length,
        validators=[validate_readable],
        help_text=_("Readers who follow a link to it read this."),
    )


class CorrectForm(forms.Form):
    """Spelling, links and alternative texts: never the map."""

    # Which revision was read, so that two who correct at once do not undo each other's work.
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("What was wrong"),
        max_length=Correction._meta.get_field("reason").max_length,
        validators=[validate_readable],
        help_text=_("Readers see this."),
    )
    body = Correction._meta.get_field("body").formfield(
        label=_("Text"), required=True, validators=[validate_readable]
    )
    cover_alt = Correction._meta.get_field("cover_alt").formfield(validators=[validate_readable])

    def __init__(self, text, data=None):
        """Begin on a text as readers see it."""
        initial = {"body": text.body, "cover_alt": text.cover_alt, "seen": revision_of(text)}
        super().__init__(data, initial=initial)

    def carry_on_from(self, text):
        """Keep what was written, as a correction of another text than it was begun on."""
        self.data = self.data.copy()
        self.data[self.add_prefix("seen")] = revision_of(text)
