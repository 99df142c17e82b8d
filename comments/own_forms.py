from django import forms
from django.utils.translation import gettext_lazy as _

from comments.leaving import Words


class LeaveForm(forms.Form):
    """What becomes of the words of a reader who leaves, and a proof that it is them.

    Whoever comes in by codes alone has no password, and types their username instead.
    """

    words = forms.ChoiceField(
        label=_("What becomes of your comments?"),
        choices=Words.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what becomes of your comments.")},
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    username = forms.CharField(
        label=_("Type your username"), widget=forms.TextInput({"autocomplete": "off"})
    )

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.reader = reader
        del self.fields["username" if reader.has_usable_password() else "password"]

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not self.reader.check_password(password):
            raise forms.ValidationError(_("This is not your password."), code="password")
        return password

    def clean_username(self):
        username = self.cleaned_data["username"]
        if username != self.reader.username:
            raise forms.ValidationError(
                _("Your username is %(name)s."),
                code="username",
                params={"name": self.reader.username},
            )
        return username
