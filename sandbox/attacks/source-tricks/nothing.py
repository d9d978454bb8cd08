# attack: an empty program
# problem: add
# strict: exception
pass
