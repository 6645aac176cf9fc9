"""Taking over people who registered elsewhere: reading a file, telling its columns, checking its rows, storing them.

reading    bytes → rows of text
columns    a header → what is in which column
checking   rows → answers, and what is wrong with them
importing  the one transaction that compares and stores
report     what came of it, in words
"""
