"""Pictures in a bucket: the same doors, with a server of buckets behind them."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from urllib.parse import quote

import boto3
import pytest
from django.test import Client

from mlmap_site.environment import env_bucket
from tests.factories import make_picture, make_published
from tests.test_settings import read_setting, start

pytestmark = pytest.mark.django_db

KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "se/cret"}


@pytest.fixture(scope="module")
def buckets():
    """The address of a server of buckets, with a bucket `maps` in it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address)
        client(address).create_bucket(Bucket="maps")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_for(address):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{address}/moto-api/", timeout=2)
            return
        time.sleep(0.1)
    raise RuntimeError(f"nothing answers at {address}")


def client(address):
    return boto3.client("s3", endpoint_url=address, region_name="us-east-1", **KEYS)


def keys_in(address):
    contents = client(address).list_objects_v2(Bucket="maps").get("Contents", [])
    return {item["Key"] for item in contents}


@pytest.fixture
def use(settings, monkeypatch):
    """Keep pictures where a value of MEDIA_URL says."""

    def used(address, path="/site"):
        value = f"s3://key:{quote('se/cret', safe='')}@maps{path}?region_name=us-east-1"
        monkeypatch.setenv("MEDIA_URL", f"{value}&endpoint_url={quote(address)}")
        settings.STORAGES = settings.STORAGES | {"default": env_bucket("MEDIA_URL")}

    return used


def test_a_picture_goes_to_the_bucket_and_is_served_by_the_site(buckets, use, client, alice):
    use(buckets)
    client.force_login(alice)
    answer = client.post("/markdownx/upload/", {"image": make_picture(width=90)})
    address = answer.json()["image_code"].removeprefix("![](").removesuffix(")")
    assert address.startswith("/media/pictures/")
    assert f"site/{address.removeprefix('/media/')}" in keys_in(buckets)
    picture = client.get(address)
    assert picture["Content-Type"] == "image/webp"
    assert picture["Cache-Control"] == "public, max-age=31536000, immutable"
    body = b"".join(picture)
    assert body[8:12] == b"WEBP"
    assert int(picture["Content-Length"]) == len(body)
    missing = client.get("/media/pictures/" + 32 * "0" + ".webp")
    assert missing.status_code == 404


def test_the_same_picture_is_stored_once_and_a_page_shows_its_sizes(buckets, use, client, alice):
    use(buckets, "/twice")
    client.force_login(alice)
    codes = [
        client.post("/markdownx/upload/", {"image": make_picture(width=900)}).json()["image_code"]
        for _ in range(2)
    ]
    assert codes[0] == codes[1]
    stored = {key for key in keys_in(buckets) if key.startswith("twice/")}
    assert len(stored) == len({key.partition("_")[0] for key in stored})
    version = make_published(body=codes[0].replace("![]", "![Hills]"))
    page = client.get(version.get_absolute_url()).content.decode()
    assert 'srcset="/media/pictures/' in page
    assert 'width="900"' in page


def test_a_bucket_that_does_not_answer_is_told_in_words_and_takes_no_page_along(
    use, alice, version
):
    use("http://127.0.0.1:9")
    client = Client(raise_request_exception=False, headers={"X-Requested-With": "XMLHttpRequest"})
    client.force_login(alice)
    answer = client.post("/markdownx/upload/", {"image": make_picture(width=91)})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "Nothing can be stored just now" in answer.json()["error"]
    assert client.get(version.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("value", ["maps", "https://maps", "s3://", "s3:maps", "s3:///maps"])
def test_what_names_no_bucket_stops_the_start_and_is_not_repeated(value):
    ended = start("-c", "import mlmap_site.settings", MEDIA_URL=f"{value}?secret_key=hush")
    assert ended.returncode != 0
    assert "MEDIA_URL must be like s3://" in ended.stderr
    assert "hush" not in ended.stderr.splitlines()[-1]


def test_without_a_bucket_pictures_are_in_a_folder():
    [storages] = read_setting("STORAGES")
    assert storages["default"]["BACKEND"].endswith("FolderOfPictures")
