"""What a file becomes on its way into a register: pure tables and questions (decision 0038)."""
