"""The page Decision: scores that add up, what is ruled out and what moves the lead."""

import re

from pages.parts import session
from rag.consultation import Consultation
from tests.pages.conftest import Open, texts


def here() -> Consultation:
    """The work on the sample company."""
    return session.application().consultation("sample")


def numbers(table: str) -> list[float]:
    """The last column of a table of bars."""
    return [float(text.replace("−", "-")) for text in re.findall(r"<td>([+−\d.]+)</td>", table)]


def tables(page: str) -> dict[str, str]:
    """Caption → table."""
    found = re.findall(r"<table.*?<caption>(.*?)</caption>.*?</table>", page, re.DOTALL)
    return dict(zip(found, re.findall(r"<table.*?</table>", page, re.DOTALL), strict=True))


def test_points_on_the_page_add_up(sample_app: Open) -> None:
    """Point by point the shown numbers lead from 100 to the score, and from one style to another, but for rounding."""
    app = sample_app("decision")
    assert not app.exception
    drawn = tables(texts(app))
    first, *losses, total = numbers(drawn["Where its points go"])
    assert first == 100
    assert abs(first + sum(losses) - total) < 0.06 * (len(losses) + 1)
    against = next(table for caption, table in drawn.items() if caption.startswith("What speaks for"))
    *parts, lead = numbers(against)
    assert abs(sum(parts) - lead) < 0.06 * (len(parts) + 1)
    assert abs(lead - (here().decision().margin or 0.0)) < 0.06


def test_another_style_can_be_looked_at(sample_app: Open) -> None:
    """The style that is opened point by point is chosen; its score ends the table."""
    app = sample_app("decision")
    second = here().decision().ranking[1]
    app.selectbox(key="decision-style").select(second.style).run()
    assert not app.exception
    assert numbers(tables(texts(app))["Where its points go"])[-1] == round(second.total, 1)


def test_what_is_ruled_out_and_what_flips_is_said(sample_app: Open) -> None:
    """Each style that is ruled out stands with its reason, each flip with its condition."""
    shown = texts(sample_app("decision")).casefold()
    decision = here().decision()
    assert decision.vetoed
    assert decision.flips
    for score in decision.vetoed:
        assert all(veto.reason.rstrip(".").casefold() in shown for veto in score.vetoes)
    assert all(f"- {flip.condition.casefold()}:" in shown for flip in decision.flips)


def test_a_weight_is_dragged_and_a_figure_given(sample_app: Open) -> None:
    """The slider counts at once; a figure that does not fit is refused and kept to be mended; both can be given back."""
    app = sample_app("decision")
    app.text_input(key="own-by").set_value("A. Meier").run()
    app.slider(key="weight-operations").set_value(2.0).run()
    assert not app.exception
    weight = next(one.own for one in here().weighing.weights() if one.id == "operations")
    assert weight is not None
    assert (weight.value, weight.by) == (2.0, "A. Meier")
    app.selectbox(key="own-figure-row").select("cpu").run()
    field = next(one for one in app.text_input if one.label.startswith("CPU time of a request"))
    field.set_value("5 EUR")
    next(button for button in app.button if button.label == "Use mine").click().run()
    assert "the unit “EUR” does not fit" in texts(app)
    field = next(one for one in app.text_input if one.label.startswith("CPU time of a request"))
    assert field.value == "5 EUR"
    field.set_value("50 ms")
    next(button for button in app.button if button.label == "Use mine").click().run()
    assert "50 ms, figure of A. Meier" in texts(app)
    app.button(key="own-reset-cpu").click().run()
    app.button(key="own-reset-weights").click().run()
    assert not app.exception
    assert app.slider(key="weight-operations").value == 1.0
    assert not any(one.own for one in here().weighing.weights())
    assert not any(one.own for one in here().weighing.figures())
