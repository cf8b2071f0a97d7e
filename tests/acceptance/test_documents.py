"""What the documents say of the tests is so."""

import collections
import re

import pytest
from shop import ROOT

TESTS = ROOT / "tests"
MACROS = "TEST_CASE|SUBCASE|TEST_CASE_TEMPLATE_DEFINE"


def cases(macros=MACROS):
    """The names of all cases in C++."""
    case = re.compile(rf'\b(?:{macros})\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')
    for path in [*TESTS.rglob("*.cpp"), *TESTS.rglob("*.hpp")]:
        for literals in case.findall(path.read_text()):
            yield "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals))


def functions():
    """The names of all tests from outside."""
    for path in (TESTS / "acceptance").glob("test_*.py"):
        yield from re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)


@pytest.mark.parametrize("page", ["mistakes.md", "security.md"])
def test_every_test_that_a_page_names_exists(page):
    known_cases, known_functions = set(cases()), set(functions())
    rows = [line for line in (ROOT / "docs" / page).read_text().splitlines() if line.startswith("| ")]
    evidence = " ".join(row.split(" | ")[-1] for row in rows)
    assert evidence.count("test_") > 5
    assert [name for name in re.findall(r"`(test_\w+)`", evidence) if name not in known_functions] == []
    assert [name for name in re.findall(r'"([^"]+)"', evidence) if name not in known_cases] == []


def test_no_two_tests_have_one_name():
    """CTest tells them apart by it, and stopped the engines before the second one of a name had run."""
    names = collections.Counter(cases("TEST_CASE"))
    assert len(names) > 500
    assert [name for name, times in names.items() if times > 1] == []


def test_the_fuzzers_are_those_that_are_described():
    described = re.findall(r"^\| [^|]+ \| `(\w+)` \|$", (ROOT / "docs/security.md").read_text(), re.MULTILINE)
    assert sorted(described) == sorted(path.stem.removesuffix("_fuzzer") for path in (TESTS / "fuzz").glob("*.cpp"))
