"""The command runs."""

from conftest import Hansa


def test_folder_needs_no_database(hansa: Hansa) -> None:
    ran = hansa("projects", "charters/huaihai", "--line", "21", "--json")
    assert ran.code == 0
