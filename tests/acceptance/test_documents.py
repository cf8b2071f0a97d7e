"""What the documents say of the tests is so."""

import re

import pytest
from shop import ROOT

TESTS = ROOT / "tests"
CASE = re.compile(r'\b(?:TEST_CASE|SUBCASE|TEST_CASE_TEMPLATE_DEFINE)\(\s*((?:"(?:[^"\\]|\\.)*"\s*)+)')


def cases():
    """The names of all cases in C++."""
    for path in [*TESTS.rglob("*.cpp"), *TESTS.rglob("*.hpp")]:
        for literals in CASE.findall(path.read_text()):
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


def test_the_fuzzers_are_those_that_are_described():
    described = re.findall(r"^\| [^|]+ \| `(\w+)` \|$", (ROOT / "docs/security.md").read_text(), re.MULTILINE)
    assert sorted(described) == sorted(path.stem.removesuffix("_fuzzer") for path in (TESTS / "fuzz").glob("*.cpp"))
