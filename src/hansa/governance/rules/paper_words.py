"""Days and numbers as Chinese papers write them."""

from datetime import date

DIGITS = "〇一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Write a number below a hundred as headings do: 十一, 二十."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("" if tens == 1 else DIGITS[tens]) + "十"
    return head + (DIGITS[ones] if ones or not tens else "")


def in_full(city: str) -> str:
    """Write a city's Chinese name with 市; 宿州 becomes 宿州市, and 甲市 stays."""
    return city if city.endswith("市") else f"{city}市"


def long_day(day: date) -> str:
    """Write a day as papers do, without leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"
