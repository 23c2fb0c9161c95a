"""A workspace's backup in one sealed file: written, proved, and read again.

The file is in the age format (https://age-encryption.org/v1) and holds a tar archive. So whoever
has its key can open it without this program: ``age -d -i KEY FILE | tar x``.
"""

from typing import TYPE_CHECKING

from audits.domain.deferred import deferred_names


if TYPE_CHECKING:
    from .archive import (
        Contents as Contents,
        Member as Member,
        Written as Written,
        read_contents as read_contents,
        unpack as unpack,
        write_archive as write_archive,
    )
    from .keys import (
        PrivateKey as PrivateKey,
        checked_public_key as checked_public_key,
        make_key as make_key,
        read_private_key as read_private_key,
    )

__getattr__ = deferred_names(
    __name__,
    {
        "archive": "Contents Member Written read_contents unpack write_archive",
        "keys": "PrivateKey checked_public_key make_key read_private_key",
    },
)
