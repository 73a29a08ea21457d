"""What a register is, what a value may be, who may see it: tables and questions, plain Python."""
