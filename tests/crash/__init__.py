"""Pulling the plug: the daemon is killed at every point of a small story, and the mails are counted where they arrive.

points    where a run may be killed, found by the run itself
mailbox   the inbox, a folder of files that outlives the daemon
child     the daemon's process
sink      the mail server and the people behind it, who outlive the daemon too
scene     the story, a run of it with its kills, what must hold of it
"""
