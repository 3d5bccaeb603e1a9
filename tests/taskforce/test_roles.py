"""Who may do what, and above all what must not happen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.roles import OWN_UNIT_ONLY, PERMISSIONS, Action, Role, may, may_for_unit

EXPECTED = {
    Role.LEADER: (
        "see_board see_summary see_members hand_over annotate_summary bind_channel unbind_channel "
        "prepare_meeting run_meeting see_meetings assign_task broadcast see_targets "
        "open_ballot see_ballots ask_report ask_faq raise_case see_cases"
    ),
    Role.STANDING_DEPUTY: (
        "see_board see_summary see_members hand_over prepare_meeting run_meeting see_meetings assign_task broadcast "
        "see_targets open_ballot see_ballots ask_report ask_faq raise_case see_cases"
    ),
    Role.DEPUTY: (
        "see_board see_summary see_members hand_over prepare_meeting run_meeting see_meetings assign_task broadcast "
        "see_targets open_ballot see_ballots ask_report ask_faq raise_case see_cases"
    ),
    Role.MEMBER: "report_for_unit see_own_unit hand_over see_meetings see_targets see_ballots ask_faq raise_case",
    Role.HELPER_LEAD: "report_for_unit see_own_unit hand_over see_meetings see_targets see_ballots ask_faq raise_case",
    Role.HELPER: "report_for_unit see_own_unit hand_over see_meetings see_targets see_ballots ask_faq raise_case",
    Role.SECRETARY: (
        "hand_over see_board see_summary see_members see_phones nudge enter_for_other send_back approve_member "
        "remove_member invite import_roster import_plan manage_calendar remind_settings annotate_summary "
        "bind_channel unbind_channel prepare_meeting run_meeting see_meetings assign_task broadcast link_bodies "
        "see_targets tell_targets open_ballot see_ballots ask_report manage_units ask_faq keep_faq "
        "raise_case see_cases"
    ),
    Role.OBSERVER: "see_summary see_meetings see_targets see_ballots ask_faq raise_case",
    Role.GUEST: "",
}

roles = st.sets(st.sampled_from(list(Role)))
actions = st.sampled_from(list(Action))


@pytest.mark.parametrize("role", list(Role))
def test_each_role_may_do_exactly_what_the_table_of_the_regulation_says(role: Role) -> None:
    """Every pair of role and action is written down twice, so a slip in the table is seen."""
    assert {action.value for action in Action if may([role], action)} == set(EXPECTED[role].split())


def test_no_action_is_left_without_a_rule() -> None:
    """A new action cannot be forgotten in the table, and each is allowed to somebody."""
    assert set(PERMISSIONS) == set(Action)
    assert all(PERMISSIONS.values())


@given(actions)
def test_nobody_without_a_role_may_do_anything(action: Action) -> None:
    """The operator, or a stranger with a forged button, holds no role and so has no right."""
    assert not may([], action)
    assert not may_for_unit([], action, 1)


@given(roles, roles, actions)
def test_rights_of_several_roles_only_add_up(some: set[Role], others: set[Role], action: Action) -> None:
    """Two roles together may do what either may, nothing more."""
    assert may(some | others, action) == (may(some, action) or may(others, action))


@given(st.lists(st.tuples(st.sampled_from(list(Role)), st.integers(2, 9)), max_size=5))
def test_nobody_reports_for_or_looks_into_a_unit_they_do_not_belong_to(
    memberships: list[tuple[Role, int]],
) -> None:
    """Whatever roles a person holds elsewhere, unit 1 stays closed to them."""
    for action in OWN_UNIT_ONLY:
        assert not may_for_unit(memberships, action, 1)


def test_a_role_of_one_unit_does_not_lend_its_rights_to_another_membership() -> None:
    """A member of unit 1 who leads in unit 2 reports for unit 1 alone."""
    memberships = [(Role.MEMBER, 1), (Role.LEADER, 2)]
    assert may_for_unit(memberships, Action.REPORT_FOR_UNIT, 1)
    assert not may_for_unit(memberships, Action.REPORT_FOR_UNIT, 2)


def test_the_secretary_enters_an_answer_for_any_unit() -> None:
    """An answer taken by telephone is entered by a secretary who belongs to no unit."""
    assert may_for_unit([(Role.SECRETARY, None)], Action.ENTER_FOR_OTHER, 7)


def test_the_table_cannot_be_changed_while_the_program_runs() -> None:
    """No handler can grant itself a right."""
    with pytest.raises(TypeError):
        PERMISSIONS[Action.NUDGE] = frozenset(Role)
