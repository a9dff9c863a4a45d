"""A build backend that makes setuptools' archives reproducible.

setuptools writes the times, modes and owners of the machine into them, and packs what
an earlier build left in ``build/lib``. SOURCE_DATE_EPOCH alone is not enough: with
setuptools 84.2, the archives still depend on the umask, and the sdist on times and
owners. flit_core needs no such code, but does not read setup.cfg, where OpenStack's
projects have their metadata. Sources: PEP 517 for the hooks; reproducible-builds.org,
SOURCE_DATE_EPOCH, for the time.
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
import tarfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from setuptools import build_meta

# Unchanged; two others are replaced below.
build_editable = build_meta.build_editable
get_requires_for_build_editable = build_meta.get_requires_for_build_editable
get_requires_for_build_sdist = build_meta.get_requires_for_build_sdist
get_requires_for_build_wheel = build_meta.get_requires_for_build_wheel
prepare_metadata_for_build_editable = build_meta.prepare_metadata_for_build_editable
prepare_metadata_for_build_wheel = build_meta.prepare_metadata_for_build_wheel

Settings = Mapping[str, Any] | None

_FIRST_TIME = 315_532_800  # 1980-01-01: the first time that the ZIP format can represent
_MODE = 0o644


def build_sdist(directory: str, settings: Settings = None) -> str:
    """Build the source archive, and return its name."""
    name: str = build_meta.build_sdist(directory, settings)
    archive = Path(directory, name)
    packed = io.BytesIO()
    with tarfile.open(archive) as old, tarfile.open(fileobj=packed, mode="w") as new:
        for member in sorted(old.getmembers(), key=lambda member: member.name):
            if member.isreg():
                plain = tarfile.TarInfo(member.name)
                plain.size, plain.mtime, plain.mode = member.size, _time(), _MODE
                new.addfile(plain, old.extractfile(member))
    with archive.open("wb") as file, gzip.GzipFile("", "wb", 9, file, _time()) as compressed:
        compressed.write(packed.getvalue())
    return name


def build_wheel(directory: str, settings: Settings = None, metadata: str | None = None) -> str:
    """Build the wheel, and return its name."""
    shutil.rmtree("build/lib", ignore_errors=True)
    name: str = build_meta.build_wheel(directory, settings, metadata)
    wheel = Path(directory, name)
    packed = io.BytesIO()
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(packed, "w") as new:
        for member in sorted(old.namelist(), key=lambda path: (".dist-info/" in path, path)):
            plain = zipfile.ZipInfo(member, time.gmtime(_time())[:6])
            plain.external_attr = (0o100000 | _MODE) << 16
            plain.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(plain, old.read(member))
    wheel.write_bytes(packed.getvalue())
    return name


def _time() -> int:
    return max(int(os.environ.get("SOURCE_DATE_EPOCH", 0)), _FIRST_TIME)
