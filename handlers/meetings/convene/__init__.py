"""From /moihop to the invitations that go out: the draft, its desk, who is invited, the agenda, the papers."""
