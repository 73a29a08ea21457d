"""Learning from words, reading a text without scikit-learn, and keeping a model without pickle."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import zlib
from dataclasses import replace
from hashlib import sha256
from typing import Any

import numpy as np
import pytest

from gege.matters.rules.triage_help import grams, learning
from gege.matters.rules.triage_help.judging import Verdict, judge
from gege.matters.rules.triage_help.learning import Example, learn, learn_and_judge
from gege.matters.rules.triage_help.model import Asked, Head, is_sound
from gege.matters.rules.triage_help.packing import Unusable, pack, unpack

TEXTS = (
    "三号楼路灯不亮，晚上出门看不见",
    "ＡＢＣ  Street lamp 12 is out",
    "垃圾" * 400,
    "😀 表情和混合 text\n第二行",
    "灯",
    "",
)
WORDS = {
    "A01": ("路灯不亮", "灯坏了", "路灯闪", "没有路灯"),
    "C01": ("垃圾没人清", "垃圾堆在路口", "垃圾桶满了", "一地垃圾"),
    "E01": ("邻居吵架", "楼上漏水两家吵", "邻里堆物纠纷", "邻居家太吵"),
}


def stories(number: int, seed: int = 1) -> list[Example]:
    luck = random.Random(seed)
    found = []
    for _one in range(number):
        kind = luck.choices(sorted(WORDS), (6, 3, 2))[0]
        words = f"{luck.choice(('东街', '西街', '河边', '学校'))}{luck.choice(WORDS[kind])}"
        found.append(Example(words, luck.choice(("请处理", "", "麻烦看看")), kind))
    return found


@pytest.fixture(scope="module")
def head() -> Head:
    return learn(stories(300))


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_read_as_scikit_learn_reads_it(text: str) -> None:
    tokens = grams.tokens_of(text, text, kind="A01")
    row = learning.vectorizer().transform([tokens]).toarray()[0]
    places, values = grams.hashed(tokens)
    mine = np.zeros(grams.PLACES)
    mine[places] = values
    np.testing.assert_allclose(mine, row, atol=1e-12)


def test_what_is_said_equals_scikit_learns_own_answer(head: Head) -> None:
    matrix = learning.vectorizer().transform([one.tokens for one in stories(300)])
    made = learning.classifier().fit(matrix, [one.label for one in stories(300)])
    asked = stories(60, seed=9)
    theirs = learning.vectorizer().transform([one.tokens for one in asked])
    mine = np.array([head.scores(one.tokens) for one in asked])
    np.testing.assert_allclose(mine, made.decision_function(theirs), rtol=1e-3, atol=1e-3)
    named = [head.labels[int(np.argmax(row))] for row in mine]
    assert named == list(made.predict(theirs))


def test_two_labels_are_told_as_scikit_learn_tells_them() -> None:
    two = [one for one in stories(200) if one.label != "E01"]
    made = learning.classifier().fit(
        learning.vectorizer().transform([one.tokens for one in two]), [one.label for one in two]
    )
    mine = learn(two)
    asked = [one for one in stories(60, seed=4) if one.label != "E01"]
    rows = learning.vectorizer().transform([one.tokens for one in asked])
    named = [mine.labels[int(np.argmax(mine.scores(one.tokens)))] for one in asked]
    assert named == list(made.predict(rows))


def test_certainties_are_together_one_and_the_best_stands_first(head: Head) -> None:
    found = head.suggest("东街路灯不亮")
    assert found[0].code == "A01"
    assert [one.certainty for one in found] == sorted(
        (one.certainty for one in found), reverse=True
    )
    whole = head.certainties(grams.tokens_of("东街路灯不亮"))
    assert whole.sum() == pytest.approx(1)


def test_only_what_may_be_chosen_is_suggested_and_nothing_to_no_words(head: Head) -> None:
    assert [one.code for one in head.suggest("路灯", among=frozenset({"C01"}))] in (["C01"], [])
    assert head.suggest("路灯", among=frozenset()) == ()
    assert head.suggest("  ", "\n") == ()


def test_the_longest_text_costs_no_more_than_what_is_read_of_it(head: Head) -> None:
    endless = "灯不亮" * 100_000
    assert len(grams.tokens_of(endless, endless)) <= 3 * grams.READ_AT_MOST
    assert head.suggest(endless)[0].code == "A01"


def test_no_number_of_anybody_reaches_a_model() -> None:
    assert grams.plain("电话１３８12345678") == "电话00000000000"
    assert grams.plain("a\x1fkind=A01") == "a kind=a00"


def test_the_page_that_asks_does_not_load_scikit_learn() -> None:
    code = "import sys, gege.matters.rules.triage_help.learning; print('sklearn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_figures_are_those_of_scikit_learn() -> None:
    from sklearn.metrics import f1_score, precision_recall_fscore_support

    luck = random.Random(3)
    truth = [luck.choice("abcd") for _one in range(200)]
    labels = ("a", "b", "c", "e")
    certain = np.random.default_rng(3).dirichlet(np.ones(4), 200)
    named = [labels[int(one)] for one in certain.argmax(axis=1)]
    judged = judge(labels, certain, truth, learnt_from=list("aaabbc"))
    assert judged.macro_f1 == pytest.approx(f1_score(truth, named, average="macro"))
    exact = precision_recall_fscore_support(
        truth, named, labels=[row.label for row in judged.per_label], zero_division=0
    )
    assert [row.precision for row in judged.per_label] == pytest.approx(list(exact[0]))
    assert [row.recall for row in judged.per_label] == pytest.approx(list(exact[1]))
    assert judged.base_first == truth.count("a") / 200
    assert judged.base_top == sum(one in "abc" for one in truth) / 200
    assert judged.base_macro_f1 == pytest.approx(f1_score(truth, ["a"] * 200, average="macro"))


def test_the_newest_part_is_held_out_and_a_model_better_than_the_most_frequent_is_used() -> None:
    found, judged = learn_and_judge(stories(400))
    assert found is not None
    assert (judged.learnt_from, judged.held_out, judged.verdict) == (320, 80, Verdict.USED)
    assert judged.macro_f1 > 0.9 > judged.base_macro_f1


def test_what_knows_too_little_or_is_no_better_is_not_used_and_says_why() -> None:
    assert learn_and_judge(stories(100))[1].verdict is Verdict.TOO_FEW
    assert learn_and_judge([])[1].verdict is Verdict.TOO_FEW
    one = [Example("路灯不亮", "", "A01")] * 400
    assert learn_and_judge(one)[0] is None
    assert learn_and_judge(one)[1].verdict is Verdict.ONE_LABEL
    luck = random.Random(5)
    noise = [replace(one, label=luck.choice(("A01", *["C01"] * 30))) for one in stories(400)]
    assert learn_and_judge(noise)[1].verdict is Verdict.NOT_BETTER


# Kept without pickle, and refused when anything is not as it was.


def test_a_model_is_kept_whole(head: Head) -> None:
    again = unpack(pack({Asked.KIND: head}))[Asked.KIND]
    assert (again.labels, again.temperature) == (head.labels, head.temperature)
    np.testing.assert_array_equal(again.weights, head.weights)
    np.testing.assert_array_equal(again.bias, head.bias)


def _with_header(data: bytes, **other: Any) -> bytes:
    length = int.from_bytes(data[:4], "big")
    header = json.dumps(json.loads(data[4 : 4 + length]) | other).encode()
    return len(header).to_bytes(4, "big") + header + data[4 + length :]


def _with_body(head: Head, body: bytes, whole: int) -> bytes:
    packed = pack({Asked.KIND: head})
    length = int.from_bytes(packed[:4], "big")
    header = json.loads(packed[4 : 4 + length])
    told = {"bytes": len(body), "whole": whole, "sha256": sha256(body).hexdigest()}
    header["heads"]["kind"] |= told
    text = json.dumps(header).encode()
    return len(text).to_bytes(4, "big") + text + body


def test_another_version_is_refused(head: Head) -> None:
    packed = pack({Asked.KIND: head})
    for other in ({"edition": 99}, {"format": 2}, {"places": 8}, {"grams": [1, 2]}):
        with pytest.raises(Unusable, match="other_version"):
            unpack(_with_header(packed, **other))


def test_a_changed_byte_is_found(head: Head) -> None:
    packed = bytearray(pack({Asked.KIND: head}))
    packed[-10] ^= 1
    with pytest.raises(Unusable, match="tampered"):
        unpack(bytes(packed))


@pytest.mark.parametrize(
    "data",
    [b"", b"\0\0", b"\0\0\0\x02{}", b"\xff" * 50, b"\0\0\0\x05hello", b"\0\0\0\x02[]"],
)
def test_what_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises(Unusable):
        unpack(data)


def test_a_cut_or_longer_file_is_refused(head: Head) -> None:
    packed = pack({Asked.KIND: head})
    for other in (packed[:-1], packed + b"x", packed[: len(packed) // 2]):
        with pytest.raises(Unusable):
            unpack(other)


def test_objects_that_would_be_executed_are_never_read(head: Head) -> None:
    import io

    out = io.BytesIO()
    np.lib.format.write_array(out, np.array([print, None], dtype=object), allow_pickle=True)
    size = 4 * (grams.PLACES + 1) * 3
    padded = out.getvalue() + b"\0" * (size + 200 - len(out.getvalue()))
    with pytest.raises(Unusable, match="corrupt"):
        unpack(_with_body(head, zlib.compress(padded), len(padded)))


def test_a_small_file_that_unfolds_into_a_large_one_is_stopped(head: Head) -> None:
    bomb = zlib.compress(b"\0" * 50_000_000)
    for whole in (50_000_000, 4 * (grams.PLACES + 1) * 3 + 200):
        with pytest.raises(Unusable, match="corrupt"):
            unpack(_with_body(head, bomb, whole))


def test_a_head_whose_parts_do_not_fit_is_not_sound(head: Head) -> None:
    assert is_sound(head)
    assert not is_sound(replace(head, labels=("A01", "A01", "C01")))
    assert not is_sound(replace(head, labels=head.labels[:2]))
    assert not is_sound(replace(head, bias=np.full(3, np.nan, dtype=np.float32)))
    assert not is_sound(replace(head, temperature=0.0))
