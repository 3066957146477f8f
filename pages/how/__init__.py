"""The How it works page: what every figure rests on, checked before the reader's eyes."""
