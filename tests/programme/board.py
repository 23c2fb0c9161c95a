"""The board's own part: concerns taken up, moderation, sign-off, papers, and actions followed."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from audits.domain.seeded_chance import Dice
from audits.domain.status import ActionStatus, CycleStatus
from audits.queries.cycles import cycle_status
from audits.steps.actions.change import Change, update_action
from audits.steps.findings.check_facts import circulate_findings
from audits.steps.findings.sign_off import publish, sign_off
from audits.steps.papers.make import make_paper
from audits.steps.progress.analyse import analyse
from audits.steps.returns.concerns import acknowledge_concern
from audits.steps.sample.spot_check import draw_spot_check, record_spot_check
from audits.storage import ActionRow, Concern, is_empty
from audits.workspace import Workspace

from .counting import actions_of
from .panel import moderate
from .record import Told, is_back_on


FOLLOWED = {"untouched": 20, "half": 30, "complete": 30, "closed": 20}
SPOT_CHECKED = "section_11_confirmation"


@dataclass(frozen=True)
class Board:
    """The business unit and QEG at work, in the workspace."""

    home: Path
    workspace: Workspace
    seed: int
    # What stands of the actions that were opened: by kind, title and owner, which audit opened it.
    standing: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def take_up_concerns(self) -> None:
        """Take up every immediate concern that waits."""
        with self.workspace.open_view() as view:
            waiting = [row.id for row in view.all(Concern, is_empty(Concern.acknowledged_at))]
        for number in waiting:
            if number is not None:
                done = "Rung the duty social worker; seen the same day."
                acknowledge_concern(
                    number, by="Business Manager", done=done, workspace=self.workspace
                )

    def go_on(self, told: Told, today: date) -> None:
        """Go on with what there is, where a unit is still silent; spot-check claims."""
        if cycle_status(told.ref, workspace=self.workspace) is CycleStatus.ISSUED:
            analyse(
                told.ref,
                workspace=self.workspace,
                with_what_there_is=True,
                decision="nobody answers",
            )
        if self.workspace.template(told.kind).moderation is None:
            back = [is_back_on(intent) for intent in told.intents.values()]
            days = [day for day in back if day is not None and day <= today]
            told.analysed_on = max(days) if len(days) == len(back) else today
        if told.kind == SPOT_CHECKED:
            for claim in draw_spot_check(told.ref, workspace=self.workspace):
                why = "The minute was seen"
                record_spot_check(
                    told.ref, claim.case, held=True, why=why, workspace=self.workspace
                )

    def moderate(self, told: Told, today: date) -> None:
        """Moderate, and send draft findings round, where the template asks for it."""
        plan = self.workspace.template(told.kind).moderation
        if plan is not None:
            moderate(told, plan, self.home / "papers", workspace=self.workspace, seed=self.seed)
            told.analysed_on = today
        if self.workspace.template(told.kind).timeline.check_facts_within is not None:
            circulate_findings(told.ref, workspace=self.workspace)

    def sign_off(self, told: Told) -> None:
        """Agree the findings, release the papers and make them."""
        self._stand(told)
        why = "What was not answered is followed up with each agency."
        sign_off(told.ref, workspace=self.workspace, minute="QEG (made up)", why=why)
        publish(told.ref, workspace=self.workspace)
        make_paper(told.ref, workspace=self.workspace, format="html")

    def _stand(self, told: Told) -> None:
        """Write down which actions this audit opens, and which it only finds again."""
        for due in actions_of(told):
            opened = self.standing.setdefault((told.kind, due.title, due.owner), told.ref)
            if opened != told.ref:
                told.again[due.title, due.owner] = opened

    def update_actions(self, told: Told) -> None:
        """Write down what owners say of their actions, some of them to the end."""
        with self.workspace.open_view() as view:
            rows = view.all(ActionRow, ActionRow.cycle == told.ref, order_by=ActionRow.id)
        for row in rows:
            ends = Dice(self.seed, "action", told.ref, row.title).pick_by(FOLLOWED)
            status, percent = self._follow(row.id, ends)
            told.updates[row.title, row.owner] = status, percent
            if status == ActionStatus.CLOSED:
                self.standing.pop((told.kind, row.title, row.owner), None)

    def _follow(self, ref: str, ends: str) -> tuple[str, int]:
        if ends == "untouched":
            return ActionStatus.OPEN, 0
        update_action(ref, workspace=self.workspace, text="Begun", percent_done=50)
        if ends == "half":
            return ActionStatus.OPEN, 50
        update_action(
            ref, workspace=self.workspace, text="Minute seen", status=ActionStatus.COMPLETE
        )
        if ends == "closed":
            text, meeting = "The re-audit shows it.", self.workspace.today()
            closing = Change(text, status=ActionStatus.CLOSED, meeting=meeting)
            update_action(ref, workspace=self.workspace, text=text, change=closing)
        return (ActionStatus.CLOSED if ends == "closed" else ActionStatus.COMPLETE), 100
