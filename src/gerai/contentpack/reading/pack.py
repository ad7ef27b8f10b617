"""Reads a whole pack, in three steps: its files, each file's fields, their relations."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TypeVar

from django.utils.translation import gettext as _
from pydantic import BaseModel

from gerai.contentpack.format import Pack
from gerai.contentpack.format.directory import (
    AgencyFile,
    LifeEventsFile,
    RegulationsFile,
)
from gerai.contentpack.format.hours import HoursFile
from gerai.contentpack.format.mall import FilesFile, MallFile, PackFileHead, PlacesFile
from gerai.contentpack.format.newsroom import NEWSROOM_FILES
from gerai.contentpack.format.pages import HomeFile
from gerai.contentpack.format.questions import QuestionsFile
from gerai.contentpack.format.search import SynonymsFile
from gerai.contentpack.reading.faults import check
from gerai.contentpack.reading.folder import OPTIONAL, REQUIRED, PackFolder
from gerai.contentpack.reading.language import check_language
from gerai.contentpack.reading.names import Sources
from gerai.contentpack.reading.newsroom_checks import newsroom_files
from gerai.contentpack.reading.pages import read_pages
from gerai.contentpack.reading.problems import Problems
from gerai.contentpack.reading.references import check_references
from gerai.contentpack.reading.yaml_files import YamlDocument, YamlRefused, read_yaml
from gerai.files.documents import check_document
from gerai.files.exceptions import FileRefused
from gerai.files.scanning import refuse_infected

M = TypeVar("M", bound=BaseModel)

MODELS: dict[str, type[BaseModel]] = {
    "pack.yaml": PackFileHead,
    "mall.yaml": MallFile,
    "places.yaml": PlacesFile,
    "hours.yaml": HoursFile,
    "regulations.yaml": RegulationsFile,
    "life-events.yaml": LifeEventsFile,
    "home.yaml": HomeFile,
    "questions.yaml": QuestionsFile,
    "files.yaml": FilesFile,
    "synonyms.yaml": SynonymsFile,
    **NEWSROOM_FILES,
}


def read_pack(root: Path) -> tuple[Pack, Problems]:
    """Read and check everything in ``root``.

    Returns:
        The pack and the remarks about it.

    Raises:
        PackRefused: with every fault that was found.
    """
    problems = Problems()
    folder = PackFolder(root, problems)
    if not folder.names:
        problems.raise_if_any()
    sources = Sources()
    values: dict[str, BaseModel] = {}
    for name in [*REQUIRED, *OPTIONAL, *folder.below("agencies", ".yaml")]:
        if not folder.has(name):
            continue
        document = _read_document(folder, name, problems)
        if document is None:
            continue
        sources.documents[name] = document
        model = MODELS.get(name, AgencyFile)
        value = check(model, document, name, problems)
        if value is not None:
            values[name] = value
    pages = read_pages(folder, problems)
    sources.learn_names(folder)
    check_language(values, pages, sources, problems)
    used = check_references(values, pages, sources, problems)
    files = _read_files(folder, used, problems)
    problems.raise_if_any()
    pack = Pack(
        head=_one(values, "pack.yaml", PackFileHead),
        mall=_one(values, "mall.yaml", MallFile),
        places=_one(values, "places.yaml", PlacesFile),
        hours=_one(values, "hours.yaml", HoursFile),
        regulations=_one(values, "regulations.yaml", RegulationsFile),
        agencies=tuple(v for v in values.values() if isinstance(v, AgencyFile)),
        life_events=_one(values, "life-events.yaml", LifeEventsFile),
        home=_one(values, "home.yaml", HomeFile),
        questions=_questions(values),
        pages=tuple(pages),
        newsroom=newsroom_files(values),
        files=files,
        file_titles=_file_titles(values),
        synonyms=_synonyms(values),
    )
    return pack, problems


def _file_titles(values: dict[str, BaseModel]) -> dict[str, str]:
    found = values.get("files.yaml")
    if not isinstance(found, FilesFile):
        return {}
    return {item.file: item.title for item in found.root}


def _synonyms(values: dict[str, BaseModel]) -> SynonymsFile:
    found = values.get("synonyms.yaml")
    return found if isinstance(found, SynonymsFile) else SynonymsFile()


def _questions(values: dict[str, BaseModel]) -> QuestionsFile:
    found = values.get("questions.yaml")
    return found if isinstance(found, QuestionsFile) else QuestionsFile(root=[])


def _one(values: dict[str, BaseModel], name: str, model: type[M]) -> M:
    value = values[name]
    assert isinstance(value, model)  # noqa: S101 - narrows the type
    return value


def _read_document(
    folder: PackFolder, name: str, problems: Problems
) -> YamlDocument | None:
    text = folder.text(name)
    if text is None:
        return None
    try:
        return read_yaml(text)
    except YamlRefused as refused:
        problems.add(name, refused.line, "", refused.text)
        return None


def _read_files(
    folder: PackFolder, used: set[str], problems: Problems
) -> dict[str, bytes]:
    files = {}
    for name in folder.names:
        if not name.startswith(("files/", "images/")):
            continue
        if name not in used:
            problems.remark(
                name, 0, "", _("is not used by any record, so it will not be loaded")
            )
            continue
        content = folder.content(name)
        if content is None:
            continue
        try:
            check_document(BytesIO(content), PurePosixPath(name).name)
            refuse_infected(BytesIO(content), PurePosixPath(name).name)
        except FileRefused as refused:
            problems.add(name, 0, "", str(refused))
        else:
            files[name] = content
    return files
