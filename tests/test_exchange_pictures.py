"""The pictures inside a text go out beside its file and come in with it."""

import shutil
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from articles.editor import store_picture
from articles.exchange import export_version, import_versions
from articles.models import Version
from articles.publishing import correct
from articles.version_file import BadFile
from mlmap_site import picture_sizes
from mlmap_site.pictures import remake_picture
from tests.factories import make_article, make_cover, make_draft, make_picture, make_published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """A store of its own, so that nothing is there but what a test puts there."""
    settings.MEDIA_ROOT = tmp_path / "media"
    picture_sizes._stored_size.cache_clear()
    return settings.MEDIA_ROOT


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out"


def stored(width):
    return store_picture(remake_picture(make_picture(width, 30)), "pictures")


def showing(path):
    return f"![Hills]({default_storage.url(path)})"


def bring_in(path, alice):
    """Import a file under another name, for an article of its own."""
    path.write_text(path.read_text().replace("article: ml-map", "article: copy"))
    return import_versions([path], lambda username: alice)


def files_in(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_every_picture_of_every_wording_goes_along(folder, media, alice):
    first, second, cover = stored(50), stored(60), make_cover()
    body = f"{showing(first)}\n\n{showing(cover)} {showing(first)}"
    version = make_published(body=body, cover=cover, cover_alt="Hills.")
    correct(version, alice, "A better picture.", f"One\n\n{showing(second)}")
    path = export_version(version, folder)
    assert files_in(folder) == sorted([path.name, first, second, cover])
    before = files_in(media)
    shutil.rmtree(media)
    picture_sizes._stored_size.cache_clear()
    [copy] = bring_in(path, alice)
    sizes = [name for name in before if not name.startswith("maps/")]
    assert [name for name in files_in(media) if not name.startswith("maps/")] == sizes
    copy.refresh_from_db()
    assert copy.body_html == version.body_html
    assert copy.text().body_html == version.text().body_html
    assert "srcset" in copy.text().body_html


def test_what_is_stored_already_need_not_come_along(folder, alice):
    path = export_version(make_published(body=showing(stored(50))), folder)
    shutil.rmtree(folder / "pictures")
    [copy] = bring_in(path, alice)
    assert copy.is_public()


def lines_of(path, words):
    return [n for n, line in enumerate(path.read_text().splitlines(), start=1) if words in line]


def test_a_picture_that_is_missing_is_named_by_its_line(folder, media, alice):
    picture = stored(50)
    body = f"One\n\ntwo\nthree {showing(picture)}"
    path = export_version(make_published(body=body), folder)
    shutil.rmtree(folder / "pictures")
    shutil.rmtree(media)
    with pytest.raises(BadFile) as fault:
        bring_in(path, alice)
    assert [fault.value.line] == lines_of(path, picture)
    assert f"body: the text shows {picture}, which is neither beside" in str(fault.value)
    assert not Version.objects.filter(article__slug="copy").exists()


def test_a_corrections_missing_picture_is_named_and_nothing_stays(folder, media, alice):
    first, second = stored(50), stored(60)
    version = make_published(body=showing(first))
    correct(version, alice, "A better picture.", showing(second))
    path = export_version(version, folder)
    (folder / second).unlink()
    shutil.rmtree(media)
    with pytest.raises(BadFile, match=r"corrections\.0\.body: the text shows"):
        bring_in(path, alice)
    assert [name for name in files_in(media) if "maps" not in name] == []


def test_a_picture_under_anothers_name_is_refused(folder, media, alice):
    picture = stored(50)
    path = export_version(make_published(body=f"One\n\n{showing(picture)}"), folder)
    (folder / picture).write_bytes(remake_picture(make_picture(60, 30)).read())
    shutil.rmtree(media)
    with pytest.raises(BadFile, match="is not the picture that its name stands for") as fault:
        bring_in(path, alice)
    assert [fault.value.line] == lines_of(path, picture)
    assert not default_storage.exists(picture)


def test_other_addresses_are_none_of_its_business(folder, alice):
    body = "![The map](/articles/ml-map/v0.1/map.png)\n\n`![x](/media/pictures/0.webp)`"
    path = export_version(make_published(body=body), folder)
    assert files_in(folder) == [path.name]
    [copy] = bring_in(path, alice)
    assert copy.body == body


def test_a_draft_that_shows_what_is_not_there_goes_out_and_says_so(folder):
    picture = stored(50)
    make_draft(body=showing(picture))
    default_storage.delete(picture)
    with pytest.raises(CommandError, match=f"not stored: ML Map v0.1 shows {picture}"):
        call_command("export_version", "ml-map", to=folder, stdout=StringIO())
    assert files_in(folder) == ["ml-map-v0.1.md"]


def test_one_end_of_the_line_survives(folder, alice):
    """An article without a map may have named one end: its digest is of that too."""
    version = make_published(make_article(), placements={}, line_start="", line_end="there")
    [copy] = bring_in(export_version(version, folder), alice)
    assert (copy.line_start, copy.line_end) == ("", "there")
