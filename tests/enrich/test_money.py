"""What is money, and how much."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.enrich.money import find_money


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("is at US$ 5.5 million, and", "US$ 5.5 million", "USD 5500000"),
        ("about RMB 0.1 billion.", "RMB 0.1 billion", "CNY 100000000"),
        ("raises RMB500 million", "RMB500 million", "CNY 500000000"),
        ("a €3m deal", "€3m", "EUR 3000000"),
        ("20 crore rupees were", "20 crore rupees", "INR 200000000"),
        ("Rs 500 crore", "Rs 500 crore", "INR 5000000000"),
        ("£1.2bn", "£1.2bn", "GBP 1200000000"),
        ("$1,234.50 each", "$1,234.50", "USD 1234.5"),
        ("3 million euros", "3 million euros", "EUR 3000000"),
        ("half a million dollars", "half a million dollars", "USD 500000"),
        ("HK$2 million", "HK$2 million", "HKD 2000000"),
        ("$5-7 million", "$5-7 million", "USD 5000000/7000000"),
        ("¥300 billion", "¥300 billion", "JPY 300000000000"),
        ("3,40 Euros", "3,40 Euros", "EUR 3.4"),
        ("₹2,50,000", "₹2,50,000", "INR 250000"),
        ("NZ $ 26 million", "NZ $ 26 million", "NZD 26000000"),
        ("5 billion yuan", "5 billion yuan", "CNY 5000000000"),
    ],
)
def test_an_amount_has_currency_and_magnitude(text: str, surface: str, value: str) -> None:
    assert [(m.surface, m.value) for m in find_money(text)] == [(surface, value)]


@pytest.mark.parametrize(
    "text",
    [
        "100 million running enthusiasts",
        "84% of the provinces",
        "half a billion users",
        "he won 3 games and 5 won prizes",
        "worth 55 billion in 2016",
        "USD and EUR",
        "a dollar store",
        "200 pounds of rice",
    ],
)
def test_counts_and_shares_are_not_money(text: str) -> None:
    assert find_money(text) == []


@given(st.integers(min_value=1, max_value=10**9))
def test_any_whole_amount_is_read_back(amount: int) -> None:
    assert [m.value for m in find_money(f"It cost ${amount:,} then.")] == [f"USD {amount}"]
