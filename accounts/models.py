from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import links
from mlmap_site import picture_sizes
from mlmap_site.markup import render_author_text, stored_html
from mlmap_site.text import validate_readable


class User(AbstractUser):
    """A reader. An author is a reader who owns articles."""

    first_name = None
    last_name = None

    # Without an address nobody can be told anything, nor prove later that an account is theirs.
    email = models.EmailField(_("mail address"))
    name = models.CharField(
        _("name"),
        max_length=60,
        blank=True,
        validators=[validate_readable],
        help_text=_("Shown beside what you write. Left empty, your username is shown."),
    )
    headline = models.CharField(
        _("headline"),
        max_length=120,
        blank=True,
        validators=[validate_readable],
        help_text=_("One line about what you do, shown under your name."),
    )
    bio = models.TextField(
        _("about the author"), max_length=5000, blank=True, validators=[validate_readable]
    )
    bio_html = models.TextField(editable=False, blank=True)
    courses = models.TextField(
        _("courses"),
        max_length=4000,
        blank=True,
        validators=[validate_readable, links.validate_links],
        help_text=_("A line each: the name of a course, then its address."),
    )
    links = models.TextField(
        _("links"),
        max_length=4000,
        blank=True,
        validators=[validate_readable, links.validate_links],
        help_text=_("A line each: a name, then its address."),
    )
    avatar = models.ImageField(
        _("picture"), upload_to="avatars/", blank=True, help_text=_("Shown beside what you write.")
    )
    # May read and take their own data away, but not post, like or report (comments/moderation.py).
    is_blocked = models.BooleanField(_("blocked"), default=False, editable=False)
    mail_replies = models.BooleanField(_("Mail me when somebody answers my comment"), default=True)
    mail_credits = models.BooleanField(
        _("Mail me when a version is out that my comment led to"), default=True
    )
    named_in_credits = models.BooleanField(
        _("Name me in the changelog where my comment led to a change"), default=True
    )

    def __str__(self):
        return self.display_name

    def save(self, *args, **kwargs):
        fields = kwargs.get("update_fields")
        if fields is None or "bio" in fields:
            self.bio_html = render_author_text(self.bio)
        if fields is not None and "bio" in fields:
            kwargs["update_fields"] = {*fields, "bio_html"}
        super().save(*args, **kwargs)

    def get_full_name(self):
        """Return the name that the desk puts behind the username, where there is one."""
        return self.name

    def get_short_name(self):
        return self.name

    @property
    def display_name(self):
        return self.name or self.username

    @property
    def initials(self):
        return initials(self.display_name)

    @property
    def avatar_sizes(self):
        """Return the sizes of the picture; whoever has none is shown by their initials."""
        return picture_sizes.avatar(self.avatar.name)

    @property
    def about(self):
        return stored_html(self.bio_html)

    @property
    def course_links(self):
        return links.read(self.courses)

    @property
    def own_links(self):
        return links.read(self.links)


@dataclass(frozen=True)
class Guest:
    """Who is shown beside words without an account behind them; `byline` is what they signed with.

    Without a byline it is somebody whose account is gone.
    """

    byline: str = ""
    headline = ""
    avatar = None

    @property
    def display_name(self):
        return self.byline or gettext("A former reader")

    @property
    def initials(self):
        return initials(self.byline)


def initials(name):
    """Return one or two letters for the disc that stands where a picture would."""
    words = name.replace("-", " ").replace("_", " ").split()
    letters = [word[0] for word in words if word[0].isalnum()]
    return "".join(letters[:1] + letters[-1:] if len(letters) > 1 else letters).upper() or "·"
