"""What people raise at any time: difficulties, questions, feedback on the regulation."""
