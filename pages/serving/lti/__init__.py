"""LTI 1.3 for course software (Moodle, Canvas and others): launch, choosing what is shown, results. Off by default."""
