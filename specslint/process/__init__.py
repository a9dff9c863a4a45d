"""The fast track: an earlier spec copied to the open release and made ready to send.

``find`` says which spec is meant, ``plan`` what is to be done (a value, made of
values), ``apply`` does it.
"""
