from bot.screens.screen import Key, in_pairs


def test_short_buttons_share_a_row_and_long_ones_have_their_own():
    labels = ["Vārds", "Amats", "Joma", "Jautājums lektoriem", "E-pasts", "Tālrunis", "Vajadzības"]
    rows = in_pairs(Key(label) for label in labels)
    assert [[key.label for key in row] for row in rows] == [
        ["Vārds", "Amats"],
        ["Joma"],
        ["Jautājums lektoriem"],
        ["E-pasts", "Tālrunis"],
        ["Vajadzības"],
    ]
