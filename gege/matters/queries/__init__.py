"""Reading matters. Every read starts from what the asker may see."""
