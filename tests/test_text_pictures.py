"""Pictures inside a text: found as the renderer finds them, and checked before readers see them."""

from contextlib import contextmanager

import pytest
from django.core.files.storage import default_storage

from articles import publishing
from articles.editor import store_picture
from articles.publishing import Refused
from mlmap_site import picture_sizes
from mlmap_site.markup import PictureInText, pictures_in, render_author_text
from mlmap_site.pictures import remake_picture
from tests.factories import make_article, make_cover, make_draft, make_picture, make_published
from tests.stock import is_refused

GONE = f"/media/pictures/{'0' * 32}.webp"

FOUND = {
    "![Hills](/a.png)": [("/a.png", "Hills", 1)],
    "One\n\ntwo\n![*Soft* `hills`](/a.png 'By hand') three": [("/a.png", "Soft hills", 4)],
    "[![in a link](/a.png)](/elsewhere)": [("/a.png", "in a link", 1)],
    "> a quote\n> ![q](/a.png)": [("/a.png", "q", 2)],
    "| a |\n|---|\n| ![cell](/a.png) |": [("/a.png", "cell", 3)],
    "![hills]\n\n[hills]: https://example.org/é.png": [
        ("https://example.org/%C3%A9.png", "hills", 1)
    ],
    "A note[^1]\n\n[^1]: ![below](/a.png)": [("/a.png", "below", 3)],
    "A note^[![inside](/a.png)]": [("/a.png", "inside", 1)],
    "![](</a b.png>)![ ](/c.png)": [("/a%20b.png", "", 1), ("/c.png", "", 1)],
    "![out ![in](/b.png)](/a.png)": [("/a.png", "out in", 1)],
    "`![code](/a.png)`\n\n    ![code](/a.png)\n\n```\n![code](/a.png)\n```": [],
    r"\![no](/a.png) ![no](javascript:a) ![no] <img src='/a.png'>": [],
    "A note that nobody refers to.\n\n[^1]: ![unread](/a.png)": [],
}


@pytest.mark.parametrize(("source", "found"), FOUND.items())
def test_what_is_found_is_what_is_rendered(source, found):
    assert pictures_in(source) == [PictureInText(*picture) for picture in found]
    assert render_author_text(source).count("<img") == len(found)


# What is published

ELSEWHERE = (
    "Readers' browsers do not load the picture {}, since it is not on this site: "
    "drop its file into the text instead."
)
NOT_HERE = "There is no picture {} on this site: drop its file into the text again."
UNNAMED = "The picture {} has no alternative text: say in its square brackets what it shows."
WRONG = {
    "another host": ("![x](https://example.org/a.png)", ELSEWHERE, "https://example.org/a.png"),
    "no scheme": ("![x](//example.org/a.png)", ELSEWHERE, "//example.org/a.png"),
    "data": ("![x](data:image/png;base64,iVBORw==)", ELSEWHERE, "data:image/png;base64,iVBORw=="),
    "not stored": (f"![x]({GONE})", NOT_HERE, GONE),
    "no such name": ("![x](/media/pictures/a.webp)", NOT_HERE, "/media/pictures/a.webp"),
    "climbing": ("![x](/media/../../etc/passwd)", NOT_HERE, "/media/../../etc/passwd"),
    "beside the page": ("![x](hills.png)", NOT_HERE, "hills.png"),
    "no page": ("![x](/hills.png)", NOT_HERE, "/hills.png"),
    "no address": ("![x]()", NOT_HERE, "“”"),
    "no words": ("![](/articles/ml-map/v0.1/map.png)", UNNAMED, "/articles/ml-map/v0.1/map.png"),
    "by reference": ("![ ][a]\n\n[a]: /articles/ml-map/v0.1/map.png", UNNAMED, "/v0.1/map.png"),
}


@contextmanager
def stored_picture():
    path = store_picture(remake_picture(make_picture(50, 20)), "pictures")
    yield default_storage.url(path)
    picture_sizes.forget(path)


@pytest.mark.django_db
@pytest.mark.parametrize(("body", "words", "address"), WRONG.values(), ids=WRONG)
def test_a_picture_that_readers_would_not_see_is_named(body, words, address, alice):
    draft = make_draft(body=f"Some text.\n\n{body}\n\nand once more {body}")
    (problem,) = publishing.problems(draft)
    before, after = words.split("{}")
    assert problem.startswith(before)
    assert problem.endswith(after)
    assert address in problem
    is_refused(lambda: publishing.publish(draft, alice), problem)


@pytest.mark.django_db
def test_each_picture_is_named_with_all_that_is_wrong_with_it():
    draft = make_draft(body=f"![](https://example.org/a.png)\n\n![x]({GONE})")
    assert publishing.problems(draft) == [
        ELSEWHERE.format("https://example.org/a.png"),
        UNNAMED.format("https://example.org/a.png"),
        NOT_HERE.format(GONE),
    ]


@pytest.mark.django_db
def test_a_long_address_is_named_by_its_beginning():
    draft = make_draft(body=f"![x](data:image/png;base64,{'A' * 5000})")
    (problem,) = publishing.problems(draft)
    assert "data:image/png;base64,AAAA" in problem
    assert len(problem) < 300


@pytest.mark.django_db
def test_pictures_of_this_site_are_published(alice):
    with stored_picture() as address:
        body = f"![Hills]({address}) and ![The map](/articles/ml-map/v0.1/map.png)"
        assert publishing.publish(make_draft(body=body), alice).is_public()


@pytest.mark.django_db
def test_a_cover_may_be_shown_in_the_text(alice):
    path = make_cover()
    draft = make_draft(body=f"![Hills]({default_storage.url(path)})")
    assert publishing.publish(draft, alice).is_public()


@pytest.mark.django_db
def test_a_picture_that_was_deleted_is_not_published(alice):
    with stored_picture() as address:
        draft = make_draft(body=f"![Hills]({address})")
        assert publishing.problems(draft) == []
    is_refused(lambda: publishing.publish(draft, alice), NOT_HERE.format(address))


@pytest.mark.django_db
def test_the_same_holds_for_a_correction(alice):
    version = make_published(make_article())
    bodies = {
        f"![x]({GONE})": NOT_HERE.format(GONE),
        "![x](https://example.org/a.png)": ELSEWHERE.format("https://example.org/a.png"),
    }
    for body, words in bodies.items():
        is_refused(lambda body=body: publishing.correct(version, alice, "A slip.", body), words)
    with stored_picture() as address:
        with pytest.raises(Refused, match="no alternative text"):
            publishing.correct(version, alice, "A slip.", f"![]({address})")
        assert publishing.correct(version, alice, "A slip.", f"![Hills]({address})").revision == 2
