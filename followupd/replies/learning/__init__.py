"""What a correction by the owner teaches the reader, and what it may never teach.

Pure like the rest of `replies`; one line a module:

    teaching   a lesson + what is known -> how far the lesson may reach, with the reason
    guard      the shipped replies that no lesson may make worse
    weights    lessons -> a small adjustment of the model's weights
    taught     what `classify` asks: memory and adjusted weights, and where they may not speak
    memory     replies that were corrected, found again by their likeness
    overlay    weights that are added to a model's
    traces     what is kept of a reply instead of its words: fingerprint, rows of the model, the rules' verdict
    prints     the fingerprint, by which the same words, or much the same, are known again
    harm       which mistakes hurt

A wish to be left alone is no matter of opinion: a reply that the program as shipped takes for one stays one, whatever
was taught, except where its own writer's exact words were put right by hand.
"""
