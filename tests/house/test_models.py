"""What every model declares: where its keys point, and which of its fields are personal."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from tests.house.tree import HEIGHT, told

INHERITED = {"groups", "user_permissions"}
"""Relations that come from Django's own mixins and cannot be renamed."""


def test_foreign_keys_point_down_the_layers() -> None:
    upward = [
        f"{key} -> {_label(target)}"
        for key, room, target, _ in _relations()
        if target._meta.app_label in HEIGHT and HEIGHT[target._meta.app_label] > HEIGHT[room]
    ]
    assert upward == [], told(
        upward, "The lower room must not know the higher: turn the key round."
    )


def test_foreign_keys_make_no_way_back() -> None:
    backwards = [
        f"{key}: related_name={way_back!r}"
        for key, _, _, way_back in _relations()
        if way_back != "+"
    ]
    assert backwards == [], told(
        backwards, 'Write related_name="+" and ask for the rows in a query of the room.'
    )


def test_every_model_declares_its_personal_fields() -> None:
    silent = [_label(model) for model in _own_models() if "personal_fields" not in vars(model)]
    assert silent == [], told(
        silent,
        "Add `personal_fields: ClassVar[tuple[str, ...]] = (...)` naming the fields that hold "
        "personal data of level L2 or L3, or () when there are none.",
    )


def test_declared_personal_fields_exist() -> None:
    unknown = [
        f"{_label(model)}: {name}"
        for model in _own_models()
        for name in vars(model).get("personal_fields", ())
        if name not in {field.name for field in model._meta.get_fields()}
    ]
    assert unknown == [], told(unknown, "personal_fields names a field the model does not have.")


def _own_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if model.__module__.startswith("gege.") and model._meta.app_label in HEIGHT:
            yield model


def _relations() -> Iterator[tuple[str, str, type[models.Model], str | None]]:
    """(key by name, its room, the model it points to, its way back) of each own relation."""
    for model in _own_models():
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            relation, target = field.remote_field, field.related_model
            if relation is None or not isinstance(target, type):
                continue
            if field.name in INHERITED:
                continue
            key = f"{_label(model)}.{field.name}"
            yield key, model._meta.app_label, target, relation.related_name


def _label(model: type[models.Model]) -> str:
    return str(model._meta.label)
