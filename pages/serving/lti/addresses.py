"""Where LTI is, below the app."""

LOGIN, LAUNCH, KEYS, REGISTER = "lti/login", "lti/launch", "lti/keys", "lti/register"
"""What platforms are told of."""
SHOW, STAND, CHOOSE, CHOSEN = "lti/show", "lti/stand", "lti/choose", "lti/chosen"
"""Pages in a course, and what they ask."""
