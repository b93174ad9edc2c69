"""What whoever runs Unstick looks at: whether it lives, whether it is ready, its numbers, its traces."""
