"""Rights: who may do what, on which case, and see which class of field."""
