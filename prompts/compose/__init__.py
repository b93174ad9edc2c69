"""Messages put together from scoring's values and a language's texts; nothing is sent from here."""
