from benchmarks import million


def test_it_measures_all_that_the_table_shows(monkeypatch):
    monkeypatch.setattr(million, "CLAIMS", 2)
    monkeypatch.setattr(million, "DELIVERED", 10)
    monkeypatch.setattr(million, "CONFIRMATIONS", 1)
    (measured,) = million.measure([100])
    shown = {name: value(measured) > 0 for name, (value, _, _) in million.ROWS.items()}
    assert shown == dict.fromkeys(million.ROWS, True)
    assert million.table([measured]).row_count == len(million.ROWS)
