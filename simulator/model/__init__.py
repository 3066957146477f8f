"""The one kernel and its exact gradient; everything else is a call with other axes."""
