"""How dates are written in Chinese: 2026年11月25日 18:30 UTC."""

DATE_FORMAT = "Y年n月j日"
DATETIME_FORMAT = "Y年n月j日 H:i e"
