"""What all pages share: the frame, the session, the controls, the charts and the words."""
