"""What to write in sources.yaml instead of what does not fit, by the kind of pydantic's error."""

from tasks.sources import COUNTRY, SLUG

WANTED = {
    "tuple_type": "is no list; write one, such as [a, b]",
    **dict.fromkeys(
        ("time_delta_parsing", "time_delta_type"), "is no duration; write one such as PT30M or P1D"
    ),
    **dict.fromkeys(
        ("date_parsing", "date_type", "date_from_datetime_parsing", "date_from_datetime_inexact"),
        "is no day; write one as YYYY-MM-DD",
    ),
}
"""What a value is not, and what to write, by the kind of the error."""

HINTS = {
    "string_type": "write it in quotes",
    "model_type": "write a mapping of keys and values",
    "model_attributes_type": "write a mapping of keys and values",
}
SHAPES = {
    COUNTRY: "write two capital letters, such as GB",
    SLUG: "write small letters, digits and hyphens, such as my-paper",
}
"""What to write where a text does not fit a pattern."""
