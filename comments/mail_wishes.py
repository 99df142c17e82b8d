"""What mail a reader wants, and the address by which they stop it without signing in."""

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction

from articles.models import Article, Follow

SALT = "comments.unsubscribe"
# Each is a flag of the reader's.
FLAGS = {"replies": "mail_replies", "credits": "mail_credits"}


class Forged(Exception):
    """A token that this site did not make, or whose reader is gone."""


def token_for(reader, topic):
    """Return what stands in the address that stops a topic: "replies", "credits" or "article:7".

    It does not expire: whoever finds an old mail can still stop what it is about.
    """
    return signing.dumps([reader.pk, topic], salt=SALT)


def read_token(token):
    """Return the reader and the topic that a token is for; raises Forged."""
    try:
        key, topic = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise Forged from error
    reader = get_user_model().objects.filter(pk=key).first()
    if reader is None:
        raise Forged
    return reader, topic


def topic_of(article):
    return f"article:{article.pk}"


def article_of(topic):
    """Return the article that a topic names, None for the other topics."""
    return Article.objects.filter(pk=topic.partition(":")[2] or None).first()


def stop(reader, topic):
    """Send a reader no more mail of one topic; stopped twice is stopped."""
    if topic in FLAGS:
        get_user_model().objects.filter(pk=reader.pk).update(**{FLAGS[topic]: False})
    else:
        Follow.objects.put(reader, article_of(topic), wanted=False)


@transaction.atomic
def stop_all(reader):
    """Send a reader no more mail but what they ask for themselves, such as a sign-in code."""
    for topic in FLAGS:
        stop(reader, topic)
    Follow.objects.filter(reader=reader).delete()


def confirmed_address(reader):
    """Return the mail address that a reader has shown to be theirs, None where there is none."""
    addresses = reader.emailaddress_set.filter(verified=True, primary=True)
    return addresses.values_list("email", flat=True).first()
