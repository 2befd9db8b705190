"""The page Brief: every field with its source, edited where it stands."""

from streamlit.testing.v1 import AppTest

from pages.parts import session
from rag.brief.brief import Status
from rag.consultation import Consultation
from tests.pages.conftest import Open, texts


def here() -> Consultation:
    """The work of the default workspace."""
    return session.application().consultation("default")


def group(app: AppTest, name: str) -> AppTest:
    """Another group of fields."""
    app.pills(key="fields-group").set_value(name).run()
    assert not app.exception
    return app


def edit(app: AppTest, path: str) -> AppTest:
    """Open the form of a field."""
    label = here().ledger.label(path)
    app.text_input(key="fields-words").set_value(label).run()
    app.button(key=f"edit-{path}").click().run()
    assert not app.exception
    return app


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of this name."""
    return next(button for button in app.button if button.label == label).click().run()


def test_a_value_is_set_changed_and_taken_back(empty_app: Open) -> None:
    """What is said fills the field; words that do not fit are refused and kept; what was said can be taken back."""
    app = edit(group(empty_app("brief"), "everything"), "rel.rto")
    field = next(one for one in app.text_input if one.label == "Time to run again after a disaster")
    field.set_value("soon")
    press(app, "Save")
    assert "“soon” is not understood" in texts(app)
    assert next(one for one in app.text_input if one.label.startswith("Time to run")).value == "soon"
    assert here().brief().fields["rel.rto"].status is Status.ASSUMED
    next(one for one in app.text_input if one.label.startswith("Time to run")).set_value("2 hours")
    press(app, "Save")
    assert here().brief().value("rel.rto") == 7200
    assert "your answer: “2 hours”" in texts(app)
    edit(app, "rel.rto")
    press(app, "Take back what was said here")
    assert here().brief().fields["rel.rto"].status is Status.ASSUMED
    assert not app.exception


def test_a_choice_is_a_list(empty_app: Open) -> None:
    """A field that has named values, or yes and no, is chosen, not typed."""
    app = edit(group(empty_app("brief"), "everything"), "cap.offline")
    box = next(one for one in app.selectbox if one.label == "Works without connection")
    assert box.options == ["yes", "no"]
    box.select("yes")
    press(app, "Save")
    assert here().brief().value("cap.offline") is True
