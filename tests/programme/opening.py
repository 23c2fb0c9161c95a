"""Open an audit as the flow does, and let its units decide what they mean to say."""

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from io import StringIO

from audits.domain.pack import Pack
from audits.domain.status import CycleStatus
from audits.queries.cycles import cycle_status
from audits.queries.flagged_cases import may_issue
from audits.queries.packs import pack_of
from audits.register import Source as File
from audits.sampling import CertifiedCase
from audits.steps.actions.import_plan import import_actions
from audits.steps.cycle.open import open_cycle
from audits.steps.packs.issue import issue_packs
from audits.steps.sample.approve import approve_draw
from audits.steps.sample.draw import draw_sample
from audits.steps.sample.load_register import load_register
from audits.storage import Case, IssuedPack
from audits.templates import worded
from audits.workspace import Workspace

from .frames import SOURCES, Audited, Source, in_frame, window_from
from .intent import Asked, decide
from .record import Told
from .registers import Member, Region
from .waiting import waited


RECOMMENDATIONS = (
    ("police", "Tell schools of each police incident by nine the next morning"),
    ("ccg", "Assess every child's health within 20 working days"),
    ("youth_offending", "Hear each young person before the plan is written"),
    ("social_care", "Hold return interviews within 72 hours"),
    ("education", "Follow up every child missing from education each week"),
    ("health", "Share births to known families with the MASH within a day"),
    ("police", "Bring every missing episode to the daily meeting"),
)


@dataclass
class Office:
    """The board's business unit as it opens audits, and the truth it is measured against."""

    workspace: Workspace
    region: Region
    seed: int
    audited: Audited = field(default_factory=Audited)
    last_weekly: date | None = None

    def open(self, kind: str, on: date) -> Told:
        """Open an audit, draw it, approve the draw and issue its packs."""
        source = SOURCES.get(kind)
        members = self._loaded(source, on) if source else ()
        if kind == "inspection_plan":
            self._recommend(on)
        ref = open_cycle(kind, on, workspace=self.workspace)
        first = window_from(source, on, self.last_weekly) if source else on
        frame = self._frame(kind, source, members, on)
        chosen = {members[-1].id: "Three agencies saw a part each"} if kind == "case_review" else {}
        drawn = draw_sample(ref, workspace=self.workspace, targeted=chosen)
        if cycle_status(ref, workspace=self.workspace) is CycleStatus.DRAWN:
            approve_draw(ref, workspace=self.workspace, decision="QEG chair (made up)")
        if may_issue(ref, workspace=self.workspace):
            issue_packs(ref, workspace=self.workspace)
        told = self._told(ref, kind, on, drawn["cases"], members={m.id: m for m in members})
        told.waited = waited(members, first, on)
        told.expected_frame = frame
        told.families = {member.id: member.family for member in members if member.id in frame}
        self._divide(told, {member.id: member for member in members})
        self.audited.add(told.members.values(), on)
        return told

    def _divide(self, told: Told, members: Mapping[str, Member]) -> None:
        """Say which part of the frame each case stands for, where the draw is in parts."""
        plan = self.workspace.template(told.kind).sample
        if plan.strata is None or plan.is_census:
            return
        by = plan.strata.by
        free = [members[i] for i, reason in told.expected_frame.items() if not reason]
        told.could_be_drawn = Counter(member.attributes[by] for member in free)
        told.strata = {case: member.attributes[by] for case, member in told.members.items()}

    def _loaded(self, source: Source, on: date) -> tuple[Member, ...]:
        data, members = source.load(self.region, on)
        file = File(f"{source.register}.csv", data)
        load_register([file], name=source.register, workspace=self.workspace)
        return members

    def _frame(
        self, kind: str, source: Source | None, members: tuple[Member, ...], on: date
    ) -> dict[str, str]:
        if source is None:
            return {}
        inside = in_frame(members, source, on, last=self.last_weekly)
        if source.back == 0:
            self.last_weekly = on
        return {member.id: self.audited.reason(member, kind, on) for member in inside}

    def _recommend(self, on: date) -> None:
        file = StringIO(newline="")
        lines = csv.writer(file)
        lines.writerow(("No.", "Recommendation", "Accountable", "Measure"))
        lines.writerows(
            (n, says, unit, "9 of 10") for n, (unit, says) in enumerate(RECOMMENDATIONS, 1)
        )
        data = file.getvalue().encode()
        import_actions(
            data, source="inspection", published=on, document="SEND 2016", workspace=self.workspace
        )

    def _told(
        self,
        ref: str,
        kind: str,
        on: date,
        drawn: list[CertifiedCase],
        *,
        members: Mapping[str, Member],
    ) -> Told:
        names = self.workspace.partnership.words_on(on)
        template = worded(self.workspace.template(kind), names)
        with self.workspace.open_view() as view:
            packs = [
                pack_of(row)
                for row in view.all(IssuedPack, IssuedPack.cycle == ref, order_by=IssuedPack.number)
            ]
            hashes = {case.unit_hash: case.ref for case in view.all(Case, Case.cycle == ref)}
        asked_of = {}
        for pack in packs:
            asked_of[pack.unit] = tuple(case.ref for case in pack.cases)
        ids = list(members)
        by_hash = dict(zip(map(self.workspace.vault.hash_id, ids), ids, strict=True))
        told = Told(
            ref=ref,
            kind=kind,
            opened=on,
            days=template.timeline.return_within,
            remind=template.timeline.remind,
            escalate=template.timeline.escalate,
            queries_within=template.timeline.answer_queries_within,
            questions=template.questions,
            rules=template.findings,
            promises=template.promises,
            asked_of=asked_of,
            questions_of={pack.unit: pack.questions for pack in packs},
            targeted=frozenset(str(case["case"]) for case in drawn if case["targeted"]),
            members={hashes[h]: members[i] for h, i in by_hash.items() if h in hashes},
        )
        for place, pack in enumerate(packs):
            told.intents[pack.unit] = decide(self._asked(pack, told, place), self.seed)
        return told

    def _asked(self, pack: Pack, told: Told, place: int) -> Asked:
        return Asked(
            cycle=told.ref,
            unit=pack.unit,
            questions=pack.questions,
            cases=told.asked_of[pack.unit],
            issued=told.opened,
            days=told.days,
            about_children=not pack.about.is_own,
            first=place == 0,
            surnames={case: member.surname for case, member in told.members.items()},
        )
