import uuid

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from articles.models import placed_on
from articles.numbers import parse_number
from comments.models import Comment, Notice, Report
from comments.posting import edit, post
from comments.spam import STAMP_LIFE, age_of_stamp, is_too_quick, stamp
from mlmap_site.markup import COMMENT_LIMIT, parse_reader_text
from mlmap_site.text import normalise, shows


class NormalText(forms.CharField):
    """Text that is counted as it will be stored: a browser sends a line end as two characters."""

    def to_python(self, value):
        return normalise(super().to_python(value))


class WrittenForm(forms.Form):
    """What every form has that takes words: two traps for programs that fill in all they find.

    A form that comes without its stamp was not opened in a browser; it is taken, since waiting is
    as easy as leaving the stamp out, and whoever sends it is signed in and counted.
    """

    stamp = forms.CharField(required=False, widget=forms.HiddenInput)
    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput({"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args, author, **kwargs):
        super().__init__(*args, **kwargs)
        self.author = author
        self.fields["stamp"].initial = stamp(author)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("website"):
            self.refuse(_("A field that no person sees was filled in. Please send it once more."))
        if sent := cleaned.get("stamp"):
            self.check_age(age_of_stamp(sent, self.author))
        return cleaned

    def check_age(self, seconds):
        if seconds is None or seconds > STAMP_LIFE:
            self.refuse(_("This form was open for too long. Please send it once more."), "old")
        elif is_too_quick(seconds):
            self.refuse(_("That was quicker than a person writes. Please send it once more."))

    def refuse(self, message, code="trap"):
        self.add_error(None, ValidationError(message, code=code))

    @property
    def is_too_often(self):
        return self.has_error(NON_FIELD_ERRORS, "rate")

    @property
    def is_unstorable(self):
        return self.has_error(NON_FIELD_ERRORS, "database")

    def make_sendable(self, version=None):
        """Let a refused form be sent again: what the page fills in is filled in anew."""
        self.data = self.data.copy()
        self.data["website"] = ""
        # A stamp that was fine stays: whoever sends it again at once is not too quick.
        if self.has_error(NON_FIELD_ERRORS, "old") or not self.data.get("stamp"):
            self.data["stamp"] = stamp(self.author)

    @property
    def seen_fields(self):
        """Return the fields that a person fills in."""
        return [field for field in self.visible_fields() if field.name != "website"]


def check_words(body):
    """Refuse words that show nothing, or have more links than a person needs: ValidationError."""
    text = parse_reader_text(body)
    if not shows(text.words):
        raise ValidationError(_("Write something first."), code="required")
    if len(text.links) > settings.COMMENTS_MAX_LINKS:
        raise ValidationError(
            ngettext_lazy(
                "At most %(limit)d link can be sent; this text has %(count)d.",
                "At most %(limit)d links can be sent; this text has %(count)d.",
                "limit",
            ),
            code="links",
            params={"limit": settings.COMMENTS_MAX_LINKS, "count": len(text.links)},
        )


class CommentForm(WrittenForm, forms.ModelForm):
    """A comment as it is posted: `body`, `version` (v0.1 or 0.1), and maybe `parent` and `role`.

    With an `instance` it changes that comment's words, and nothing else of it.
    """

    version = forms.CharField(
        max_length=12,
        widget=forms.HiddenInput,
        error_messages={"required": _("Say which version the comment is on.")},
    )
    parent = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = Comment
        fields = ["body", "role"]
        field_classes = {"body": NormalText}
        widgets = {"body": forms.Textarea({"rows": 8})}
        labels = {"body": _("Your comment"), "role": _("About a role")}
        help_texts = {
            "body": _(
                "At most %(limit)d characters. Markdown works for paragraphs, *emphasis*, `code`, "
                "links, quotes (>) and lists."
            )
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
        super().__init__(*args, author=author, **kwargs)
        # The public version that is read, if it is known.
        self.article, self.version = article, version
        self.earlier = None
        self.is_edit = self.instance.pk is not None
        self.instance.article, self.instance.author = article, author
        # The browser would cut a longer text off at the limit without a word.
        self.fields["body"].widget.attrs.pop("maxlength", None)
        # Filled in once the language of the page is known.
        self.fields["body"].help_text %= {"limit": COMMENT_LIMIT}
        self.fields["role"] = RoleField(version)
        if self.is_edit:
            for name in ("version", "parent", "key", "role"):
                del self.fields[name]
        elif self["parent"].value() or not self.fields["role"].names:
            # An answer is about what it answers; a version without a map has no roles to choose.
            del self.fields["role"]

    @property
    def draft_name(self):
        """Return the name under which a browser keeps what is typed, until it is stored."""
        return f"edit-{self.instance.pk}" if self.is_edit else str(self["key"].value())

    def clean_body(self):
        body = self.cleaned_data["body"]
        check_words(body)
        return body

    def clean_version(self):
        number = parse_number(self.cleaned_data["version"])
        if self.version and number == self.version.number:
            return self.version
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

    def clean_key(self):
        """Find what this very form posted before: its `earlier` comment, or other words."""
        key = self.cleaned_data["key"]
        earlier = key and self.author.comments.filter(key=key).first()
        if earlier:
            self.remember(earlier)
        return key

    def remember(self, earlier):
        if normalise(self.data.get("body", "")).strip() == earlier.body:
            self.earlier = earlier
        else:
            self.add_error(
                "key",
                ValidationError(
                    _(
                        "This form was posted before, with other words. "
                        "Send it once more to post these as well."
                    ),
                    code="used",
                ),
            )

    def make_sendable(self, version=None):
        super().make_sendable(version)
        if "version" in self.errors:
            self.data["version"] = version.label
        if "parent" in self.errors:
            self.data["parent"] = ""
        if "key" in self.errors or not self.data.get("key"):
            self.data["key"] = str(uuid.uuid4())

    def save(self, sending=None):
        """Store the comment, or its changed words, and return it.

        It is the earlier one where this form was sent twice, None where the form that was sent
        before had other words. Raises Refused where an edit comes too late.
        """
        comment, cleaned = self.instance, self.cleaned_data
        if self.is_edit:
            return edit(comment, cleaned["body"], sending)
        comment.version, parent = cleaned["version"], cleaned["parent"]
        comment.key = cleaned.get("key")
        if parent:
            comment.in_reply_to, comment.root = parent, parent.root or parent
            comment.role = parent.role
        stored = post(comment, sending)
        if stored is not comment:
            self.remember(stored)
            return self.earlier
        return stored


class ReportForm(WrittenForm, forms.ModelForm):
    """What a reader tells the moderators about a comment; twice is once."""

    class Meta:
        model = Report
        fields = ["reason", "words"]
        widgets = {"reason": forms.RadioSelect, "words": forms.Textarea({"rows": 3})}
        labels = {"reason": _("What is wrong with it?"), "words": _("In your words (optional)")}
        help_texts = {"words": _("Only the moderators read it.")}
        error_messages = {"reason": {"required": _("Choose a reason.")}}

    def __init__(self, *args, comment, **kwargs):
        super().__init__(*args, **kwargs)
        self.comment = comment
        reason, words = self.fields["reason"], self.fields["words"]
        reason.choices = [choice for choice in reason.choices if choice[0]]
        words.widget.attrs.pop("maxlength", None)

    def save(self, sending=None):
        """Store the report and return it, the first one where this reader reported before."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        report, is_new = Report.objects.get_or_create(
            comment=self.comment, reporter=self.author, defaults=said
        )
        if is_new:
            Notice.objects.queue_webhooks(Notice.Kind.COMMENT_REPORTED, [self.comment])
        return report


class RoleField(forms.ModelChoiceField):
    """The roles that a version places, by the names they have on it."""

    def __init__(self, version):
        placements = placed_on(version) if version else ()
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
