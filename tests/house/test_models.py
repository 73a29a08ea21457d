"""What every model declares: where its keys point, and which of its fields are personal."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db import models

from tests.house.tree import HEIGHT, told


def test_foreign_keys_point_down_the_layers() -> None:
    upward = [
        f"{_label(model)}.{field.name} -> {_label(target)}"
        for model, field, target in _relations()
        if target._meta.app_label in HEIGHT
        and HEIGHT[target._meta.app_label] > HEIGHT[model._meta.app_label]
    ]
    assert upward == [], told(
        upward, "The lower room must not know the higher; turn the key round."
    )


def test_foreign_keys_make_no_way_back() -> None:
    backwards = [
        f'{_label(model)}.{field.name}: related_name="{field.remote_field.related_name}"'
        for model, field, _ in _relations()
        if field.remote_field.related_name != "+"
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


def _relations() -> Iterator[tuple[type[models.Model], models.Field, type[models.Model]]]:
    for model in _own_models():
        for field in model._meta.local_fields + model._meta.local_many_to_many:
            if field.remote_field is not None and isinstance(field.related_model, type):
                yield model, field, field.related_model


def _label(model: type[models.Model]) -> str:
    return str(model._meta.label)
