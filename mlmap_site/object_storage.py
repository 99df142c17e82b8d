"""Pictures in a bucket that many machines see, where MEDIA_URL names one (requirements-s3.txt)."""

from functools import wraps
from urllib.parse import urljoin

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage


def as_a_disk_would(method):
    """Raise OSError where the bucket fails, so that it is met like a disk that does."""

    @wraps(method)
    def asked(*args, **kwargs):
        try:
            return method(*args, **kwargs)
        except (BotoCoreError, ClientError) as error:
            raise OSError(f"The bucket of pictures: {error}") from error

    return asked


class BucketOfPictures(S3Storage):
    """Keeps pictures in a bucket; readers get them from the site, as its policy wants it."""

    # A name stands for one content, so whoever comes second gets another name, as in a folder.
    file_overwrite = False

    def url(self, name, *args, **kwargs):
        return urljoin(settings.MEDIA_URL, name)

    exists = as_a_disk_would(S3Storage.exists)
    listdir = as_a_disk_would(S3Storage.listdir)
    delete = as_a_disk_would(S3Storage.delete)
    _open = as_a_disk_would(S3Storage._open)
    _save = as_a_disk_would(S3Storage._save)
