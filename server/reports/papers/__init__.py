"""Papers to print and keep, set by typst: a module says what stands on a paper, a template lays it out."""
