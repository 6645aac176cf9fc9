"""Announcements: an organiser's words to many people, and all that can happen to them.

    composing --plan--> planned --(its moment)--> sending --> done
        ^ |                |                      ^  |  ^
        | +-> discarded    |                pause |  |  | go on
        +------undo--------+               resume |  |  |
                                                  v  v  |
                                              paused stopped        and from these four: taken back

What is said to an organiser at once is one compare-and-set on the announcement; its deliveries, thousands perhaps,
follow in chunks (`sending.settle`), and whatever is claimed meanwhile looks at the state before it leaves.
"""
