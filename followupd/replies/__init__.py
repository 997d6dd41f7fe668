"""Reads: bytes of a mail -> what its writer meant, with the evidence. Pure, and usable alone.

The rooms inside, in reading order:

    parse       bytes -> Inbound: headers, addresses, charsets, mime, body, html, reports; bounded, never raises
    quotes      what they wrote apart from what we wrote: attributions, interleaved, signatures, trailers, own_words
    kinds       a machine or a person? bounces, failures, autoreplies, invitations
    classify    what the words mean: clauses and cues (reading), what we asked (answers), the weights (model) of what
                they see (features), and which label costs least to be wrong about (decide)
    phrases/    the lexicon: rules that a user can read and change
    learning/   what the owner's corrections teach, and what they may never teach
    when/       the dates: "mid-January", "back on the 3rd", "nach den Sommerferien"
"""
