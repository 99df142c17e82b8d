"""What an author says of themself: at the desk or in their profile, on their page and articles."""

import pytest

from tests.factories import make_person, make_published, make_user

pytestmark = pytest.mark.django_db

ABOUT = {
    "name": "Alice",
    "headline": "Draws maps",
    "bio": "I draw *maps*.",
    "courses": "Maps for beginners  https://courses.example/maps\n\n地图课程 https://courses.example/zh\n",
    "links": "My <code> https://code.example/alice?a=1&b=2",
}
PAGES = ["/authors/alice/", "/articles/ml-map/"]


def assert_shown(client):
    for address in PAGES:
        page = client.get(address).text
        assert "<p>I draw <em>maps</em>.</p>" in page
        assert '<a href="https://courses.example/maps">Maps for beginners</a>' in page
        assert '<a href="https://courses.example/zh" lang="zh">地图课程</a>' in page
        link = '<a href="https://code.example/alice?a=1&amp;b=2" rel="me">My &lt;code&gt;</a>'
        assert link in page


def test_an_author_writes_it_in_their_profile(client):
    alice = make_person("alice", "Authors")
    version = make_published()
    version.article.author = alice
    version.article.save()
    client.force_login(alice)
    assert client.post("/accounts/profile/", ABOUT).status_code == 302
    client.logout()
    assert_shown(client)


def test_the_sites_owner_writes_it_at_the_desk(client, alice, version):
    client.force_login(alice)
    values = {"username": "alice", "email": alice.email, "is_active": "on", "is_staff": "on"}
    address = f"/admin/accounts/user/{alice.pk}/change/"
    response = client.post(address, ABOUT | values | {"is_superuser": "on"})
    assert response.status_code == 302
    client.logout()
    assert_shown(client)


@pytest.mark.parametrize(
    ("courses", "words"),
    [
        ("https://only.example/", "is not a name and then an address"),
        ("A course\nhttps://b.example/ B", "“A course” is not a name"),
        ("A course javascript:alert(1)", "is not a name and then an address"),
        ("A course ftp://a.example/", "is not a name and then an address"),
        ("A https://a.example/\n" * 21, "At most 20 lines."),
        ("A\u202e https://a.example/", "U+202E"),
    ],
)
def test_a_line_that_leads_nowhere_is_given_back(courses, words, client):
    alice = make_person("alice", "Authors")
    client.force_login(alice)
    response = client.post("/accounts/profile/", ABOUT | {"courses": courses})
    assert response.status_code == 422
    assert words in response.text
    assert courses.split("\n")[0] in response.text
    alice.refresh_from_db()
    assert (alice.courses, alice.bio) == ("", "")


def test_who_writes_no_articles_is_not_asked(client):
    bob = make_user("bob")
    client.force_login(bob)
    assert "Courses" not in client.get("/accounts/profile/").text
    client.post("/accounts/profile/", ABOUT)
    bob.refresh_from_db()
    assert (bob.headline, bob.courses, bob.links, bob.bio) == ("Draws maps", "", "", "")


def test_an_author_with_nothing_to_say_has_no_empty_headings(client, version):
    for address in PAGES:
        page = client.get(address).text
        assert "Courses" not in page
        assert "Elsewhere" not in page
