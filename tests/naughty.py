"""Strings that have broken programs, by kind, as the Big List of Naughty Strings has them; none is copied."""

from itertools import product

_WORDS = ["甲", "name", "全国工会", "٣", "שלום", "नमस्ते", "ไทย", "한국어", "日本語", "Ελληνικά"]
_MARKUP = [
    "b",
    "img src=x onerror=alert(1)",
    "script",
    "svg/onload=alert(1)",
    "style",
    "iframe",
    "a href=javascript:alert(1)",
    "math",
    "template",
    "base href=//x",
]
_BETWEEN = [
    "",
    "\u200b",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u00ad",
    "\u202e",
    "\u202d",
    "\u2066",
    "\u2069",
    "\u200f",
    "\u061c",
]
_SCHEMES = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "//example.invalid",
    "blob:x",
    "about:blank",
    'https://例子.invalid/路径?a=<b>&c="d"',
]
_EMOJI = ["😀", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇨🇳", "👍🏿", "❤️", "1️⃣", "🧑🏽‍🚀", "🫨", "🈶"]
_CJK = ["𠮷", "𪚥", "㍿", "㈱", "ｶﾞ", "Ａ", "　", "〇", "ゟ", "﹏"]
_RESERVED = [
    "undefined",
    "undef",
    "null",
    "NULL",
    "(null)",
    "nil",
    "NIL",
    "true",
    "false",
    "True",
    "None",
    "hasOwnProperty",
    "__proto__",
    "constructor",
    "toString",
    "prototype",
    "then",
    "NaN",
    "Infinity",
    "-Infinity",
    "INF",
    "1#QNAN",
    "CON",
    "PRN",
    "AUX",
    "NUL",
    "COM1",
    "LPT1",
    "if",
    "eval",
    "document",
    "window",
    "length",
]
_NUMBERS = [
    "0",
    "-0",
    "1.00",
    "$1.00",
    "1/2",
    "1E2",
    "1E02",
    "1E+02",
    "0x0",
    "0xffffffff",
    "0b1",
    "0o7",
    "1,000",
    "1.000.00",
    ",,,",
    "..",
    "-",
    "+",
    "08",
    "09",
    "2147483648",
    "9007199254740993",
    "-9223372036854775808",
    "1e309",
    "٠١",
    "１２３",
    "Ⅷ",
    "²",
    "½",
    "一百",
]
_INJECTIONS = [
    "'; DROP TABLE t--",
    "1 OR 1=1",
    "`id`",
    "$(touch x)",
    "%s%n%x",
    "{{7*7}}",
    "${7*7}",
    "<%= 7 %>",
    "#{7}",
    "../../etc/passwd",
    "..\\..\\x",
    "|ls",
    "&&ls",
    "\\u003cscript",
    "&lt;script&gt;",
    "&#60;b&#62;",
    "%3Cscript%3E",
    "]]>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<?xml?>",
    "/*",
    "*/",
    "\\",
    "\\\\",
    "'",
    '"',
    "''",
    '""',
    "`",
    "$&",
    "$1",
    "$`",
    "=1+1",
    "@SUM(1)",
    "+1",
    "-1+1",
    "\\x00",
    "\\n",
]
_LONG = [
    "长" * 400,
    "W" * 400,
    "́" * 60 + "a",
    "a" + "\u0300\u0301\u0302" * 40,
    " ".join("词" * 200),
    "ﷺ" * 40,
    "🤷" * 90,
    "<" * 300,
    "\u202e" * 30 + "x",
    "-" * 300,
]


def _spaces() -> list[str]:
    blanks = "\t\n\r\x0b\x0c\x85\xa0\u1680\u2000\u2003\u2007\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
    return [f"a{blank}b" for blank in blanks] + [f"{blank}" * 3 + "." for blank in blanks]


def _controls() -> list[str]:
    return [f"c{chr(code)}c" for code in [*range(1, 32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, 0xFDD0, 0xE000]]


def _symbols() -> list[str]:
    runs = [
        range(start, start + 12)
        for start in (0x21, 0x3A, 0x5B, 0x7B, 0xA1, 0x2190, 0x2200, 0x2300, 0x2500, 0x2600, 0x20A0, 0x1D400)
    ]
    return ["".join(map(chr, run)) for run in runs]


def naughty_strings() -> list[str]:
    """Give all strings, each once, in an order that is always the same."""
    made = [
        *(f"<{tag}>{word}" for tag, word in product(_MARKUP, _WORDS)),
        *(f'"><{tag}>' for tag in _MARKUP),
        *(f"</{tag.split()[0]}>" for tag in _MARKUP),
        *(f"{word}{hidden}{word}" for word, hidden in product(_WORDS, _BETWEEN)),
        *_SCHEMES,
        *(f" {scheme}" for scheme in _SCHEMES),
        *(a + b for a, b in product(_EMOJI, _CJK)),
        *_RESERVED,
        *_NUMBERS,
        *_INJECTIONS,
        *_LONG,
        *_spaces(),
        *_controls(),
        *_symbols(),
    ]
    return list(dict.fromkeys(made))
