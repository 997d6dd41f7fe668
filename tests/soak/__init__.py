"""A month in the life of one process: does anything grow that should not?

town    the people, the owner, and the servers in their bad hours
meter   what a process holds at three in the morning, and what must not change from night to night
"""
