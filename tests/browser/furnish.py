"""What the shipped content lacks to show a page of every kind."""

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.models import User
from articles.models import Follow, PreviewLink, Version
from comments.mail_wishes import token_for, topic_of
from comments.models import Comment
from tests.browser.page_kinds import PASSWORD
from tests.factories import (
    LONG_AGO,
    make_article,
    make_comment,
    make_correction,
    make_cover,
    make_published,
    make_withdrawn,
)
from tests.mailing import make_reader

TEXT = """\
# One heading

A text with a footnote[^1], `code`, a [link](https://example.org/) and **more**.

| left | right |
| :--- | ---: |
| a | 1 |

| one | two | three | four | five | six | seven | eight |
| --- | --- | --- | --- | --- | --- | --- | --- |
| a-table | that-is | wider-than | any-phone | and-than | the-column | of-the-text | as-well |

```python
print("a line that is much longer than a phone is wide, so that it has to be scrolled to its end")
```

> A quotation.

- [ ] a list
- of things

## Another heading

[^1]: And the note.
"""


def furnish():
    """Make what is missing, all of it older than what is shipped, and return where it is."""
    author = User.objects.get(username="author")
    article = make_article("page-kinds", title="Every kind of page", author=author)
    article.tags.add("mlops")
    cover = {"cover": make_cover(), "cover_alt": "Hills.", "cover_caption": "Hills on a line."}
    version = make_published(article, at=LONG_AGO, body=TEXT, **cover)
    make_correction(version, TEXT.replace("quotation", "citation"))
    make_withdrawn(make_article("taken-back", title="Taken back", author=author), at=LONG_AGO)
    reader, guarded = make_readers("page-reader", "page-guarded")
    make_readers("page-leaver", "page-leaver-zh-hans")
    make_reader("page-coded")
    Follow.objects.put(reader, article, wanted=True)
    removed = make_comment(version, reader, body="Gone.")
    make_comment(version, guarded, parent=removed, body="An answer to what is gone.")
    removed.enter(Comment.State.REMOVED)
    own = make_comment(version, reader, body="With `code`, a [link](/) and\n\n> a quotation")
    others = make_comment(version, guarded, parent=own, body="An *answer*.")
    draft = Version.objects.get(article__slug="ml-map", minor=3)
    reset = PASSWORD_RESET_TOKEN_GENERATOR().make_token(reader)
    TOTP.activate(guarded, generate_totp_secret())
    return {
        "own": own.pk,
        "others": others.pk,
        "code": RecoveryCodes.activate(guarded).get_unused_codes()[0],
        "preview": PreviewLink.share(draft, author, days=7),
        "unsubscribe": token_for(reader, topic_of(article)),
        "reset": f"{user_pk_to_url_str(reader)}-{reset}",
    }


def make_readers(*names):
    readers = [make_reader(name, password=PASSWORD) for name in names]
    User.objects.filter(username__in=names).update(headline="Reads maps on trains")
    return readers
