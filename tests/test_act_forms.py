"""Forms of acts: one that forgot its act is found when it is made, not when it is sent."""

from typing import Any

import pytest

from hansa.casework.forms import cases
from hansa.chassis.act_forms import AbstractForm
from hansa.clearing.forms import acts
from hansa.duties.forms import duties
from hansa.governance.forms import (
    advice,
    agreements,
    circulars,
    comments,
    consultations,
    dockets,
    experts,
    law_rows,
    laws,
    minutes,
    sessions,
    stakeholders,
    studies,
)


@pytest.mark.parametrize(
    "base",
    [
        acts.ActForm,
        cases.ActForm,
        duties.ActForm,
        sessions.RunForm,
        dockets.ItemForm,
        minutes.MinutesForm,
        advice.AdviceForm,
        experts.ExpertActForm,
        studies.StudyActForm,
        laws.LawActForm,
        law_rows.RowForm,
        consultations.ConsultationActForm,
        stakeholders.RevisedForm,
        agreements.AgreementForm,
        circulars.CircularForm,
    ],
)
def test_a_form_without_its_act_cannot_be_made(base: type[AbstractForm]) -> None:
    """What every kind of form must do is left open by the one they share."""
    forgotful: Any = type("Forgotten", (base,), {})
    with pytest.raises(TypeError, match="keep"):
        forgotful(None)


@pytest.mark.parametrize(
    "forms",
    [
        acts.FORMS,
        cases.FORMS,
        duties.FORMS,
        dockets.SESSION_FORMS,
        dockets.ITEM_FORMS,
        minutes.MINUTES_FORMS,
        advice.ADVICE_FORMS,
        experts.EXPERT_FORMS,
        studies.STUDY_FORMS,
        laws.LAW_FORMS,
        law_rows.ROW_FORMS,
        comments.CONSULTATION_FORMS,
        stakeholders.STAKEHOLDER_FORMS,
        stakeholders.PROPOSAL_FORMS,
        agreements.AGREEMENT_FORMS,
        circulars.CIRCULAR_FORMS,
    ],
)
def test_every_form_that_is_offered_does_its_act(forms: Any) -> None:
    """None of those that pages choose from leaves anything open."""
    assert forms
    assert not any(form.__abstractmethods__ for form in forms.values())
