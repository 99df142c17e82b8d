"""How a reader is shown beside what they write: name, headline, a picture or initials."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from mlmap_site.picture_sizes import AVATAR_SIDE
from tests.factories import make_comment, make_picture

pytestmark = pytest.mark.django_db

PROFILE = "/accounts/profile/"
REMOVE = "/accounts/profile/picture/remove/"


@pytest.fixture
def reader(client, bob):
    client.force_login(bob)
    return client


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def page(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def files(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def send(client, **values):
    return client.post(PROFILE, {"name": "Bob", "headline": "Reads maps"} | values)


def test_a_name_and_a_headline_are_shown_beside_what_a_reader_writes(reader, bob, version):
    make_comment(version, bob)
    assert send(reader, name="Bob <b>", headline="Maps & trains").status_code == 302
    said = page(reader.get("/articles/ml-map/comments/"))
    assert "Bob &lt;b&gt;" in said
    assert "Maps &amp; trains" in said


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": "x" * 200}, "at most"),
        ({"headline": "x" * 200}, "at most"),
        ({"name": "Bob\u202e"}, "U+202E"),
        ({"headline": "a\x07"}, "U+0007"),
    ],
)
def test_what_cannot_be_shown_is_given_back(values, words, reader, bob):
    said = page(send(reader, **values), 422)
    assert words in said
    assert next(iter(values.values())) in said
    bob.refresh_from_db()
    assert (bob.name, bob.headline) == ("", "")


def test_nothing_else_of_the_account_is_taken(reader, bob):
    send(reader, is_staff="on", username="alice", email="x@example.org", bio="I", is_blocked="1")
    bob.refresh_from_db()
    assert (bob.username, bob.is_staff, bob.email, bob.bio) == (
        *("bob", False, "bob@example.org", ""),
    )


def test_what_is_not_ticked_is_not_mailed(reader, bob):
    send(reader, mail_replies="on")
    bob.refresh_from_db()
    assert (bob.mail_replies, bob.mail_credits, bob.named_in_credits) == (True, False, False)


# The picture


def test_a_picture_becomes_a_small_square_under_a_name_of_ours(reader, bob, media):
    send(reader, avatar=make_picture(width=900, height=300, exif=Image.Exif()))
    bob.refresh_from_db()
    assert bob.avatar.name.startswith("avatars/")
    assert "bob" not in bob.avatar.name
    with Image.open(media / bob.avatar.name) as stored:
        assert stored.size == (AVATAR_SIDE, AVATAR_SIDE)
        assert not stored.getexif()
    assert bob.avatar.name.rsplit("/")[-1].removesuffix(".webp") in page(reader.get(PROFILE))


def test_another_picture_takes_its_place_and_the_first_is_gone(
    reader, bob, media, django_capture_on_commit_callbacks
):
    send(reader, avatar=make_picture())
    before = files(media)
    with django_capture_on_commit_callbacks(execute=True):
        send(reader, avatar=make_picture(width=60))
    assert len(files(media)) == len(before)
    assert not set(files(media)) & set(before)
    with django_capture_on_commit_callbacks(execute=True):
        assert reader.post(REMOVE).status_code == 302
    bob.refresh_from_db()
    assert not bob.avatar
    assert files(media) == []


def test_a_picture_stays_where_none_is_sent(reader, bob):
    send(reader, avatar=make_picture())
    send(reader, name="Robert")
    bob.refresh_from_db()
    assert bob.name == "Robert"
    assert default_storage.exists(bob.avatar.name)


@pytest.mark.parametrize(
    "content", [b"", b"<script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
)
def test_what_is_no_picture_is_refused_and_the_words_are_kept(content, reader, bob, media):
    said = page(send(reader, avatar=SimpleUploadedFile("me.png", content), name="Robert"), 422)
    assert 'value="Robert"' in said
    bob.refresh_from_db()
    assert (bob.name, bob.avatar.name) == ("", "")
    assert files(media) == []


def test_without_a_picture_initials_stand_there(reader, bob):
    send(reader, name="Ada Lovelace")
    assert ">AL<" in page(reader.get(PROFILE)).replace(" ", "").replace("\n", "")


# Who may


def test_a_profile_is_ones_own(client):
    answer = client.get(PROFILE)
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_a_picture_is_removed_by_its_reader_and_by_posting(client, bob, charlie):
    assert client.post(REMOVE).status_code == 403
    client.force_login(bob)
    send(client, avatar=make_picture())
    assert client.get(REMOVE).status_code == 405
    client.force_login(charlie)
    client.post(REMOVE)
    bob.refresh_from_db()
    assert bob.avatar


@pytest.mark.parametrize("strict", [False, True], ids=["signed out", "an old token"])
def test_what_cannot_be_saved_any_more_is_given_back(strict, bob):
    client = Client(enforce_csrf_checks=strict)
    if strict:
        client.force_login(bob)
    given = page(send(client, headline="Draws maps", bio="Half an hour of words."), 403)
    assert "Draws maps" in given
    assert "Half an hour of words." in given
    assert ('button-main" href="/accounts/login/?next=/accounts/profile/"' in given) == (not strict)
