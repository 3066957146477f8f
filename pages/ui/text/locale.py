"""Which locale the numbers of the page follow: one for all of them, asked for anew each time.

Callbacks, full runs and fragments run in threads that come and go, so nothing is set at the start of any of them: who
knows the visitor is asked when a number is written or read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from babel import Locale, UnknownLocaleError

HOME = {
    "AUD": "en_AU", "BRL": "pt_BR", "CAD": "en_CA", "CHF": "de_CH", "CNY": "zh_CN", "CZK": "cs_CZ", "DKK": "da_DK",
    "EUR": "en_IE", "GBP": "en_GB", "HUF": "hu_HU", "IDR": "id_ID", "ILS": "he_IL", "INR": "en_IN", "JPY": "ja_JP",
    "KRW": "ko_KR", "MXN": "es_MX", "NOK": "nb_NO", "NZD": "en_NZ", "PLN": "pl_PL", "SEK": "sv_SE", "SGD": "en_SG",
    "TRY": "tr_TR", "UAH": "uk_UA", "USD": "en_US", "ZAR": "en_ZA",
}  # fmt: skip
"""Where a currency is at home, for visitors whose locale is not known; others are written the English way."""
ENGLISH = "en_US"

Source = Callable[[], str | None]
_SOURCES: list[Source] = []


def follow(source: Source) -> None:
    """Let ``source`` say, whenever it is asked, which locale the page at hand follows; None where nobody knows."""
    _SOURCES[:] = [source]


def page_locale() -> str | None:
    """Return the locale of the page at hand, such as ``de_CH``; None where nobody knows."""
    return _SOURCES[0]() if _SOURCES else None


def home_of(currency: str) -> str:
    """Return the locale where an ISO currency is at home."""
    return HOME.get(currency, ENGLISH)


@lru_cache(maxsize=1024)
def supported(tag: str | None) -> str | None:
    """Return the locale of a browser's language tag as babel names it, or of its language alone; None for neither."""
    parts = re.split("[.@]", tag or "")[0].replace("-", "_")
    for name in (parts, parts.split("_")[0]):
        try:
            return str(Locale.parse(name))
        except (ValueError, UnknownLocaleError, TypeError):
            continue
    return None


def english_of(locale: str | None) -> str:
    """Return the English of a locale's territory, for dates among English words; the world's where there is none."""
    territory = locale.rpartition("_")[2] if locale else ""
    found = supported(f"en_{territory}") if territory.isalnum() and len(territory) in (2, 3) else None
    return found if found and found != "en" else "en_001"
