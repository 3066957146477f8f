"""The comparison of pictures: it forgives what a font renderer does, and nothing a person would see."""

from __future__ import annotations

from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from tests.likeness import HEIGHT, REACH, Pixels, compare, drawn

INK, PAPER, BAR, OTHER = (17, 24, 39), (255, 255, 255), (0, 114, 178), (213, 94, 0)
WORDS = "Moving $3,500 a month brings about $289k more revenue (+11 %)."
FONT = cast("ImageFont.FreeTypeFont", ImageFont.load_default(14))
PLACES = st.integers(20, 300)


def painted(
    words: str = WORDS, at: tuple[int, int] = (20, 20), bars: int = 3, bar: tuple[int, int, int] = BAR,
    left: int = 60, lines: int = 2,
) -> Pixels:  # fmt: skip
    """Return a small page: a sentence, a second one below, bars and pale lines."""
    image = Image.new("RGB", (560, 260), PAPER)
    pen = ImageDraw.Draw(image)
    for line in range(lines):
        pen.line((40, 220 + 20 * line, 520, 220 + 20 * line), (229, 231, 235))
    for place in range(bars):
        pen.rectangle((left, 90 + 40 * place, left + 120 + 60 * place, 106 + 40 * place), bar)
    pen.text(at, words, INK, FONT)
    pen.text((20, 50), WORDS, INK, FONT)
    return np.asarray(image)


PAGE = painted()


def test_a_picture_is_like_itself() -> None:
    """The same picture has no difference, and says so."""
    found = compare(PAGE, PAGE.copy())
    assert found.alike
    assert str(found) == "it looks the same"


@given(st.integers(0, 2**32 - 1), st.integers(1, 12))
def test_noise_is_no_difference(seed: int, levels: int) -> None:
    """Another shade of antialiasing passes, either way round."""
    noise = np.random.default_rng(seed).integers(-levels, levels, PAGE.shape, endpoint=True)
    noisy = np.clip(PAGE + noise, 0, 255).astype(np.uint8)
    assert compare(PAGE, noisy).alike
    assert compare(noisy, PAGE).alike


@given(st.integers(-1, 1), st.integers(-1, 1))
def test_a_pixel_of_jitter_is_no_difference(right: int, down: int) -> None:
    """Text that a renderer puts one pixel beside passes."""
    assert compare(PAGE, painted(at=(20 + right, 20 + down))).alike


@pytest.mark.parametrize("weight", [0.85, 1.15])
def test_slightly_bolder_text_is_no_difference(weight: float) -> None:
    """Text whose strokes are drawn a little lighter or darker passes."""
    text = Image.new("L", (560, 260), 0)
    ImageDraw.Draw(text).text((20, 20), WORDS, 255, FONT)
    strokes = np.asarray(text)[..., None] / 255
    drawn_by = [PAGE * (1 - strokes**power) + np.array(INK) * strokes**power for power in (1, weight)]
    assert compare(*(each.round().astype(np.uint8) for each in drawn_by)).alike


@given(st.integers(REACH + 2, 60) | st.integers(-60, -REACH - 2))
def test_a_shifted_block_differs(right: int) -> None:
    """Bars that stand elsewhere are seen, and where they are is said."""
    found = compare(PAGE, painted(left=60 + right))
    assert not found.alike
    assert found.blocks[5:13].any()
    assert not found.blocks[:4].any()


@given(st.integers(6, 20), st.booleans())
def test_a_shifted_sentence_differs(by: int, down: bool) -> None:
    """Text that stands elsewhere is seen."""
    assert not compare(PAGE, painted(at=(20, 20 + by) if down else (20 + by, 20))).alike


@pytest.mark.parametrize(
    "now",
    [
        painted(bars=2), painted(bar=OTHER), painted(words=""), painted(lines=1), painted(words=WORDS[:40]),
        painted(at=(20, 46)), 255 - PAGE, np.full_like(PAGE, 255), painted(bar=(60, 150, 210)),
    ],
    ids=["a bar gone", "another colour", "text gone", "a pale line gone", "text cut", "text over text",
         "dark for light", "nothing", "a paler bar"],
)  # fmt: skip
def test_what_a_person_sees_differs(now: Pixels) -> None:
    """What is missing, recoloured, cut or overlaps is seen, either way round."""
    assert not compare(PAGE, now).alike
    assert not compare(now, PAGE).alike


@given(PLACES, PLACES, st.integers(10, 40))
def test_a_mark_anywhere_differs(x: int, y: int, size: int) -> None:
    """No place is left out: a spot of another colour is seen wherever it is."""
    tall = np.full((360, 360, 3), 255, np.uint8)
    spotted = tall.copy()
    spotted[y : y + size, x : x + size] = BAR
    found = compare(tall, spotted)
    assert not found.alike
    assert found.blocks[y // 16 : (y + size) // 16 + 1, x // 16 : (x + size) // 16 + 1].any()


def test_sizes_count() -> None:
    """A few rows more or less pass; more of them, or another width, do not."""
    assert compare(PAGE, PAGE[:-HEIGHT]).alike
    assert not compare(PAGE, PAGE[: -HEIGHT - 1]).alike
    assert not compare(PAGE, PAGE[:, :-1]).alike
    assert "was 560 × 260" in str(compare(PAGE, PAGE[:, :-1]))


def test_the_difference_can_be_drawn() -> None:
    """The picture of the difference has the size of the page and is coloured where it differs."""
    now = painted(bars=2)
    image = drawn(compare(PAGE, now), now)
    assert image.size == (now.shape[1], now.shape[0])
    spot = cast("tuple[int, int, int]", image.getpixel((100, 178)))
    assert spot[0] > spot[1] + 50
