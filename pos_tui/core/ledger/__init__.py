"""Double-entry bookkeeping: what each Z means for the accounts, and the files that other programs read."""
