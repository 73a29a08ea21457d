"""Static files under names with their sums, also inside modules and beside others' bundles."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.files.base import ContentFile
from django.test import override_settings

from gege.config.static import StaticFiles

PACKAGE = Path(__file__).resolve().parents[2] / "gege"
NAMED = re.compile(r"""(?:from|import)\s*["'](\.[^"']+)["']""")


def test_a_module_names_others_by_their_sums_and_a_bundle_stays_as_it_came(tmp_path: Path) -> None:
    bundle = '/** @type {import("mdast").Node} */\nexport const one = 1;\n'
    with override_settings(STATIC_ROOT=tmp_path, STATIC_URL="/static/"):
        kept = StaticFiles(location=str(tmp_path), base_url="/static/")
        names = ("field/js/app.js", "field/js/form.js", "vendor/engine/index.js")
        texts = (
            'import { a } from "./form.js";\n',
            'export const a = () => import("../../vendor/engine/index.js");\n',
            bundle,
        )
        for name, text in zip(names, texts, strict=True):
            kept.save(name, ContentFile(text.encode()))
        done = list(kept.post_process({name: (kept, name) for name in names}))
        assert [found for *_, found in done if isinstance(found, Exception)] == []
        form, engine = kept.hashed_files["field/js/form.js"], kept.hashed_files[names[2]]
        app = kept.hashed_files["field/js/app.js"]
        assert Path(form).name in (tmp_path / app).read_text(encoding="utf-8")
        assert Path(engine).name in (tmp_path / form).read_text(encoding="utf-8")
        assert (tmp_path / engine).read_text(encoding="utf-8") == bundle


def test_a_long_chain_of_modules_gets_its_names(tmp_path: Path) -> None:
    with override_settings(STATIC_ROOT=tmp_path, STATIC_URL="/static/"):
        kept = StaticFiles(location=str(tmp_path), base_url="/static/")
        names = [f"field/js/m{number:02}.js" for number in range(20)]
        for name, following in zip(names, [*names[1:], ""], strict=True):
            text = (
                f'import "./{Path(following).name}";\n' if following else "export const end = 1;\n"
            )
            kept.save(name, ContentFile(text.encode()))
        done = list(kept.post_process({name: (kept, name) for name in names}))
        assert [found for *_, found in done if isinstance(found, Exception)] == []
        first, second = (kept.hashed_files[name] for name in names[:2])
        assert Path(second).name in (tmp_path / first).read_text(encoding="utf-8")


def test_the_platforms_own_modules_import_in_no_circle() -> None:
    modules = {
        path.resolve() for path in PACKAGE.glob("*/static/**/*.js") if "vendor" not in path.parts
    }
    imports = {
        path: {(path.parent / name).resolve() for name in NAMED.findall(path.read_text("utf-8"))}
        for path in modules
    }
    while ends := [path for path, named in imports.items() if not named & imports.keys()]:
        for path in ends:
            del imports[path]
    assert sorted(path.name for path in imports) == []
