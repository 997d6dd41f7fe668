"""Acts. A decision from core, a text from templates, a row in the store, a word with a server: here they meet.

The rooms inside, in reading order:

    daemon      builds the parts, keeps the rhythm, obeys signals, talks to systemd (notify, pulse, clock, timekeeper)
    worker      one mailbox at work: it hears, it watches, it sends
    desk        what everybody who works for one mailbox has at hand
    house       the folder that the user edits, opened; plans: when would that be, for this contact?
    lessons     what the owner's corrections have taught the reader, as it stands at this moment
    changes     one event, one transaction: what core.lifecycle decides and all that follows from it
    sending/    dispatch -> facts -> writing -> courier; doubts and journal, promises, copies filed in Sent;
                halts (may anything leave at all?), rests of a mailbox, adopting a restored state
    hearing/    intake -> reception: seen before? (identity), whose is it (known), what follows from it (meaning);
                proof that the ear works, rest after a failure, refusals that came back as mail
    telling/    alerts at once, logs for later
    asking/     what the command line asks and orders: looking ahead (nightly too), looking back, the owner's hand
"""
