from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from articles.numbers import parse_number
from comments.models import Comment
from mlmap_site.markup import COMMENT_LIMIT
from mlmap_site.text import normalise


class NormalText(forms.CharField):
    """Text that is counted as it will be stored: a browser sends a line end as two characters."""

    def to_python(self, value):
        return normalise(super().to_python(value))


class CommentForm(forms.ModelForm):
    """A comment as it is posted: `body`, `version` (v0.1 or 0.1), and maybe `parent` and `role`."""

    version = forms.CharField(
        max_length=12,
        widget=forms.HiddenInput,
        error_messages={"required": _("Say which version the comment is on.")},
    )
    parent = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    class Meta:
        model = Comment
        fields = ["body", "role"]
        field_classes = {"body": NormalText}
        widgets = {"body": forms.Textarea({"rows": 8})}
        labels = {"body": _("Your comment"), "role": _("About a role")}
        help_texts = {
            "body": _(
                "At most %(limit)d characters. Markdown works for paragraphs, *emphasis*, `code`, "
                "links, > quotes and lists."
            )
            % {"limit": COMMENT_LIMIT},
        }
        error_messages = {
            "body": {
                "required": _("Write something first."),
                "max_length": _(
                    "A comment has at most %(limit_value)d characters; this one has %(show_value)d."
                ),
            }
        }

    def __init__(self, *args, article, author, version=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.article = article
        self.instance.article, self.instance.author = article, author
        # The browser would cut a longer text off at the limit without a word.
        self.fields["body"].widget.attrs.pop("maxlength", None)
        self.fields["role"] = RoleField(version)
        if self["parent"].value() or not self.fields["role"].names:
            # An answer is about what it answers; a version without a map has no roles to choose.
            del self.fields["role"]

    def clean_version(self):
        number = parse_number(self.cleaned_data["version"])
        version = self.article.versions.public().numbered(number).first()
        if version is None:
            raise ValidationError(_("There is no such version of this article."), code="missing")
        return version

    def clean_parent(self):
        key = self.cleaned_data["parent"]
        if key is None:
            return None
        parent = self.article.comments.approved().filter(pk=key).first()
        if parent is None:
            raise ValidationError(
                _("The comment you answer is not there, or not in this thread."), code="missing"
            )
        return parent

    def replace_what_is_gone(self, version):
        """Let a refused form be sent again: nobody else can mend what is hidden in it."""
        self.data = self.data.copy()
        if "version" in self.errors:
            self.data["version"] = version.label
        if "parent" in self.errors:
            self.data["parent"] = ""

    @transaction.atomic
    def save(self, commit=True):
        """Store the comment; it is approved at once where its author is trusted."""
        comment, parent = self.instance, self.cleaned_data["parent"]
        comment.version = self.cleaned_data["version"]
        if parent:
            comment.in_reply_to, comment.root = parent, parent.root or parent
            comment.role = parent.role
        comment.save()
        if not comment.needs_approval():
            comment.enter(Comment.State.APPROVED)
        return comment


class RoleField(forms.ModelChoiceField):
    """The roles that a version places, by the names they have on it."""

    def __init__(self, version):
        placements = version.placements.select_related("role") if version else ()
        self.names = {placement.role_id: placement.name for placement in placements}
        field = Comment._meta.get_field("role")
        super().__init__(
            field.related_model.objects.filter(pk__in=self.names),
            required=False,
            label=_("About a role"),
            empty_label=_("The map as a whole"),
            to_field_name="slug",
            error_messages={"invalid_choice": _("This role is not on this version of the map.")},
        )

    def label_from_instance(self, role):
        return self.names[role.pk]
