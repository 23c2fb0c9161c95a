"""Where facts are kept: tables, transactions, the trail, the vault and sealed files."""

from typing import TYPE_CHECKING

from audits.domain.deferred import deferred_names


if TYPE_CHECKING:
    from .action_query import (
        ActionsWanted as ActionsWanted,
        ListedAction as ListedAction,
    )
    from .agenda_query import AtMeeting as AtMeeting
    from .api_tokens import ApiTokens as ApiTokens
    from .attempts import Attempts as Attempts
    from .background_tasks import BackgroundTasks as BackgroundTasks
    from .cipher import (
        Cipher as Cipher,
        Keyring as Keyring,
        KeySource as KeySource,
    )
    from .conditions import (
        any_of as any_of,
        ends_with as ends_with,
        holds as holds,
        is_before as is_before,
        is_empty as is_empty,
        is_false as is_false,
        is_filled as is_filled,
        none_of as none_of,
        one_of as one_of,
        stands_in as stands_in,
    )
    from .content_store import (
        STORES as STORES,
        ContentStore as ContentStore,
    )
    from .content_table import ContentTable as ContentTable
    from .copies import fill_database as fill_database
    from .credentials import (
        Credentials as Credentials,
        forget_credentials as forget_credentials,
        has_credentials as has_credentials,
        make_credentials as make_credentials,
        read_sign_in as read_sign_in,
    )
    from .cycle_query import CycleFigures as CycleFigures
    from .database import (
        check_shape as check_shape,
        downgrade as downgrade,
        open_database as open_database,
        upgrade as upgrade,
    )
    from .faults import fault_of as fault_of
    from .files import (
        ContentFiles as ContentFiles,
        write_whole as write_whole,
    )
    from .findings_query import FindingInShort as FindingInShort, FindingOfAction as FindingOfAction
    from .kept_forms import KeptForms as KeptForms
    from .open_tables import open_columns as open_columns
    from .passwords import (
        hash_password as hash_password,
        password_fits as password_fits,
    )
    from .row_digests import (
        RowDigests as RowDigests,
        apply_rows as apply_rows,
    )
    from .second_factors import SecondFactors as SecondFactors
    from .tables_access import (
        Account as Account,
        AccountLink as AccountLink,
        ApiToken as ApiToken,
        Attempt as Attempt,
        AwayAtProvider as AwayAtProvider,
        HeldFile as HeldFile,
        SecondFactorRow as SecondFactorRow,
        UnitLink as UnitLink,
        WebSession as WebSession,
    )
    from .tables_action import (
        ActionAgency as ActionAgency,
        ActionBook as ActionBook,
        ActionEvidence as ActionEvidence,
        ActionFinding as ActionFinding,
        ActionMeasure as ActionMeasure,
        ActionRow as ActionRow,
        ActionRung as ActionRung,
        ActionUpdate as ActionUpdate,
        Challenge as Challenge,
        Meeting as Meeting,
        MeetingDecision as MeetingDecision,
        Shared as Shared,
        TrainingNeed as TrainingNeed,
    )
    from .tables_board import (
        Agency as Agency,
        Contact as Contact,
        ProgrammeChange as ProgrammeChange,
        Register as Register,
        TrailEntry as TrailEntry,
        Unit as Unit,
    )
    from .tables_breakdown import Breakdown as Breakdown, BreakdownPart as BreakdownPart
    from .tables_chasing import (
        Allowance as Allowance,
        LetterAbout as LetterAbout,
        ReturnRung as ReturnRung,
        UnitRequest as UnitRequest,
    )
    from .tables_cycle import (
        Case as Case,
        Cycle as Cycle,
        Dispatch as Dispatch,
        Draw as Draw,
        Gate as Gate,
        IssuedPack as IssuedPack,
        LetterWording as LetterWording,
    )
    from .tables_learning import (
        AuditedChild as AuditedChild,
        FindingRow as FindingRow,
        Paper as Paper,
    )
    from .tables_moderation import (
        Correction as Correction,
        Disagreement as Disagreement,
        FactCheck as FactCheck,
        FollowUp as FollowUp,
        GradeRow as GradeRow,
        ModerationBook as ModerationBook,
        ModerationRow as ModerationRow,
        SignOff as SignOff,
    )
    from .tables_other_sources import (
        ExternalAudit as ExternalAudit,
        PastAccount as PastAccount,
        SpotCheckRow as SpotCheckRow,
        SurveyCount as SurveyCount,
    )
    from .tables_papers import PaperSignOff as PaperSignOff
    from .tables_retention import (
        Destroyed as Destroyed,
        Destruction as Destruction,
        LegalHold as LegalHold,
    )
    from .tables_return import (
        AnswerRow as AnswerRow,
        Certification as Certification,
        CertifiedElsewhere as CertifiedElsewhere,
        Concern as Concern,
        LeftInInbox as LeftInInbox,
        ReturnFile as ReturnFile,
        ReturnProblem as ReturnProblem,
    )
    from .tables_waits import CycleWait as CycleWait
    from .tick_lease import TickLeases as TickLeases
    from .token_digest import digest_of_token as digest_of_token
    from .trail_digest import verify_trail as verify_trail
    from .trail_seal import TrailKeeper as TrailKeeper
    from .unit_links import UnitLinks as UnitLinks
    from .unit_of_work import UnitOfWork as UnitOfWork
    from .upgrading import Tables as Tables, try_upgrade as try_upgrade
    from .vault import Vault as Vault
    from .vault_keys import (
        GivenKeys as GivenKeys,
        KeyFile as KeyFile,
        keys_in_file as keys_in_file,
        keys_of_command as keys_of_command,
    )
    from .vault_places import (
        VaultFile as VaultFile,
        VaultPlace as VaultPlace,
        VaultServer as VaultServer,
        holds_something as holds_something,
    )
    from .view import (
        CurrentAnswer as CurrentAnswer,
        View as View,
    )
    from .waiting import WaitingSince as WaitingSince
    from .web_sessions import WebSessions as WebSessions

