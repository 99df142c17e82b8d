from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from mlmap_site.text import validate_readable


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
    class Meta:
        model = User
        fields = ["name", "headline"]
