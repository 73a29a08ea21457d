"""What a person says about the columns of a file, and what is guessed before (issue 5 point 4)."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from gege.registers.files.meanings import Meaning, meaning_by_heading
from gege.registers.rules.declaration import Contract, Sheet
from gege.registers.rules.intake.targets import AREA, Target, is_person, person_field
from gege.registers.rules.values import Wrong

_MOST_CODES: Final = 500
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """`columns` has a path (or nothing) for each column; `codes` what texts mean, `fixed` what
    every row says. Both are by path.
    """

    columns: tuple[str, ...]
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)

    @property
    def paths(self) -> frozenset[str]:
        """Everything that is said."""
        return frozenset({*self.columns, *self.fixed} - {""})

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "columns": list(self.columns),
            "codes": {path: dict(texts) for path, texts in self.codes.items()},
            "fixed": dict(self.fixed),
        }


def mapping_of(kept: Mapping[str, Any]) -> ColumnMapping:
    """Return a mapping as it was kept."""
    return ColumnMapping(
        tuple(kept.get("columns", ())), kept.get("codes", {}), kept.get("fixed", {})
    )


def signature_of(header: Sequence[str]) -> str:
    """Return the digest of a file's headings, by which the next such file is known."""
    plain = [bare(heading) for heading in header]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


def bare(heading: str) -> str:
    """Return a heading without spaces, signs and remarks in brackets."""
    plain = unicodedata.normalize("NFKC", heading)
    plain = re.sub(r"\([^)]*\)|【[^】]*】", "", plain)
    return re.sub(r"[\W_]+", "", plain).casefold()


def problems_of(
    mapping: ColumnMapping, targets: Sequence[Target], width: int, contract: Contract
) -> dict[str, Wrong]:
    """Return what is wrong with a mapping, by `column-N`, `fixed` or `columns`."""
    known = {one.path: one for one in targets}
    found: dict[str, Wrong] = {}
    if len(mapping.columns) != width:
        found["columns"] = Wrong("not_this_file")
    seen: set[str] = set()
    for place, path in enumerate(mapping.columns):
        if path and path not in known:
            found[f"column-{place}"] = Wrong("unknown_field")
        elif path and path in seen:
            found[f"column-{place}"] = Wrong("column_twice")
        seen.add(path)
    for path, text in mapping.fixed.items():
        if path not in known or path in seen or len(text) > _LONGEST:
            found[f"fixed-{path}"] = Wrong("column_twice" if path in seen else "unknown_field")
    for path, texts in mapping.codes.items():
        one = known.get(path)
        codes = contract.code_lists[one.codes].entries if one is not None and one.codes else {}
        if not isinstance(texts, Mapping) or len(texts) > _MOST_CODES:
            found[f"codes-{path}"] = Wrong("too_many", most=_MOST_CODES)
        elif any(code and code not in codes for code in texts.values()):
            found[f"codes-{path}"] = Wrong("unknown_code", code="")
    if not found and not any(path and path != AREA for path in mapping.columns):
        found["columns"] = Wrong("nothing_taken")
    return found


def guessed(
    header: Sequence[str],
    meanings: Sequence[str],
    targets: Sequence[Target],
    sheet: Sheet,
    contract: Contract,
) -> ColumnMapping:
    """Return what the columns seem to be, by their headings and then by what stands in them."""
    chosen: dict[int, str] = {}
    taken: set[str] = set()
    for rank in (_by_words, _by_synonym, _by_meaning):
        for place, heading in enumerate(header):
            if place in chosen:
                continue
            meaning = meanings[place] if place < len(meanings) else ""
            for path in rank(heading, meaning, targets, sheet, contract):
                if path not in taken:
                    chosen[place] = path
                    taken.add(path)
                    break
    return ColumnMapping(tuple(chosen.get(place, "") for place in range(len(header))))


def _by_words(
    heading: str, meaning: str, targets: Sequence[Target], sheet: Sheet, contract: Contract
) -> list[str]:
    """Return targets that are called as the heading is."""
    plain = bare(heading)
    found = []
    for one in targets:
        words = {bare(one.words.zh), bare(one.words.en), bare(one.path)}
        if one.field is not None and not one.key:
            part = one.part
            words |= {bare(part.words.zh)} & {plain} if part and len(part.words.zh) > 2 else set()
        if plain and plain in words:
            found.append(one.path)
    return found


_SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("姓名", "名称", "单位名称", "企业名称", "场所名称", "楼栋名称", "名字", "xm", "mc"),
    "id_number": ("身份证号", "身份证号码", "公民身份号码", "证件号码", "证件号", "sfzh", "idno"),
    "id_type": ("证件类型", "证件种类", "证件类别"),
    "sex": ("性别", "xb"),
    "born": ("出生日期", "出生年月", "出生年月日", "生日", "csrq"),
    "phone": ("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "lxdh"),
    "dwelling/address": (
        "现住址",
        "居住地址",
        "住址",
        "家庭住址",
        "现居住地址",
        "地址",
        "房屋地址",
    ),
    "address": ("地址", "详细地址", "坐落", "所在地址"),
    "business_address": ("经营地址", "地址", "住所", "经营场所"),
    "registered_address": ("注册地址", "住所"),
    "uscc": ("统一社会信用代码", "信用代码", "社会信用代码"),
    "building_code": ("楼栋编码", "楼栋编号", "幢号编码"),
    "dwelling_no": ("房号", "门牌", "室号", "房间号"),
    "unit_no": ("单元", "单元号"),
    "floor_no": ("楼层", "层"),
    "building/code": ("楼栋编码", "楼栋编号"),
    "building/address": ("楼栋地址", "地址"),
    "household_no": ("户编号", "户号"),
    "members/number": ("成员证件号码", "身份证号", "身份证号码", "证件号码"),
    "members/relation": ("与户主关系", "关系"),
    "residence_kind": ("居住类别", "人口类别"),
    "point/lng": ("经度", "lng", "lon", "longitude"),
    "point/lat": ("纬度", "lat", "latitude"),
    "contact/name": ("联系人", "联系人姓名"),
    "contact/phone": ("联系人电话", "联系电话"),
    "safety_contact/name": ("安全责任人", "负责人"),
    "safety_contact/phone": ("责任人电话", "负责人电话", "联系电话"),
    AREA: ("网格编码", "社区编码", "网格代码", "所属网格编码"),
}


def _by_synonym(
    heading: str, meaning: str, targets: Sequence[Target], sheet: Sheet, contract: Contract
) -> list[str]:
    plain, known = bare(heading), {one.path for one in targets}
    found = [path for path, words in _SYNONYMS.items() if plain in words and path in known]
    person = person_field(sheet, contract)
    if person:
        # In a file about people, a bare 姓名 is the person's.
        own = [
            (f"{person}/name", "name"), (f"{person}/number", "id_number"),
            (f"{person}/phone", "phone"), (f"{person}/born", "born"), (f"{person}/sex", "sex"),
            (f"{person}/address", "dwelling/address"),
        ]  # fmt: skip
        found += [path for path, like in own if path in known and plain in _SYNONYMS[like]]
    return found


def _by_meaning(
    heading: str, meaning: str, targets: Sequence[Target], sheet: Sheet, contract: Contract
) -> list[str]:
    """Return targets that hold what the column holds, where the heading says so too."""
    person = "" if is_person(sheet) else person_field(sheet, contract)
    known = {one.path for one in targets}
    prefix = f"{person}/" if person else ""
    said = meaning_by_heading(heading)
    if said is None or meaning != said:
        sure = {Meaning.CITIZEN_NUMBER: "id_number", Meaning.CREDIT_CODE: "uscc"}
        wanted = [sure[Meaning(meaning)]] if meaning in sure else []
    else:
        wanted = _OF_MEANING.get(Meaning(meaning), [])
        if meaning == Meaning.DATE and "出生" not in heading and "生日" not in heading:
            wanted = []
    short = {"id_number": "number", "dwelling/address": "address"}
    paths = [prefix + short.get(one, one) for one in wanted] if prefix else list(wanted)
    return [path for path in paths if path in known]


_OF_MEANING: Final[Mapping[Meaning, list[str]]] = {
    Meaning.CITIZEN_NUMBER: ["id_number"],
    Meaning.CREDIT_CODE: ["uscc"],
    Meaning.PHONE: ["phone"],
    Meaning.DATE: ["born"],
    Meaning.SEX: ["sex"],
    Meaning.NAME: ["name"],
    Meaning.ADDRESS: ["address", "dwelling/address", "business_address"],
    Meaning.AREA_CODE: [AREA],
}
