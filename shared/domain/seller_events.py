"""What people do with a seller: the types of its events."""

from enum import StrEnum


class SellerEventType(StrEnum):
    """What happened. The values are stored: keep those that old rows contain."""

    IMPORTED = "imported"  # from a file: {"keys": number of keys}
    RENAMED = "renamed"  # {"from": name, "to": name}
    MERGED = "merged"  # another seller became part of it: {"seller_id", "name", "invoices"}
    SPLIT = "split"  # invoices became another seller's: {"seller_id"}
    SPLIT_OFF = "split_off"  # it was made of another seller's invoices: {"seller_id"}
    FORGOTTEN = "forgotten"  # what invoices taught is no more: {"lessons"}
    OTHER = "other"  # a stored event whose type this version does not know
