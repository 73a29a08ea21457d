"""The lock of the phone's store: what opens it, what wipes it, what can be read without it."""

from __future__ import annotations

import base64

import pytest

from tests.field.engine.phone import OTHER_PIN, OWNER, PIN, Phone

WRONG = "000000"
TRY = "await (await engine('vault')).open(it);"


@pytest.mark.parametrize(
    ("pin", "fault"),
    [
        ("12345", "pin_short"),
        ("", "pin_short"),
        ("12345a", "pin_digits"),
        ("１２３４５６", "pin_digits"),
        ("123456", "pin_easy"),
        ("987654", "pin_easy"),
        ("890123", "pin_easy"),
        ("777777", "pin_easy"),
        (PIN, None),
        ("1357913579", None),
    ],
)
def test_a_pin_has_six_digits_that_nobody_tries_first(
    phone: Phone, pin: str, fault: str | None
) -> None:
    assert phone.run("return (await engine('vault')).faultOf(it);", pin) == fault


def test_the_right_pin_opens_and_says_whose_it_is(phone: Phone) -> None:
    assert phone.run("return (await engine('vault')).exists();") is False
    phone.create().run("await (await engine('store')).set('draft:report', {title: '巷口'});")
    phone.open()
    assert phone.run("return (await engine('vault')).unlocked();") is False
    assert phone.fault("await (await engine('store')).get('draft:report');") == {"code": "locked"}
    assert phone.run("return (await engine('vault')).open(it);", PIN) == OWNER
    assert phone.run("return (await engine('store')).get('draft:report');") == {"title": "巷口"}


def test_a_wrong_pin_says_how_many_are_left_and_the_right_one_starts_anew(phone: Phone) -> None:
    phone.create().lock()
    assert phone.fault(TRY, WRONG) == {"code": "wrong_pin", "left": 4}
    assert phone.fault(TRY, WRONG) == {"code": "wrong_pin", "left": 3}
    phone.unlock().lock()
    assert phone.fault(TRY, WRONG) == {"code": "wrong_pin", "left": 4}


@pytest.mark.row("R-022")
def test_the_fifth_wrong_pin_wipes_everything(phone: Phone) -> None:
    phone.create()
    phone.put("report", {"title": "巷口"})
    phone.run("await (await caches.open('gege-field-1')).put('/x', new Response('x'));")
    phone.lock()
    for left in (4, 3, 2, 1):
        assert phone.fault(TRY, WRONG) == {"code": "wrong_pin", "left": left}
    assert phone.fault(TRY, WRONG) == {"code": "wiped", "why": "pins"}
    assert phone.run("return [await databases(), await caches.keys()];") == [[], []]
    assert phone.fault(TRY, PIN) == {"code": "no_vault"}


def test_a_try_is_counted_before_it_is_answered(phone: Phone) -> None:
    """Whoever ends the app before the answer has spent the try."""
    phone.create().lock()
    phone.run(
        """
        const {open} = await engine('vault');
        const subtle = SubtleCrypto.prototype;
        subtle.deriveKey = () => new Promise(() => {});
        void open(it);
        await new Promise((resolve) => setTimeout(resolve, 300));
        """,
        WRONG,
    )
    phone.open()
    assert phone.fault(TRY, WRONG) == {"code": "wrong_pin", "left": 3}


def test_a_phone_whose_tries_are_spent_wipes_without_another(phone: Phone) -> None:
    phone.create().lock()
    phone.run(
        """
        const {getKey, putKey} = await engine('db');
        await putKey('vault', {...await getKey('vault'), tries: 5});
        """
    )
    assert phone.fault(TRY, PIN) == {"code": "wiped", "why": "pins"}


def test_a_new_pin_replaces_the_old_one_and_keeps_what_is_there(phone: Phone) -> None:
    phone.create().put("report", {"title": "巷口"})
    change = "await (await engine('vault')).changePin(it[0], it[1]);"
    assert phone.fault(change, [PIN, "123456"]) == {"code": "pin_easy"}
    assert phone.fault(change, [WRONG, OTHER_PIN]) == {"code": "wrong_pin", "left": 4}
    assert phone.fault(change, [PIN, OTHER_PIN]) is None
    phone.lock()
    assert phone.fault(TRY, PIN) == {"code": "wrong_pin", "left": 4}
    phone.unlock(OTHER_PIN)
    assert [one["body"] for one in phone.entries()] == [{"title": "巷口"}]


