"""What was just done, in a sentence for the next page.

An address carries which sentence, and what it is about; never the sentence itself, which anybody
could write.
"""

import re
from collections.abc import Mapping


DONE = {
    "approved": "The draw of {about} is approved. Its packs can be sent now.",
    "drawn": "The sample of {about} is drawn.",
    "issued": "The packs of {about} are written and due to be sent.",
    "confirmed": "Those who get the packs of {about} are confirmed.",
    "extended": "{about} has more time, and is told so.",
    "time_asked": "You have asked for more time. The day that stood still counts until you hear.",
    "time_declined": "{about} is told that there is no more time, and why.",
    "person_proposed": "The business unit is told, and decides whom it writes to.",
    "person_accepted": "The new contact is written to from now on.",
    "person_kept": "The contact stays, and is told why by letter.",
    "person_told": "Nobody writes to this person any more. The business unit is told.",
    "request_settled": "What the unit asked for is dealt with.",
    "waived": "No return is expected from {about}.",
    "reminded": "Letters to whoever is overdue are due to be sent.",
    "unit_reminded": "A letter about what {about} owes is due to be sent.",
    "unit_reminded_before": "No other letter about {about} is due yet: the last one said it all.",
    "reminded_before": "Nobody was due another letter: each has had the one that it is time for.",
    "file_read": "The file is read. What it says stands in its audit within minutes.",
    "sender_answered": "The unit is told what to return instead. The file is dealt with.",
    "test_sent": "A test went to your own address by {about}. Look whether it arrives.",
    "went_on": "{about} goes on without what is missing.",
    "cancelled": "{about} is cancelled.",
    "opened": "{about} is open.",
    "graded": "{about} grades were new, and are taken in.",
    "moderated": "The moderation of {about} has ended. These are its findings.",
    "sent_again": "The pack of {about} is due to be sent again, under a new password.",
    "joined": "{about} is given a pack.",
    "planned": "The year plan is changed.",
    "agreed": "The findings of {about} are agreed.",
    "agreement_corrected": "Where the agreement stands is corrected. The earlier is kept.",
    "published": "The papers of {about} are released.",
    "case_graded": "What you said of {about} is kept.",
    "grades_agreed": "The grades of {about} that need no person are agreed with.",
    "panel_agreed": "The panel agrees with the grades of {about} that are alike.",
    "owners_named": "{about} grades have another owner.",
    "reworded": "The finding is reworded.",
    "call_answered": "The unit sees your answer. Other words go out when you ask the units again.",
    "called_wrong": "Kept. The business unit sees it and answers here.",
    "called_right": "Kept: you find {about} right.",
    "signed": "The public version is signed.",
    "circulated": "The units are asked what is factually wrong.",
    "made": "The paper is made.",
    "acknowledged": "The concern is acknowledged.",
    "settled": "The file is dealt with.",
    "dispatch_settled": "The message is settled.",
    "updated": "{about} is up to date.",
    "added": "{about} is added.",
    "register_kept": "The register is kept.",
    "person_added": "Messages go to this person from now on.",
    "person_changed": "The contact is up to date.",
    "link_sent": "A letter with a new link is due. Earlier links of this person open nothing now.",
    "link_revoked": "The link is taken back. Whoever came by it is signed out.",
    "person_left": "Nobody writes to this person any more.",
    "address_right": "The address is up to date. What did not arrive is sent again.",
    "here_again": "{about} is here again.",
    "account_changed": "The account {about} is changed.",
    "account_disabled": "Nobody can sign in with the account {about} any more.",
    "account_enabled": "The owner of the account {about} can sign in again.",
    "letters_reworded": "Letters of this kind say so in this audit from now on. Read them again.",
    "letters_standard": "Letters of this kind have our own words in this audit again.",
    "letters_approved": "{about} approved.",
    "replaced": "{about} takes the place of the case that was replaced.",
    "password_chosen": "Your password is set and you are signed in.",
    "stayed": "You stay signed in.",
    "session_ended": "You are signed out there.",
    "sessions_ended": "You are signed out everywhere else.",
    "all_signed_out": "{about} is signed out everywhere.",
    "codes_set_up": "From now on you give a code when you sign in with your password.",
    "codes_given_up": "You are asked for no code any more.",
    "codes_forgotten": "{about} is asked for no code any more.",
    "token_revoked": "Nothing reads with that access key any more.",
    "signed_out": "You are signed out.",
    "action_moved": "{about} has another date. The earlier one is kept.",
    "action_shared": "Who does {about} is written down.",
    "action_decided": "The decision about {about} is written down.",
    "action_measured": "The measure of {about} is written down.",
    "action_added": "{about} is in the plan.",
    "learning_shared": "With whom it was shared is written down.",
    "training_needed": "{about} is on the list of training.",
    "training_met": "{about} is met.",
    "factors_named": "What contributed is saved.",
    "certified": "The return is certified.",
    "certificate_withdrawn": "The certificate is withdrawn. Have it certified again.",
    "challenge_raised": "{about} is in the log of challenges.",
    "challenge_settled": "{about} is settled.",
    "template_kept": "The template is kept. The next audit of this kind asks by it.",
    "meeting_added": "The meeting of {about} is written down.",
    "meeting_moved": "The meeting is on {about}. The earlier day is kept in the trail.",
    "decisions_minuted": "The decisions are minuted in {about}.",
    "agenda_taken": "The decisions in the workbook are recorded.",
    "destroyed": "What was due is destroyed. This is its certificate.",
    "hold_placed": "{about} is placed. Nothing of it is destroyed until somebody ends it.",
    "hold_ended": "{about} is ended. What it kept back goes by the schedule again.",
    "imported": "{about} actions were taken in.",
}
PLAIN = re.compile(r"[\w ./()-]{0,60}")


def done_in_words(query: Mapping[str, str]) -> str:
    """Return what was just done, as the address of this page says; "" if it says nothing known."""
    sentence = DONE.get(query.get("done", ""), "")
    about = query.get("about", "")
    if not PLAIN.fullmatch(about):
        return ""
    words = sentence.format(about=about.replace("_", " ") or "It")
    return words[:1].upper() + words[1:]
