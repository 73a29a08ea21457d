"""No face, plate or person is recognised here, and no stream of a camera is opened (R-053)."""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.house.tree import ROOT, told, tracked_texts

pytestmark = pytest.mark.row("R-053")

LIBRARIES: Final = re.compile(
    r"(?i)\b(opencv[\w-]*|cv2|dlib|face[-_]?recognition\w*|facenet[\w-]*|insightface|deepface"
    r"|retinaface|arcface|mtcnn|mediapipe|ultralytics|yolo\w*|easyocr|paddleocr|hyperlpr\w*"
    r"|openalpr|alpr\w*|torchreid|fastreid|onvif[\w-]*|gb28181\w*|rtsp[\w-]*|pyav|ffmpeg[\w-]*"
    r"|face[-_]api(\.js)?|tracking\.js|tensorflow\w*|torch(vision)?)\b"
)
"""Libraries that recognise faces, plates and persons, or open cameras' streams."""
LOCKS: Final = (
    "pyproject.toml",
    "requirements.txt",
    "requirements-dev.txt",
    "requirements-node.txt",
    "package.json",
    "package-lock.json",
)
IMPORTS: Final = re.compile(r"(?m)^\s*(?:import|from)\s+[\"']?([\w@/-]+)")
STREAMS: Final = re.compile(r"(?i)\b(rtsp|rtmp|hls|gb28181|onvif)://|\bgetUserMedia\b")


def test_no_library_that_recognises_people_is_depended_on() -> None:
    found = [
        f"{name}:{number}: {match[0]}"
        for name in LOCKS
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1)
        for match in LIBRARIES.finditer(_without_hashes(line))
    ]
    assert found == [], told(found, "Images of people are recognised nowhere in this project.")


def test_no_code_imports_one() -> None:
    found = [
        f"{name}: imports {match[1]}"
        for name, text in tracked_texts()
        if name.endswith((".py", ".js", ".mjs"))
        for match in IMPORTS.finditer(text)
        if LIBRARIES.fullmatch(match[1])
    ]
    assert found == [], told(found, "Images of people are recognised nowhere in this project.")


def test_no_camera_is_opened() -> None:
    """A photograph is a file that somebody chose, and streams are the police's."""
    found = [
        f"{name}: {match[0]}"
        for name, text in tracked_texts()
        if name.startswith("gege/") and name.endswith((".py", ".js", ".html"))
        for match in STREAMS.finditer(text)
    ]
    assert found == [], told(found, "A stream stays in the system of the police.")


def test_the_register_of_cameras_has_no_place_for_a_stream() -> None:
    from gege.supervision.models import Camera  # inline: the house tests import no room on loading

    fields = {field.name for field in Camera._meta.get_fields()}
    assert not [one for one in fields if re.search(r"url|stream_|address|channel|recording", one)]


@pytest.mark.parametrize(
    "line", ["opencv-python==4.9", "import cv2", '"face-api.js": "1"', "insightface", "gb28181"]
)
def test_the_rule_bites(line: str) -> None:
    assert LIBRARIES.search(line)


def _without_hashes(line: str) -> str:
    return re.sub(r"(sha(256|512)[:-])\S+", "", line)
