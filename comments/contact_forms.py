import uuid

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from comments.forms import NormalText, WrittenForm, check_words
from comments.models import Message, Notice


class ContactForm(WrittenForm, forms.ModelForm):
    """A message to the author, from whoever; what a program fills in is refused as in a comment."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = Message
        fields = ["name", "email", "body"]
        field_classes = {"body": NormalText}
        widgets = {
            "name": forms.TextInput({"autocomplete": "name"}),
            "email": forms.EmailInput({"autocomplete": "email"}),
            "body": forms.Textarea({"rows": 8}),
        }
        labels = {"name": _("Your name"), "email": _("Your mail address"), "body": _("Message")}
        help_texts = {"email": _("For the answer, and for nothing else.")}
        error_messages = {
            "name": {"required": _("Say who writes.")},
            "email": {"required": _("Without an address nobody could answer you.")},
            "body": {
                "required": _("Write something first."),
                "max_length": _(
                    "A message has at most %(limit_value)d characters; this one has %(show_value)d."
                ),
            },
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The browser would cut a longer text off at the limit without a word.
        self.fields["body"].widget.attrs.pop("maxlength", None)

    def clean_name(self):
        # It goes into the subject of a mail, which is one line.
        return " ".join(self.cleaned_data["name"].split())

    def clean_body(self):
        body = self.cleaned_data["body"]
        check_words(body)
        return body

    def clean(self):
        cleaned = super().clean()
        # Nobody is signed in whom it could be held against: a form that was not opened is not sent.
        if not self.cleaned_data.get("stamp"):
            self.check_age(None)
        return cleaned

    @transaction.atomic
    def save(self, sending=None):
        """Store the message, once however often its form is sent, and queue the mails about it."""
        said = {name: self.cleaned_data[name] for name in self.Meta.fields}
        said["reader"] = self.author if self.author.is_authenticated else None
        key = self.cleaned_data["key"] or uuid.uuid4()
        message, is_new = Message.objects.get_or_create(key=key, defaults=said)
        if is_new:
            Notice.objects.queue_message(message)
        return message
