"""What the trail's entries are called where people read them, and which tell an audit's story."""

from collections.abc import Iterator, Mapping


OF_AUDITS: Mapping[str, str] = {
    "cycle opened": "Opened",
    "audit missed": "Not opened on its day: nothing ran",
    "frame frozen": "Cases to draw from frozen",
    "cycle framed": "Ready to draw",
    "sample drawn": "Cases drawn",
    "cycle drawn": "Waits for the draw to be approved",
    "unit ruled on": "Case ruled on",
    "sample extended": "Cases added",
    "case replaced": "Case replaced",
    "certificate written": "Certificate of the draw written",
    "flagged cases approved": "Flagged cases approved",
    "cycle approved": "Draw approved",
    "packs planned": "Packs begun",
    "pack planned": "Pack given to a unit that joined",
    "pack written": "Pack written",
    "pack sent again": "Pack sent again",
    "cycle issued": "Packs written",
    "cycle planned": "Waits for its register",
    "recipients confirmed": "Recipients confirmed",
    "gate passed": "Decision made that it waited for",
    "returns chased": "Reminders written",
    "return extended": "More time given",
    "return waived": "Return waived",
    "more time asked for": "More time asked for",
    "more time declined": "No more time given",
    "more time not needed": "Request for more time ended: it is not needed",
    "went on without": "Went on without what was missing",
    "cycle moderating": "Grades to moderate",
    "moderation begun": "Moderation begun",
    "moderation ended": "Moderation ended",
    "cycle analysed": "Findings to agree",
    "findings frozen": "Findings worked out",
    "findings frozen again": "Findings worked out again",
    "draft findings circulated": "Units asked what is factually wrong",
    "cycle agreed": "Agreed",
    "signed off": "Findings agreed",
    "sign-off corrected": "Where the agreement is written was corrected",
    "paper made": "Paper made",
    "public paper signed": "Public paper signed",
    "cycle published": "Papers released",
    "cycle closed": "Closed",
    "cycle cancelled": "Cancelled",
    "survey attached": "Survey added",
    "claims drawn": "Claims drawn to be checked",
    "claim checked": "Claim checked",
    "past cycle imported": "Earlier audit taken in",
    "external audit logged": "Audit of another body added",
    "year plan changed": "Year plan changed",
    "template kept": "Template kept",
}
OF_GRADES: Mapping[str, str] = {
    "grade given": "Grade given",
    "grades differs": "Graders differ",
    "grades disputed": "Grade disputed",
    "grades settled": "Difference about a grade settled",
    "difference passed on": "Difference about a grade given to another owner",
    "dispute passed on": "Disputed grade given to another owner",
    "follow-up named": "Follow-up of a grade named",
    "moderation workbook planned": "Moderation workbook begun",
    "moderation workbook written": "Moderation workbook written",
    "moderation workbook read": "Moderation workbook read",
    "factors named": "Said why it was found",
    "return certified": "Return certified",
    "certified return handed on": "Certified return handed on to another partnership",
    "certified return brought in": "Return brought in that another partnership certified",
    "certificate withdrawn": "Certificate of a return withdrawn",
    "draft finding accepted": "Draft finding called right",
    "draft finding reworded": "Draft finding reworded",
    "draft finding rejected": "Draft finding kept as it was",
    "draft finding called wrong": "Draft finding called factually wrong",
}
OF_MESSAGES: Mapping[str, str] = {
    "dispatch due": "Message to be sent",
    "dispatch claimed": "Message being sent",
    "dispatch sending": "Message being sent",
    "dispatch sent": "Message sent",
    "dispatch delivered": "Message delivered",
    "dispatch delayed": "Message not delivered yet",
    "dispatch refused": "Message not sent",
    "dispatch unconfirmed": "Not known whether a message was sent",
    "dispatch withdrawn": "Message withdrawn",
    "dispatch recalled": "Message called back",
    "dispatch rerouted": "Message sent another way",
    "status of an unknown message": "Report about a message that is not ours",
    "automatic reply": "Automatic reply came",
    "nothing sent": "Nothing sent: the unit has left",
    "letter approved": "Letter approved",
    "letter reworded": "Letter reworded",
    "letters reworded": "Letters of this kind reworded",
    "channel failed": "Way of sending failed",
    "channel postponed": "Way of sending tried again later",
    "channel tried": "Test message sent",
}
OF_RETURNS: Mapping[str, str] = {
    "return received": "File received",
    "return received again": "File received again",
    "return claimed": "File being read",
    "return read": "Return read",
    "return not read": "File could not be read",
    "return set aside": "File set aside for a person",
    "set aside return dealt with": "File set aside was dealt with",
    "return let in": "File taken from a sender who is not known",
    "waived return taken": "Return taken although it was waived",
    "sender answered": "Sender told what to return instead",
    "answers typed on the page": "Answers typed on the page",
    "original opened": "Original file opened",
    "queries raised": "Questions raised",
    "queries written": "Workbook that asks again written",
    "immediate concern raised": "Immediate concern raised",
    "immediate concern added to": "Immediate concern added to",
    "immediate concern taken up": "Immediate concern acknowledged",
    "mail put aside": "Mail set aside for a person",
    "left in the inbox": "Left in the inbox",
    "taken out of the inbox by hand": "Taken out of the inbox by hand",
}
OF_ACTIONS: Mapping[str, str] = {
    "action added": "Action added",
    "action updated": "Action updated",
    "action measured": "Action measured",
    "action found again": "Found again: the action stands for it too",
    "action promised again": "Action promised again",
    "action proposed": "Action proposed",
    "action open": "Action opened",
    "action complete": "Action called complete",
    "action closed": "Action closed",
    "action withdrawn": "Action withdrawn",
    "action queries raised": "Questions about actions raised",
    "action workbook planned": "Workbook of actions begun",
    "action workbook made": "Workbook of actions made",
    "action workbook written": "Workbook of actions written",
    "actions chased": "Letters about actions written",
    "plan imported": "Action plan taken in",
    "evidence kept": "Evidence added",
    "evidence opened": "Evidence opened",
    "meeting added": "Meeting added",
    "meeting moved": "Meeting moved",
    "decisions minuted": "Decisions minuted",
    "learning shared": "Learning shared",
    "training needed": "Training need added",
    "training met": "Training need met",
    "challenge raised": "Challenge raised",
    "challenge settled": "Challenge settled",
}
OF_PEOPLE: Mapping[str, str] = {
    "agencies imported": "List of agencies taken in",
    "unit added": "Unit added",
    "unit changed": "Unit changed",
    "unit left": "Unit left",
    "contact added": "Contact added",
    "contact changed": "Contact changed",
    "contact left": "Contact left",
    "other contact proposed": "Another contact proposed",
    "request granted": "Request granted",
    "request declined": "Request declined",
    "request settled": "Request dealt with",
    "link made": "Link sent",
    "link used": "Signed in by a link",
    "link locked": "Link locked after wrong codes",
    "link revoked": "Link taken back",
    "link kept open": "Lock after wrong codes taken off a link",
    "new link asked for": "New link asked for",
    "code asked for": "Code sent",
    "code not sent": "Code could not be sent",
    "code refused": "Wrong code given",
    "account added": "Account added",
    "account changed": "Account changed",
    "account disabled": "Account disabled",
    "account enabled": "Account enabled",
    "signed in": "Signed in",
    "signed out": "Signed out",
    "sign-in refused": "Sign-in refused",
    "sign-in service joined": "Sign-in service joined to an account",
    "password chosen": "Password chosen",
    "codes set up": "Codes set up",
    "codes given up": "Codes given up",
    "codes forgotten": "Codes taken off an account",
    "session ended": "Signed out on one device",
    "sessions ended": "Signed out everywhere",
    "token made": "Access key made",
    "token revoked": "Access key revoked",
}
OF_RECORDS: Mapping[str, str] = {
    "register loaded": "Register loaded",
    "register exported": "Register taken out",
    "files held": "Files kept for a day to be looked at",
    "files forgotten": "Files destroyed",
    "destruction planned": "Destruction begun",
    "destroyed": "Destroyed",
    "destruction certified": "Destruction certified",
    "hold placed": "Hold placed",
    "hold ended": "Hold ended",
    "backup made": "Backup made",
    "vault key changed": "Key changed",
    "workspace brought up to date": "Brought up to date with the program",
    "everything exported": "Everything exported",
    "schedule started for the first time": "Schedule started for the first time",
}
TRAIL_WORDS: Mapping[str, str] = {
    **OF_AUDITS, **OF_GRADES, **OF_MESSAGES, **OF_RETURNS, **OF_ACTIONS, **OF_PEOPLE, **OF_RECORDS
}  # fmt: skip
# Of an audit these are told by what comes just before or after them.
NOT_TOLD = frozenset({
    "cycle planned", "cycle framed", "cycle drawn", "cycle moderating", "cycle analysed",
    "cycle agreed", "certificate written", "packs planned", "pack written", "gate passed",
    "claim checked",
})  # fmt: skip


def entry_in_words(verb: str) -> str:
    """Return what an entry says; one that an earlier version wrote as it stands.

    >>> entry_in_words("link made"), entry_in_words("minutes bound")
    ('Link sent', 'Minutes bound')
    """
    return TRAIL_WORDS.get(verb) or verb.capitalize()


def verbs_that_say(words: str) -> Iterator[str]:
    """Yield what the trail calls the entries in whose words these are.

    >>> list(verbs_that_say("  Wrong codes"))
    ['link locked', 'link kept open']
    """
    wanted = " ".join(words.casefold().split())
    for verb, sentence in TRAIL_WORDS.items():
        if wanted and wanted in sentence.casefold():
            yield verb


def tells_story(verb: str) -> bool:
    """Tell whether an entry about an audit is one of those that tell its story."""
    return verb in OF_AUDITS and verb not in NOT_TOLD
