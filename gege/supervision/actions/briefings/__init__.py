"""What is done to briefings: draft, write, conclude, propose, publish, revise."""
