"""What other programs' exports look like: one file a program, with where its columns are from."""