def test_a_second_account_finds_the_phone_taken(phone: Phone) -> None:
    phone.create()
    other = {"account_id": "8", "login": "other", "name": "李二格"}
    make = "await (await engine('vault')).create(it[0], it[1]);"
    assert phone.fault(make, [OTHER_PIN, other]) == {"code": "vault_exists"}
    phone.open()
    assert phone.run("return (await engine('vault')).open(it);", PIN) == OWNER


@pytest.mark.row("R-053")
def test_nothing_can_be_read_in_the_raw_store(phone: Phone) -> None:
    """Words, names, numbers, sums of pictures and names of keys: none stands there in the clear."""
    words, key, section, number = "巷口堆了垃圾", "draft:report", "matters", "13900000000"
    secrets = [words, key, section, number, "patrol_start", OWNER["name"], OWNER["login"]]
    phone.create()
    phone.put("report", {"title": secrets[0], "phone": secrets[3]})
    sum_of = phone.run(
        """
        const store = await engine('store');
        await store.set('draft:report', {title: it[0]});
        await store.setSection('matters', 'e1', [{title: it[0], kind: it[4]}]);
        const {keepFile} = await engine('files');
        return (await keepFile(new Blob([it[0].repeat(50)]), 'list.csv')).sha256;
        """,
        secrets,
    )
    there = base64.b64decode(phone.lock().run("return rawDump();"))
    assert b"key:false" in there, "the dump reads what is there; the device key cannot be exported"
    assert len(there) > 2_000
    for secret in (*secrets, sum_of, "list.csv"):
        for coded in (secret.encode(), secret.encode("utf-16-le"), secret.encode("utf-16-be")):
            assert coded not in there, secret


def test_the_same_words_never_look_the_same(phone: Phone) -> None:
    phone.create()
    phone.put("report", {"title": "巷口"})
    phone.put("report", {"title": "巷口"})
    vectors = phone.run(
        """
        const {read, answer} = await engine('db');
        const records = await read('outbox', (store) => answer(store.getAll()));
        return records.map((one) => [...one.iv].join());
        """
    )
    assert len(set(vectors)) == len(vectors) == 2


def test_a_record_moved_to_another_place_cannot_be_read(phone: Phone) -> None:
    phone.create()
    opened = phone.run(
        """
        const vault = await engine('vault');
        const sealed = await vault.seal('small:a', 1);
        const there = vault.unseal('small:b', sealed).then(() => true, () => false);
        return [await vault.unseal('small:a', sealed), await there];
        """
    )
    assert opened == [1, False]


def test_locking_hides_what_was_read_before(phone: Phone) -> None:
    phone.create().run(
        """
        const {takePhoto, fileUrl} = await engine('files');
        const {section, setSection} = await engine('store');
        await setSection('points', 'e', [1]);
        await section('points');
        const picture = await new OffscreenCanvas(8, 8);
        picture.getContext('2d');
        const {sha256} = await takePhoto(await picture.convertToBlob());
        const url = await fileUrl(sha256);
        window.drawn = () => new Promise((resolve) => {
          const image = new Image();
          image.onload = () => resolve(true);
          image.onerror = () => resolve(false);
          image.src = url;
        });
        """
    )
    assert phone.run("return drawn();") is True
    phone.lock()
    assert phone.fault("await (await engine('store')).section('points');") == {"code": "locked"}
    assert phone.run("return drawn();") is False


def test_a_wipe_in_one_window_locks_and_empties_the_other(phone: Phone) -> None:
    phone.create().put("report", {"title": "巷口"})
    other = Phone(phone.context, phone.address).unlock()
    phone.lock()
    for _ in range(5):
        phone.fault(TRY, WRONG)
    other.until("return !(await engine('vault')).unlocked();")
    put = "await (await engine('outbox')).put('report', {});"
    assert other.fault(put) == {"code": "locked"}
    assert other.run("return (await engine('vault')).exists();") is False
