"""Whether what is kept is what was written: trail, answers, findings, files, draws."""
