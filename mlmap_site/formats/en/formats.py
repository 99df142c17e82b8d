"""How dates are written in English: 25 November 2026, 18:30 UTC."""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
DATETIME_FORMAT = "j F Y, H:i e"
