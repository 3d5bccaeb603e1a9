"""After the meeting: conclusions, their notice, who has received it, what becomes of them."""
