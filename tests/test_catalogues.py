"""Every catalogue says all that the pages say today."""

import re
import shutil
import subprocess
from gettext import GNUTranslations
from pathlib import Path

import allauth
import pytest
import taggit
from django.conf import settings
from django.contrib import auth
from django.core.management import call_command
from django.utils.translation import gettext, override

pytestmark = pytest.mark.skipif(
    not shutil.which("xgettext"), reason="GNU gettext (xgettext) is not installed."
)

SITE = settings.BASE_DIR
CATALOGUES = sorted(SITE.glob("locale/*/LC_MESSAGES/django.po"))
NOT_READ = shutil.ignore_patterns(".*", "var", "tests", "static", "content")
# What msgfmt does not look at: braces that scripts fill in, and elements.
MARKS = re.compile(r"\{\w+\}|</?\w+[^>]*>")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """Return a directory with the catalogues as `make messages` would leave them."""
    # A copy: while it reads templates, makemessages writes beside them.
    copy = shutil.copytree(SITE, tmp_path_factory.mktemp("site") / "copy", ignore=NOT_READ)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        patch.setattr(settings, "LOCALE_PATHS", [copy / "locale"])
        call_command("makemessages", all=True, no_location=True, verbosity=0)
    return copy / "locale"


def test_each_language_has_a_catalogue():
    names = {path.parts[-3].replace("_", "-").lower() for path in CATALOGUES}
    assert names == set(dict(settings.LANGUAGES)) - {settings.LANGUAGE_CODE}


@pytest.mark.parametrize("fault", ["untranslated", "only-fuzzy", "only-obsolete"])
def test_a_catalogue_has_each_string_of_today_translated_and_no_other(extracted, fault):
    for catalogue in extracted.glob("*/LC_MESSAGES/django.po"):
        found = run("msgattrib", f"--{fault}", "--no-wrap", catalogue)
        assert not found, f"Run make messages and translate these:\n{found}"


def test_a_translation_keeps_what_is_filled_in_and_each_element():
    for path in CATALOGUES:
        run("msgfmt", "--check-format", "--check-header", "--output-file", "/dev/null", path)
        with path.with_suffix(".mo").open("rb") as file:
            catalogue = GNUTranslations(file)._catalog
        del catalogue[""]
        assert catalogue
        for source, translated in catalogue.items():
            original = source[0] if isinstance(source, tuple) else source
            assert sorted(MARKS.findall(translated)) == sorted(MARKS.findall(original)), original


# A mark of English after a Chinese sign or after a word that is filled in, and a blank beside a
# mark as wide as a sign.
NOT_CHINESE = re.compile(
    r"[\u4e00-\u9fff)s][.,:;?!](?=\s|$)|[\u4e00-\u9fff] ?[()]|[\u3001-\u303f\uff01-\uff5e] \S"
)


@pytest.mark.parametrize("path", ["locale", "mlmap_site/wording"])
def test_a_chinese_sentence_has_the_marks_of_chinese(path):
    said = values_of(SITE / path / "zh_Hans/LC_MESSAGES/django.mo")
    assert len(said) > 100
    assert [words for words in said if NOT_CHINESE.search(re.sub("<[^>]*>", "", words))] == []


def test_what_is_read_is_what_was_translated(tmp_path):
    for path in CATALOGUES:
        compiled = tmp_path / "django.mo"
        run("msgfmt", "--output-file", compiled, path)
        assert run("msgunfmt", path.with_suffix(".mo")) == run("msgunfmt", compiled)


WORDING = sorted(SITE.glob("mlmap_site/wording/*/LC_MESSAGES/django.mo"))


def test_the_libraries_say_in_our_words_only_what_they_still_say():
    known = set()
    for library in (allauth, auth, taggit):
        theirs = Path(library.__file__).parent / "locale/zh_Hans/LC_MESSAGES/django.mo"
        known |= strings_of(theirs)
    assert {path.parts[-3] for path in WORDING} == {"en", "zh_Hans"}
    for path in WORDING:
        assert strings_of(path) - known == set(), path


@pytest.mark.parametrize(("language", "word"), [("en", "passkey"), ("zh-hans", "通行密钥")])
def test_what_the_library_calls_a_security_key_is_a_passkey(language, word):
    texts = sorted((Path(allauth.__file__).parent / "templates/mfa").rglob("*.*"))
    called = re.compile(r"""["%}]((?:\w[\w ]*)?security keys?[^"{]*)["{]""", re.IGNORECASE)
    said = {words for path in texts for words in called.findall(path.read_text())}
    assert len(said) > 10
    with override(language):
        otherwise = {words for words in said if word not in gettext(words).lower()}
    assert otherwise == set()


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["login/", "signup/", "password/reset/", "login/code/"])
def test_sign_in_pages_speak_as_the_others_do(page, client):
    english = client.get(f"/accounts/{page}").text.split("<main")[1]
    assert not re.search(
        r"\b(Sign|Reset|Request|Remember|Password) (In|Up|My|Code|Me|Reset)\b", english
    )
    chinese = client.get(f"/zh-hans/accounts/{page}").text.split("<main")[1]
    chinese = re.sub(r"<script.*?</script>|<[^>]*>", "", chinese, flags=re.DOTALL)
    assert re.search("登录|注册|密码|验证码", chinese)
    assert not re.search("您|Email|passkey|账户|帐|代码", chinese)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("prefix", "label"), [("", "Username or email"), ("/zh-hans", "用户名或邮箱")]
)
def test_who_signs_in_is_told_what_to_give(prefix, label, client):
    page = client.get(f"{prefix}/accounts/login/").text
    assert re.search(rf'<label for="id_login">{label}:?</label>', page)


def strings_of(catalogue):
    with catalogue.open("rb") as file:
        return {key for key in GNUTranslations(file)._catalog if isinstance(key, str) and key}


def values_of(catalogue):
    with catalogue.open("rb") as file:
        said = GNUTranslations(file)._catalog
    return [words for key, words in said.items() if key]
