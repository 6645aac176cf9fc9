from benchmarks import organiser


def test_the_table_has_a_row_for_each_press_and_one_for_all():
    result = organiser.table({"at rest": {"a tick": [0.03, 0.01, 0.02], "the list": [0.25]}})
    assert [list(column.cells) for column in result.columns] == [
        ["a tick", "the list", "all"],
        ["at rest"] * 3,
        ["3", "1", "4"],
        ["20 ms", "250 ms", "25 ms"],
        ["30 ms", "250 ms", "250 ms"],
    ]
