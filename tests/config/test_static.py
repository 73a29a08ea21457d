"""Static files under names with their sums, also inside modules and beside others' bundles."""

from __future__ import annotations

from pathlib import Path

from django.core.files.base import ContentFile
from django.test import override_settings

from gege.config.static import StaticFiles


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
