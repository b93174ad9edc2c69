"""Messages put together from scoring's values and a language's texts; each function returns a message, nothing is sent."""
