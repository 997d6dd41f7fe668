"""The lexicon: what people write, as rules from `phrases/*.toml`, each with an id that a user can read and change.

A rule's id begins with what it means: `no.sold`, `later.circle-back`. Its phrases are written in a small language
of words, not in regular expressions, so that no phrase can be slow:

    call me             these words, in this order; case, accents and commas do not matter
    interes*            any word that begins so
    (call|ring) me      one of these; an alternative may be several words
    [please] call       "please" may be missing
    not ... interested  up to three words between; `..6` up to six
    @negation           any of the words of that list of the same file
    ^ no thanks $       the clause begins here, ends here
    how much ?          the clause is a question
    # <name> <email> <phone> <url> <money> <date>   a number, a capitalised word, an address …

Every repetition is bounded, so a phrase costs time linear in the text. A user's file may add rules, replace a shipped
rule (same language, same id), lengthen it (`also`), or switch it off (`off = true`).

The rooms inside: `syntax` turns a phrase into a bounded pattern, `lexicon` looks rules up in a clause, `files` reads
them from TOML with every fault at once, `shipped` has those that come with the program.
"""
