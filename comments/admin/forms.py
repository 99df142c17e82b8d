from django import forms
from django.utils.translation import gettext_lazy as _

from articles.models import Change
from comments.models import Comment, Moderation
from comments.moderation import NEEDS_REASON
from mlmap_site.text import validate_readable

Triage = Comment.Triage


class ReasonForm(forms.Form):
    """The reason of an act; what must have one is given back without."""

    reason = Moderation._meta.get_field("reason").formfield(
        label=_("Reason"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        error_messages={"required": _("Say why: the reader can read it.")},
        validators=[validate_readable],
    )

    def __init__(self, action, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = action in NEEDS_REASON


class ManyTriageForm(forms.Form):
    """What is to be done about many comments at once."""

    triage = forms.ChoiceField(label=_("Triage"), choices=Triage)
    note = Comment._meta.get_field("triage_note").formfield(
        label=_("Note"),
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("Only the desk sees it. Left empty, each keeps the note it has."),
        validators=[validate_readable],
    )


class ChangesField(forms.ModelMultipleChoiceField):
    """The lines of an article's changelogs, newest version first."""

    def __init__(self, article):
        changes = Change.objects.filter(version__article=article).select_related("version")
        help_text = _("The comment then says so, the changelog credits its reader, and it is done.")
        if not changes.exists():
            help_text = _("No version of the article has a line in its changelog yet.")
        super().__init__(
            changes.order_by("-version__major", "-version__minor", "position", "pk"),
            required=False,
            label=_("Led to"),
            help_text=help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def label_from_instance(self, change):
        return f"{change.version.label}: {change.text}"


class TriageForm(forms.ModelForm):
    """What the author means to do about one comment, and what it led to."""

    class Meta:
        model = Comment
        fields = ["triage", "triage_note", "changes"]
        help_texts = {"triage_note": _("Only the desk sees it.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "changes" in self.fields:
            self.fields["changes"] = ChangesField(self.instance.article)

    def clean(self):
        cleaned = super().clean()
        changes = set(cleaned.get("changes", []))
        if changes - set(self.initial.get("changes", [])) and not self.instance.is_approved:
            self.add_error("changes", _("Only what readers can see is credited: approve it first."))
        is_other = "triage" in self.changed_data and cleaned.get("triage") != Triage.DONE
        if changes and is_other:
            self.add_error("triage", _("It led to a change, so it is done."))
        return cleaned
