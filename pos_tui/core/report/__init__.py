"""Reports: each a fold over journal records into sums that any split of a period adds up to."""
