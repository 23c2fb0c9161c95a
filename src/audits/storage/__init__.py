"""Where facts are kept: tables, transactions, the trail, the vault and sealed files."""

from .action_query import ActionsWanted, ListedAction
from .conditions import is_empty, is_false, one_of
from .credentials import (
    Credentials,
    forget_credentials,
    has_credentials,
    make_credentials,
    read_sign_in,
)
from .database import check_shape, downgrade, open_database, upgrade
from .faults import fault_of
from .files import Cipher, ContentFiles, write_whole
from .row_digests import RowDigests, apply_rows
from .tables_action import (
    ActionAgency,
    ActionBook,
    ActionEvidence,
    ActionFinding,
    ActionMeasure,
    ActionRow,
    ActionRung,
    ActionUpdate,
    Challenge,
    Meeting,
    Shared,
    TrainingNeed,
)
from .tables_beside import ExternalAudit, PastAccount, SpotCheckRow, SurveyCount
from .tables_board import Agency, Contact, Register, TrailEntry, Unit
from .tables_chasing import Allowance, LetterAbout, ReturnRung
from .tables_cycle import Case, Cycle, Dispatch, Draw, Gate, IssuedPack
from .tables_learning import AuditedChild, FindingRow, Paper
from .tables_moderation import (
    Correction,
    Disagreement,
    FactCheck,
    FollowUp,
    GradeRow,
    ModerationBook,
    ModerationRow,
    SignOff,
)
from .tables_papers import PaperSignOff
from .tables_return import AnswerRow, Concern, ReturnFile, ReturnProblem
from .tables_ticks import TickRow
from .tables_waits import CycleWait
from .tick_lease import TickLeases
from .trail_digest import verify_trail
from .trail_seal import TrailKeeper
from .unit_of_work import UnitOfWork
from .vault import TrailSeal, Vault, read_or_make_key
from .view import CurrentAnswer, View
from .waiting import WaitingSince


__all__ = [
    "ActionAgency",
    "ActionBook",
    "ActionEvidence",
    "ActionFinding",
    "ActionMeasure",
    "ActionRow",
    "ActionRung",
    "ActionUpdate",
    "ActionsWanted",
    "Agency",
    "Allowance",
    "AnswerRow",
    "AuditedChild",
    "Case",
    "Challenge",
    "Cipher",
    "Concern",
    "Contact",
    "ContentFiles",
    "Correction",
    "Credentials",
    "CurrentAnswer",
    "Cycle",
    "CycleWait",
    "Disagreement",
    "Dispatch",
    "Draw",
    "ExternalAudit",
    "FactCheck",
    "FindingRow",
    "FollowUp",
    "Gate",
    "GradeRow",
    "IssuedPack",
    "LetterAbout",
    "ListedAction",
    "Meeting",
    "ModerationBook",
    "ModerationRow",
    "Paper",
    "PaperSignOff",
    "PastAccount",
    "Register",
    "ReturnFile",
    "ReturnProblem",
    "ReturnRung",
    "RowDigests",
    "Shared",
    "SignOff",
    "SpotCheckRow",
    "SurveyCount",
    "TickLeases",
    "TickRow",
    "TrailEntry",
    "TrailKeeper",
    "TrailSeal",
    "TrainingNeed",
    "Unit",
    "UnitOfWork",
    "Vault",
    "View",
    "WaitingSince",
    "apply_rows",
    "check_shape",
    "downgrade",
    "fault_of",
    "forget_credentials",
    "has_credentials",
    "is_empty",
    "is_false",
    "make_credentials",
    "one_of",
    "open_database",
    "read_or_make_key",
    "read_sign_in",
    "upgrade",
    "verify_trail",
    "write_whole",
]
