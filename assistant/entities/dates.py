"""A small grammar of the dates people give when they complain."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from assistant.entities import date_rules as rules
from assistant.entities import relative_date_rules as relative
from assistant.entities.calendar_words import (
    FEAST,
    FULL_WEEKDAY,
    MONTH,
    SAFE_WEEKDAY,
    SEASON,
    WEEKDAY,
    Interval,
)
from assistant.entities.found import Found, found_at, without_overlaps
from assistant.entities.number_words import AMOUNT, CARDINAL, ORDINAL

Rule = Callable[[re.Match[str], date], Interval | None]

_NUMBER = rf"\d{{1,2}}(?:st|nd|rd|th)?|{ORDINAL}"
_DAY = rf"(?P<day>{_NUMBER})"
_YEAR = rf"(?P<year>(?:19|20)\d\d|'\d\d|(?:twenty|two thousand(?: and)?) {CARDINAL})"
_LAST_YEAR = r"(?P<year>(?:last|this) year)"
_IN_YEAR = rf"(?:,? {_YEAR})?"
_WHICH = r"(?P<which>last|this|next)"
_ABOUT = r"(?:(?P<about>about|around|roughly|approximately|maybe|sometime around) )?"
_PART = r"(?P<part>early|late|mid|the (?:beginning|start|first week|middle|end|last week) of)"
_UNIT = r"(?P<unit>day|night|week|fortnight|month|year)s?"
_ON_DAY = rf"(?:(?:{WEEKDAY}),? (?:the )?)?"
_OF_DAY = r"(?: (?:morning|afternoon|evening|night))?"
_DAY_OF_WEEK = rf"(?P<weekday>{FULL_WEEKDAY})"
_SINCE = r"(?:in |since |during )?"
_NAMED = rf"(?P<month>{MONTH})"
_FEAST = rf"(?P<feast>{FEAST})"
_SEASON = rf"(?P<season>{SEASON})"
_NOT_A_DATE = r"(?! (?:time|floor|visit|appointment|session|stage|point|one|day|of|attempt|call))"
_NEAR = r"(?P<near>(?:just |shortly )?(?:before|after) |over |at |on |last |this |since )?"


def dates(text: str, today: date) -> list[Found]:
    """Every date expression of an English text, seen from `today`."""
    return without_overlaps(_candidates(text, today))


def _candidates(text: str, today: date) -> Iterator[Found]:
    for pattern, rule in _RULES:
        for match in pattern.finditer(text):
            interval = _read(rule, match, today)
            if interval:
                start, end = match.span("said")
                yield found_at("date", interval.iso(), text=text, start=start, end=end)


def _read(rule: Rule, match: re.Match[str], today: date) -> Interval | None:
    try:
        interval = rule(match, today)
    except (OverflowError, ValueError):
        return None
    about = match.groupdict().get("about")
    return interval.widened(3) if interval and about else interval


def _rule(rule: Rule, *pattern: str) -> tuple[re.Pattern[str], Rule]:
    whole = rf"(?<![\w/])(?P<said>{''.join(pattern)})(?![\w/])"
    return re.compile(whole.replace(" ", r"\s+"), re.IGNORECASE), rule


_RULES = [
    _rule(rules.read_full_date, _ABOUT, _ON_DAY, rf"(?:the )?{_DAY}(?: of)? {_NAMED}", _IN_YEAR),
    _rule(rules.read_full_date, _ON_DAY, rf"(?:the )?{_DAY}(?: of)? {_NAMED},? {_LAST_YEAR}"),
    _rule(rules.read_full_date, _ABOUT, _ON_DAY, rf"{_NAMED} (?:the )?{_DAY}", _IN_YEAR),
    _rule(
        rules.read_range,
        rf"(?:(?:between|from) )?(?:the )?{_DAY}(?: and | to | until |-)(?:the )?(?P<until>{_NUMBER})",
        rf"(?: of)? {_NAMED}",
        _IN_YEAR,
    ),
    _rule(rules.read_numeric, r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>20\d\d|\d\d)"),
    _rule(rules.read_numeric, r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)"),
    _rule(rules.read_day_only, _ON_DAY, rf"the {_DAY} of {_WHICH} month"),
    _rule(rules.read_day_only, rf"(?:on|by|from|since|dated)(?: {WEEKDAY},?)? the {_DAY}", _NOT_A_DATE),
    _rule(rules.read_day_only, rf"(?:{FULL_WEEKDAY}),? the {_DAY}"),
    _rule(relative.read_relative_day, rf"the day before yesterday|yesterday{_OF_DAY}|last night"),
    _rule(relative.read_relative_day, r"today|this (?:morning|afternoon|evening)|tonight|tomorrow"),
    _rule(
        relative.read_ago,
        _ABOUT,
        rf"(?P<amount>{AMOUNT}) {_UNIT} (?:ago|back|earlier)",
        rf"(?: (?:last |on |this )?(?P<weekday>{WEEKDAY}))?",
    ),
    _rule(
        relative.read_week_day_last, rf"(?P<amount>{AMOUNT})(?P<plus> weeks?| fortnight)? last (?P<weekday>{WEEKDAY})"
    ),
    _rule(relative.read_week_day_last, rf"(?P<plus>a week ago|last week) on {_DAY_OF_WEEK}"),
    _rule(relative.read_week_day_last, rf"the (?P<weekday>{WEEKDAY}) before last"),
    _rule(relative.read_week_day_last, rf"(?P<amount>{AMOUNT}) {_DAY_OF_WEEK}s ago"),
    _rule(relative.read_week_on, rf"(?:a week|a fortnight|two weeks) (?:on|from) {_DAY_OF_WEEK}"),
    _rule(relative.read_weekday, rf"{_DAY_OF_WEEK} (?:of )?(?P<in_last_week>last week)"),
    _rule(relative.read_weekday, rf"(?:on )?{_WHICH} (?P<weekday>{SAFE_WEEKDAY}){_OF_DAY}"),
    _rule(relative.read_weekday, rf"(?:on |since |by )?{_DAY_OF_WEEK}{_OF_DAY}"),
    _rule(relative.read_weekday, rf"on (?P<weekday>{WEEKDAY})"),
    _rule(relative.read_span, rf"(?:{_PART} |earlier )?{_WHICH} (?P<unit>week|month|year)"),
    _rule(relative.read_span, r"the (?P<unit>week|month|year|weekend) before last"),
    _rule(relative.read_weekend, r"(?:at|over|on) the weekend|last weekend|this weekend|the weekend just gone"),
    _rule(
        rules.read_month,
        rf"(?:in|since|during|until|back in|{_WHICH}) (?:{_PART} )?{_NAMED}(?:,? (?:of )?{_YEAR})?",
    ),
    _rule(rules.read_month, rf"{_SINCE}{_NAMED},? (?:of )?{_YEAR}"),
    _rule(rules.read_month, rf"{_SINCE}{_NAMED},? (?:of )?{_LAST_YEAR}"),
    _rule(rules.read_month, rf"(?:in |at |around )?{_PART}(?: |-){_NAMED}", _IN_YEAR),
    _rule(rules.read_season, rf"(?:in|during|over|since) the {_SEASON}(?: of {_YEAR})?"),
    _rule(rules.read_season, rf"{_WHICH} {_SEASON}"),
    _rule(rules.read_feast, _NEAR, _FEAST, _IN_YEAR),
    _rule(rules.read_feast, _NEAR, rf"{_FEAST},? {_LAST_YEAR}"),
    _rule(rules.read_year_only, rf"(?:in|since|back in|during|from|of) (?:{_PART} )?{_YEAR}"),
    _rule(relative.read_same_time_last_year, r"(?:a|one) year ago today|(?:about )?this time last year"),
]
