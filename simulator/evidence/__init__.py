"""Facts from evidence: tables as people export them, read without a word about what they mean."""

from simulator.evidence.limits import Unreadable
from simulator.evidence.table import read_table

__all__ = ["Unreadable", "read_table"]
