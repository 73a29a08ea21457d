"""SMS over a standing connection to a centre (SMPP 3.4): the link, what goes out, the session."""
