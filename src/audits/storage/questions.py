"""What one statement must answer of a moment's database, however much there is."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlmodel import Session

from audits.domain.clock import Clock


if TYPE_CHECKING:
    from audits.domain.action import Standing
    from audits.domain.status import ActionStatus, CycleStatus

    from .action_query import ActionsWanted, ListedAction
    from .agenda_query import AtMeeting
    from .cycle_query import CycleFigures
    from .findings_query import FindingInShort, FindingOfAction, OpenChecks, WordOnFacts
    from .return_query import CaseQuestion, CycleUnit
    from .tables_action import ActionRow
    from .tables_chasing import UnitRequest
    from .tables_cycle import Cycle, Dispatch, IssuedPack
    from .tables_learning import FindingRow
    from .tables_moderation import Correction
    from .tables_return import ReturnFile, ReturnProblem
    from .waiting import WaitingSince


# Each loads the tables that it is about: to build them all takes half of the time that a list does.
class Questions:
    """The questions that a view is asked and that no single table answers."""

    _session: Session
    _clock: Clock

    def actions(self, wanted: "ActionsWanted") -> "list[ListedAction]":
        """Return the actions that are wanted, in the order wanted, in three statements."""
        from .action_query import actions_wanted

        return actions_wanted(self._session, wanted)

    def count_actions(self, wanted: "ActionsWanted") -> "tuple[int, dict[Standing, int]]":
        """Return how many actions are wanted, and how those that may be seen stand."""
        from .action_query import count_actions

        return count_actions(self._session, wanted)

    def owners_and_themes(self, wanted: "ActionsWanted") -> list[tuple[str, str]]:
        """Return whose the actions are that may be seen, with their themes, in one statement."""
        from .action_query import owners_and_themes

        return owners_and_themes(self._session, wanted)

    def owners(self) -> dict[str, str]:
        """Return the codes of all agencies and units with their names, in one statement."""
        from .action_query import owners

        return owners(self._session)

    def audits_at_meeting(self, day: date, *, with_waiting: bool) -> "list[AtMeeting]":
        """Return what was decided about audits that day, and what waits, in one statement."""
        from .agenda_query import audits_at_meeting

        return audits_at_meeting(self._session, day, with_waiting=with_waiting)

    def action_and_cycle(self, ref: str) -> "tuple[ActionRow, Cycle | None]":
        """Return an action that is there, and the audit it came from, in one statement."""
        from .agenda_query import action_and_cycle

        return action_and_cycle(self._session, ref)

    def waiting(self, since: "WaitingSince") -> dict[str, int]:
        """Return how many of each thing wait for a person, in one statement."""
        from .waiting import what_waits

        return what_waits(self._session, since)

    def done_since(self, account: str, end: int) -> "tuple[datetime | None, dict[str, int]]":
        """Return when an account was here before, and how often what was done since, by verb."""
        from .since import done_since

        return done_since(self._session, account, end)

    def overdue_packs(self) -> "list[tuple[str, str, datetime, bool]]":
        """Return cycle, unit, deadline of each overdue pack, and if it is asked again."""
        from .waiting import overdue_packs

        return overdue_packs(self._session, self._clock())

    def units_and_requests(self) -> "tuple[dict[str, str], list[UnitRequest]]":
        """Return every unit's name by its code, and the open requests, in one statement."""
        from .waiting import units_and_requests

        return units_and_requests(self._session)

    def units_without_pack(self) -> "list[tuple[str, str]]":
        """Return cycle and unit of each pack that is not sent, in one statement."""
        from .waiting import units_without_pack

        return units_without_pack(self._session)

    def files_set_aside(self) -> "list[ReturnFile]":
        """Return each file that nobody could place, the oldest first, in one statement."""
        from .waiting import files_set_aside

        return files_set_aside(self._session)

    def first_packs(self) -> "list[IssuedPack]":
        """Return the first edition of every pack, without its content, in one statement."""
        from .return_query import first_packs

        return first_packs(self._session)

    def units_with_answers(self) -> "set[CycleUnit]":
        """Return which units of all cycles have answered anything, in one statement."""
        from .return_query import units_with_answers

        return units_with_answers(self._session)

    def unsettled_queries(self) -> "dict[str, list[ReturnProblem]]":
        """Return the unsettled queries of all cycles, by pack, in one statement."""
        from .return_query import unsettled_queries

        return unsettled_queries(self._session)

    def returns_of_cycle(
        self, cycle: str
    ) -> "tuple[set[CycleUnit], dict[str, list[ReturnProblem]], dict[str, datetime]]":
        """Return both of one cycle, and until when each pack's are to be answered, in one."""
        from .return_query import returns_of_cycle

        return returns_of_cycle(self._session, cycle)

    def answered_cells(self, packs: Collection[str]) -> "dict[str, set[CaseQuestion]]":
        """Return which cases and questions of packs are answered, by pack, in one statement."""
        from .return_query import answered_cells

        return answered_cells(self._session, packs)

    def cases_answered(self, cycle: str | None) -> dict[str, int]:
        """Return how many cases of a cycle, or of all, are answered, in one statement."""
        from .return_query import cases_answered

        return cases_answered(self._session, cycle)

    def figures_of(self, ref: str, *, gate: str, register: str) -> "CycleFigures":
        """Return how many of each thing a cycle has, and since when a gate waits, in one."""
        from .cycle_query import figures_of

        return figures_of(self._session, ref, gate, register)

    def packs_and_units(self, ref: str) -> "list[tuple[IssuedPack, str]]":
        """Return the first edition of a cycle's packs, each with its unit's name, in one."""
        from .cycle_query import packs_and_units

        return packs_and_units(self._session, ref)

    def messages_about(self, ref: str) -> "list[tuple[Dispatch, str]]":
        """Return the messages of a cycle, or that tell of it, each with its unit's name, in one."""
        from .cycle_query import messages_about

        return messages_about(self._session, ref)

    def findings_without_answers(self, *refs: str) -> "list[FindingRow]":
        """Return the findings of cycles without the answers behind them, in one statement."""
        from .findings_query import findings_without_answers

        return findings_without_answers(self._session, refs)

    def findings_named(self, ids: Collection[str]) -> "dict[str, FindingRow]":
        """Return findings by their ids, without the answers behind them, in one statement."""
        from .findings_query import findings_named

        return findings_named(self._session, ids)

    def findings_in_short(
        self, *, questions: Collection[str] = (), theme: str = ""
    ) -> "list[FindingInShort]":
        """Return findings, and the audits without any, the newest first, in one statement.

        With a ``theme``, they are those put under it by hand or about one of these questions.
        """
        from .findings_query import findings_in_short

        return findings_in_short(self._session, questions, theme)

    def last_findings(self, statuses: "Collection[CycleStatus]") -> "list[FindingInShort]":
        """Return in the same way what audits that stand so found last, in three statements.

        It is all that the newest audit of each kind found, what was found for the last time before
        it, and what actions are about.
        """
        from .last_findings import last_findings

        return last_findings(self._session, statuses)

    def questions_asked(self) -> dict[str, str]:
        """Return what audits asked, whole, by its digest, in one statement."""
        from .findings_query import questions_asked

        return questions_asked(self._session)

    def findings_of_actions(self) -> "list[FindingOfAction]":
        """Return the findings that actions are about which were not withdrawn, in one statement."""
        from .findings_query import findings_of_actions

        return findings_of_actions(self._session)

    def actions_by_own_theme(self) -> "list[tuple[str, ActionStatus, int]]":
        """Return how many actions of each theme stand how, in one statement."""
        from .findings_query import actions_by_own_theme

        return actions_by_own_theme(self._session)

    def findings_of_action(self, ref: str) -> "list[FindingRow]":
        """Return the findings that an action rests on, without their answers, in one statement."""
        from .findings_query import findings_of_action

        return findings_of_action(self._session, ref)

    def open_checks(self, ref: str) -> "OpenChecks":
        """Return how many grades and spot checks of a cycle are open, in one statement."""
        from .findings_query import open_checks

        return open_checks(self._session, ref)

    def rounds_of_checks(self, ref: str) -> "list[WordOnFacts]":
        """Return who was asked to check facts and what each said, in one statement."""
        from .findings_query import rounds_of_checks

        return rounds_of_checks(self._session, ref)

    def finding_and_words(
        self, ref: str, finding: str
    ) -> "tuple[FindingRow | None, list[Correction]]":
        """Return a finding of a cycle and all that was said of it, in one statement."""
        from .findings_query import finding_and_words

        return finding_and_words(self._session, ref, finding)

    def cycles_and_calls(self, statuses: "Sequence[CycleStatus]") -> "list[tuple[Cycle, int, int]]":
        """Return the cycles that stand so, with findings called wrong and packs not sent, in one.

        Both are counts.
        """
        from .findings_query import cycles_and_calls

        return cycles_and_calls(self._session, statuses)
