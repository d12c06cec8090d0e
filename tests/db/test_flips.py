"""60 flipped bits of a closed vault: none is read silently wrong, each is named (bench/flips.py does 1,000)."""

from __future__ import annotations

import pytest

from bench.flips import vault_flips


@pytest.mark.timeout(300)
def test_a_flipped_bit_is_never_read_silently_wrong_and_always_named() -> None:
    tally = vault_flips(60, readers=2)
    assert (tally.trials, tally.silent, tally.crashes, tally.unnamed) == (60, 0, 0, 0), tally
    assert tally.named["salt_damaged"] == 16
    assert tally.named["page_damaged"] + tally.named["cannot_be_opened"] >= 44, tally
    assert tally.read_right > 0
