"""What tells a person who writes from a program that fills in forms, and how often each may send.

There are no tricks in the dark: whatever is refused is said, and the words are given back.
"""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.utils import timezone

from comments.models import can_moderate
from mlmap_site import rates

STAMP_SALT = "comments.form"
# In seconds. Whoever kept a form open for longer is asked to send it once more.
STAMP_LIFE = 24 * 3600


@dataclass(frozen=True)
class Sending:
    """How a comment came, for Akismet to judge: from which address, which browser and which page.

    None of it is stored, and the address is not even looked at where Akismet is not asked.
    """

    address: str
    browser: str = ""
    referrer: str = ""

    @classmethod
    def of(cls, request):
        """Return how a request came; only our own proxies are believed about where from."""
        return cls(
            address=get_adapter().network_address(request) if settings.AKISMET_KEY else "",
            browser=request.headers.get("User-Agent", "")[:500],
            referrer=request.headers.get("Referer", "")[:500],
        )


def stamp(reader):
    """Return a mark for a form that says when it was made, and for whom; it cannot be forged."""
    return signing.dumps([reader.pk, timezone.now().timestamp()], salt=STAMP_SALT)


def age_of_stamp(text, reader):
    """Return how many seconds ago a form was made, None where its mark is not one of ours."""
    try:
        key, made_at = signing.loads(text, salt=STAMP_SALT)
    except (signing.BadSignature, ValueError):
        return None
    return timezone.now().timestamp() - made_at if key == reader.pk else None


def is_too_quick(seconds):
    # No mark is forged: one from a time to come was made before the clock was set back.
    return 0 <= seconds < settings.COMMENTS_MIN_SECONDS


def is_within_rate(request, action):
    """Count an act, and return whether its reader and their network may still do it.

    `action` has its rates in RATES. Networks of IPv6 are counted by their first 64 bits.
    Moderators, who answer many, are not counted.
    """
    if can_moderate(request.user):
        return True
    network = get_adapter().get_client_ip(request)
    return rates.is_within_rate(action, user=request.user.pk, ip=network)
