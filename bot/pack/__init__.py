"""What a security reviewer asks for, made from the code: scopes, data, packages with licences, threats, answers."""
