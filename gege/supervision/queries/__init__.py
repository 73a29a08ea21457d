"""Reading orders. Every read starts from what the asker may see."""
