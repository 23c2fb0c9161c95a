"""What is looked at before a message is handed to anybody: then certainly nothing was sent."""

from audits.domain.errors import RefusedError
from audits.domain.mail_address import address_fault
from audits.domain.message import Message


def check_recipients(message: Message) -> None:
    """Refuse a message to an address that no mail server takes, or to nobody.

    Raises:
        RefusedError: naming every such address.
    """
    faults_by_address = {address: address_fault(address) for address in message.to}
    faults = [f"{address!r}: {says}" for address, says in faults_by_address.items() if says]
    if faults or not message.to:
        raise RefusedError(
            f"Nothing was sent of {message.key}: {' '.join(faults) or 'it is to nobody.'} Put it "
            "right in your list of agencies, then make it due again."
        )


def check_text(message: Message) -> None:
    """Refuse a message whose words or file names cannot be written as text.

    Raises:
        RefusedError: saying so.
    """
    names = (attachment.name for attachment in message.attachments)
    for text in (message.subject, message.body, *names):
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            raise RefusedError(
                f"Nothing was sent of {message.key}: its text or a file's name has a character "
                "that cannot be sent. Put right what it was made from, then make it due again."
            )
