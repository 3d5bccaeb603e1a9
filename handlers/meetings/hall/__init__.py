"""At the meeting: the live card, checking in, the quorum, the attendance list."""
