"""Names fold to the same plain words however they are written."""

import unicodedata

import pytest

from muninet.model.names import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("İstanbul", "istanbul"),
        ("Istanbul", "istanbul"),
        ("ISTANBUL", "istanbul"),
        ("ıstanbul", "istanbul"),
        ("Muğla", "mugla"),
        ("Nikšić", "niksic"),
        ("Știința", "stiinta"),
        ("Ştiinţa", "stiinta"),
        ("Θεσσαλονίκη", "thessaloniki"),
        ("ΑΘΗΝΑ", "athina"),
        ("Скопје", "skopje"),
        ("Београд", "beograd"),
        ("Șimleu-Silvaniei", "simleu silvaniei"),
        ("  L'Aquila  ", "l aquila"),
        ("Bâlc–Nord (jud. Bihor)", "balc nord jud bihor"),
        ("Tønder", "tonder"),
        ("Gießen", "giessen"),
        ("Křižánky 2", "krizanky 2"),
        ("Севастополь", "sevastopol"),
        ("…", ""),
        ("", ""),
    ],
)
def test_names_become_plain_words(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize("text", ["Știința", "Θεσσαλονίκη", "Николай", "İzmir", "Ђаково", "Čakovec", "Reşiţa"])
def test_both_unicode_forms_fold_alike(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_every_letter_folds_to_ascii_and_folding_twice_changes_nothing() -> None:
    letters = [chr(code) for code in range(0x20, 0x2000) if unicodedata.category(chr(code)) != "Cn"]
    for letter in letters:
        folded = fold(f"a{letter}b")
        assert folded.isascii()
        assert all(sign.isalnum() or sign == " " for sign in folded)
        assert folded == folded.lower()
        assert fold(folded) == folded
