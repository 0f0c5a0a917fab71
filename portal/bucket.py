"""Files in a bucket that speaks S3, with the errors that files on a disk have.

It is loaded where the settings name one, for it takes a process some fifty megabytes.
"""

import contextlib

from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

from portal.files import StoreAway

#: For how many seconds the store may be silent.
PATIENCE = 5
#: What of a file is held in memory; the rest is in a folder for temporary files.
IN_MEMORY = 1024 * 1024


@contextlib.contextmanager
def as_on_a_disk(name):
    try:
        yield
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
            raise FileNotFoundError(name) from error
        raise StoreAway(f"The store of files refuses: {error}") from error
    except (BotoCoreError, Boto3Error) as error:
        raise StoreAway(f"The store of files does not answer: {error}") from error


class Bucket(S3Storage):
    def get_default_settings(self):
        return super().get_default_settings() | {
            "file_overwrite": False,
            "max_memory_size": IN_MEMORY,
            "transfer_config": TransferConfig(use_threads=False),
            "client_config": Config(
                signature_version="s3v4",
                # A bucket's name need not be one of a host, and most stores know no sums yet.
                s3={"addressing_style": "path"},
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                connect_timeout=PATIENCE,
                read_timeout=PATIENCE,
                retries={"total_max_attempts": 2},
            ),
        }

    def _open(self, name, mode="rb"):
        with as_on_a_disk(name):
            file = super()._open(name, mode)
            # It is fetched now, while it can still be said that it is not there.
            return file.open()

    def _save(self, name, content):
        with as_on_a_disk(name):
            return super()._save(name, content)

    def delete(self, name):
        with as_on_a_disk(name):
            super().delete(name)

    def exists(self, name):
        with as_on_a_disk(name):
            return super().exists(name)

    def listdir(self, name):
        with as_on_a_disk(name):
            return super().listdir(name)

    def size(self, name):
        with as_on_a_disk(name):
            return super().size(name)

    def get_modified_time(self, name):
        with as_on_a_disk(name):
            return super().get_modified_time(name)