# Building all tables takes half of what a list does, and it reads a few of them.
__getattr__ = deferred_names(
    __name__,
    {
        "action_query": "ActionsWanted ListedAction",
        "agenda_query": "AtMeeting",
        "cipher": "Cipher KeySource Keyring",
        "conditions": (
            "any_of ends_with holds is_before is_empty is_false is_filled none_of one_of stands_in"
        ),
        "content_store": "STORES ContentStore",
        "content_table": "ContentTable",
        "copies": "fill_database",
        "credentials": "Credentials forget_credentials "
        "has_credentials make_credentials read_sign_in",
        "cycle_query": "CycleFigures",
        "database": "check_shape downgrade open_database upgrade",
        "upgrading": "Tables try_upgrade",
        "background_tasks": "BackgroundTasks",
        "faults": "fault_of",
        "findings_query": "FindingInShort FindingOfAction",
        "files": "ContentFiles write_whole",
        "open_tables": "open_columns",
        "passwords": "hash_password password_fits",
        "row_digests": "RowDigests apply_rows",
        "second_factors": "SecondFactors",
        "api_tokens": "ApiTokens",
        "tables_access": "Account AccountLink ApiToken Attempt AwayAtProvider HeldFile "
        "SecondFactorRow UnitLink WebSession",
        "attempts": "Attempts",
        "tables_action": "ActionAgency ActionBook ActionEvidence ActionFinding ActionMeasure "
        "ActionRow ActionRung ActionUpdate Challenge Meeting MeetingDecision Shared TrainingNeed",
        "tables_other_sources": "ExternalAudit PastAccount SpotCheckRow SurveyCount",
        "tables_board": "Agency Contact ProgrammeChange Register TrailEntry Unit",
        "tables_breakdown": "Breakdown BreakdownPart",
        "tables_chasing": "Allowance LetterAbout ReturnRung UnitRequest",
        "tables_cycle": "Case Cycle Dispatch Draw Gate IssuedPack LetterWording",
        "tables_learning": "AuditedChild FindingRow Paper",
        "tables_moderation": "Correction Disagreement FactCheck FollowUp "
        "GradeRow ModerationBook ModerationRow SignOff",
        "tables_papers": "PaperSignOff",
        "tables_retention": "Destroyed Destruction LegalHold",
        "tables_return": "AnswerRow Certification CertifiedElsewhere Concern LeftInInbox "
        "ReturnFile ReturnProblem",
        "tables_waits": "CycleWait",
        "tick_lease": "TickLeases",
        "token_digest": "digest_of_token",
        "trail_digest": "verify_trail",
        "trail_seal": "TrailKeeper",
        "kept_forms": "KeptForms",
        "unit_links": "UnitLinks",
        "unit_of_work": "UnitOfWork",
        "vault": "Vault",
        "vault_keys": "GivenKeys KeyFile keys_in_file keys_of_command",
        "vault_places": "VaultFile VaultPlace VaultServer holds_something",
        "view": "CurrentAnswer View",
        "waiting": "WaitingSince",
        "web_sessions": "WebSessions",
    },
)
