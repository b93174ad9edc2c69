"""What happens after the plan: who takes what, the weekly check-in, and when each is due."""
