from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import avatars
from accounts.models import User
from mlmap_site.pictures import remake_picture
from mlmap_site.text import validate_readable

LINES = forms.Textarea({"rows": 4})


class HeadlineForm(forms.Form):
    """What signing up asks beside the library's own fields."""

    headline = forms.CharField(
        label=_("Headline"),
        max_length=120,
        required=False,
        validators=[validate_readable],
        help_text=_("Optional: one line about what you do, shown under your name."),
    )

    def signup(self, request, user):
        user.headline = self.cleaned_data["headline"]
        user.save(update_fields=["headline"])


class ProfileForm(forms.ModelForm):
    field_order = ["avatar"]
    avatar = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp,image/avif"}),
        help_text=_("A JPEG, PNG, WebP or AVIF file. The square in its middle is shown."),
    )

    class Meta:
        model = User
        fields = ["name", "headline", "mail_replies", "mail_credits", "named_in_credits"]

    @property
    def shown(self):
        """Return the fields of what others see; what else there is are switches."""
        return [field for field in self if field not in self.switches]

    @property
    def switches(self):
        return [self[name] for name in ("named_in_credits", "mail_replies", "mail_credits")]

    def clean_avatar(self):
        sent = self.cleaned_data["avatar"]
        return remake_picture(sent) if sent else None

    @transaction.atomic
    def save(self):
        # These fields alone: whatever else of the row changes in this moment stays changed.
        self.instance.save(update_fields=self.Meta.fields)
        if picture := self.cleaned_data["avatar"]:
            avatars.show_by(self.instance, picture)
        return self.instance


class AuthorForm(ProfileForm):
    """An author's profile: what their page and the foot of their articles say of them, too."""

    class Meta(ProfileForm.Meta):
        fields = [*ProfileForm.Meta.fields, "bio", "courses", "links"]
        widgets = {"courses": LINES, "links": LINES}
