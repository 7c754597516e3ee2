"""Our parts give the HTML of nhsuk-frontend's own examples: same tags, attributes and words, white space aside."""

import pytest

from discharge.components import render
from tests.unit.components.nhs_examples import DIFFERENT, ROOT, components, examples, tokens

AT_LEAST_SUPPORTED = 0.8
AT_LEAST_EQUAL = 0.98


def test_examples_of_the_design_system_are_installed() -> None:
    assert (ROOT / "button" / "fixtures.json").exists(), (
        "Run npm ci: the design system's examples are the measure of our parts"
    )


@pytest.mark.parametrize("component", components())
def test_part_given_nhs_examples_gives_the_same_html(component: str) -> None:
    differing = []
    for example in examples(component):
        if example.unsupported or (component, example.name) in DIFFERENT:
            continue
        if tokens(render(example.part, example.options)) != tokens(example.expected):
            differing.append(example.name)
    assert differing == []


def test_parts_overall_support_and_equal_nearly_every_example(capsys: pytest.CaptureFixture[str]) -> None:
    total = supported = equal = 0
    for component in components():
        for example in examples(component):
            total += 1
            if example.unsupported:
                continue
            supported += 1
            equal += tokens(render(example.part, example.options)) == tokens(example.expected)
    with capsys.disabled():
        print(f"\nnhsuk-frontend examples: {total} in all, {supported} supported, {equal} equal")
    assert total > 900
    assert supported >= AT_LEAST_SUPPORTED * total
    assert equal >= AT_LEAST_EQUAL * supported


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ('<p class="a">One</p>', '<p class="b">One</p>'),
        ("<p>One</p>", "<p>Two</p>"),
        ("<p>One</p>", "<p>One</p><p></p>"),
        ("<p>One</p>", "<div>One</div>"),
        ("<p hidden>One</p>", "<p>One</p>"),
    ],
)
def test_comparison_given_a_difference_sees_it(ours: str, theirs: str) -> None:
    assert tokens(ours) != tokens(theirs)


def test_comparison_given_other_white_space_sees_none() -> None:
    assert tokens('<p  id="a" class="b">\n  One\n  two</p>') == tokens('<p class="b" id="a">One two</p>')
