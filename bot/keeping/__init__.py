"""What becomes of what is kept: how long it stays, how somebody is erased, how all of it is saved and accounted for."""
