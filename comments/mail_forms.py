from django import forms

from accounts.models import User


class MailForm(forms.ModelForm):
    """Which mail a reader wants beside that of the articles they follow."""

    class Meta:
        model = User
        fields = ["mail_replies", "mail_credits"]


class FollowForm(forms.Form):
    """Whether an article is to be followed: `following` is 1 or 0."""

    following = forms.TypedChoiceField(
        choices=[("1", ""), ("0", "")], coerce=lambda value: value == "1"
    )


class StopForm(forms.Form):
    """What is to be stopped: the one thing an address is for, or every mail.

    A mail program sends no `stop` but List-Unsubscribe=One-Click (RFC 8058).
    """

    THIS, ALL = "this", "all"
    ONE_CLICK = "List-Unsubscribe"

    stop = forms.ChoiceField(choices=[(THIS, ""), (ALL, "")], required=False)

    def clean(self):
        if self.data.get(self.ONE_CLICK) == "One-Click":
            return {"stop": self.THIS}
        if not self.cleaned_data.get("stop"):
            raise forms.ValidationError("It is not said what to stop.")
        return self.cleaned_data
