"""Professionals of the Cēsis region, all of them invented: names, workplaces, answers. The same for the same seed."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rehearsal.cast import Person
from studio.desk.writing_names import ascii_name

WOMEN = """Aija Aiva Antra Arta Baiba Daina Daiga Dace Digna Dina Elīna Eva Evija Gunta Iluta Ilga Inese Ineta Inga
Ingrīda Ieva Iveta Jana Kristīne Laima Laura Lelde Liene Līga Linda Madara Maija Māra Rasma Rita Ruta Sandra Sanita
Santa Sarmīte Signe Silva Simona Solvita Sigita Velga Vija Vineta Zaiga Zinta""".split()  # noqa: SIM905
MEN = """Aigars Ainārs Aivars Andis Arnis Artis Dainis Edgars Egils Gatis Gints Guntis Gundars Guntars Jānis Kaspars
Kristaps Mareks Modris Normunds Oskars Raivis Rolands Valdis Vilnis Ziedonis""".split()  # noqa: SIM905
# A man's and a woman's: most surnames are declined, some are the same for both.
SURNAMES = """Āboliņš/Āboliņa Apinis/Apine Avotiņš/Avotiņa Balodis/Balode Bērziņš/Bērziņa Briedis/Briede Celmiņš/Celmiņa
Cielavs/Cielava Dzenis/Dzene Dzērvītis/Dzērvīte Eglītis/Eglīte Graudiņš/Graudiņa Grava/Grava Irbe/Irbe Jansons/Jansone
Kalējs/Kalēja Kalniņš/Kalniņa Kārkliņš/Kārkliņa Klints/Klints Kļaviņš/Kļaviņa Krastiņš/Krastiņa Krauklis/Kraukle
Krūmiņš/Krūmiņa Lācis/Lāce Lapiņš/Lapiņa Lapsa/Lapsa Lauva/Lauva Lazdiņš/Lazdiņa Liepa/Liepa Līcis/Līce
Lūsis/Lūse Ozoliņš/Ozoliņa Ozols/Ozola Paegle/Paegle Pētersons/Pētersone Podnieks/Podniece Priede/Priede
Pūcītis/Pūcīte Pūpols/Pūpola Riekstiņš/Riekstiņa Roze/Roze Rudzītis/Rudzīte Saulītis/Saulīte Siliņš/Siliņa Skuja/Skuja
Sproģis/Sproģe Strazdiņš/Strazdiņa Upītis/Upīte Vanags/Vanaga Vilks/Vilka Vītols/Vītola Zariņš/Zariņa Zvaigzne/Zvaigzne
Zvirbulis/Zvirbule""".split()  # noqa: SIM905

LANGUAGES = ("lv",) * 18 + ("ru", "en")
"""Of their telephones."""


@dataclass(frozen=True, slots=True)
class Field:
    """One of the invited fields: where people work, and what they are called, a man and a woman."""

    key: str
    share: int
    workplaces: tuple[str, ...]
    positions: tuple[str, ...]


FIELDS = (
    Field(
        "education",
        45,
        (
            "Vidusskola Cēsīs",
            "Pamatskola Priekuļos",
            "Pamatskola Līgatnē",
            "Vidusskola Jaunpiebalgā",
            "Pirmsskolas izglītības iestāde Cēsīs",
            "Pirmsskolas izglītības iestāde Raunā",
            "Interešu izglītības centrs Cēsīs",
        ),
        (
            "skolotājs/skolotāja",
            "sociālais pedagogs/sociālā pedagoģe",
            "izglītības psihologs/izglītības psiholoģe",
            "direktora vietnieks/direktora vietniece",
            "audzinātājs/audzinātāja",
        ),
    ),
    Field(
        "social",
        20,
        (
            "Sociālais dienests Cēsīs",
            "Sociālais dienests, Vecpiebalga",
            "Dienas centrs Cēsīs",
            "Ģimenes atbalsta centrs",
        ),
        ("sociālais darbinieks/sociālā darbiniece", "ģimenes asistents/ģimenes asistente", "mentors/mentore"),
    ),
    Field(
        "health",
        15,
        ("Ģimenes ārsta prakse Cēsīs", "Ģimenes ārsta prakse, Amata", "Slimnīca Cēsīs", "Feldšeru punkts Nītaurē"),
        ("ģimenes ārsts/ģimenes ārste", "pediatrs/pediatre", "ārsta palīgs/ārsta palīdze", "psihologs/psiholoģe"),
    ),
    Field(
        "law-enforcement",
        10,
        ("Valsts policijas iecirknis Cēsīs", "Pašvaldības policija Cēsīs", "Probācijas dienesta nodaļa"),
        ("inspektors/inspektore", "izmeklētājs/izmeklētāja", "probācijas speciālists/probācijas speciāliste"),
    ),
    Field(
        "orphans-court",
        7,
        ("Cēsu novada bāriņtiesa", "Bāriņtiesa, Priekuļi"),
        ("bāriņtiesas loceklis/bāriņtiesas locekle", "priekšsēdētāja vietnieks/priekšsēdētāja vietniece"),
    ),
    Field(
        "other",
        3,
        ("Bibliotēka Cēsīs", "Biedrība „Atbalsts ģimenei”"),
        ("bibliotekārs/bibliotekāre", "koordinators/koordinatore"),
    ),
)
NEEDS = (
    "Lūdzu, vietu tuvu izejai.",
    "Pārvietojos ratiņkrēslā.",
    "Uzturā nelietoju gaļu.",
    "Nepieciešams zīmju valodas tulkojums.",
)
QUESTIONS = (
    "Kā par šo tēmu runāt ar vecākiem?",
    "Ko darīt, ja bērns lūdz nevienam neteikt?",
    "Kā sadarboties ar bāriņtiesu un policiju?",
    "Kur skolotājs pats var saņemt atbalstu?",
)


def people(ids: Iterable[int], seed: int) -> Iterator[Person]:
    """Yield a person for each id: the same one for the same id and seed."""
    return (a_person(user_id, chance(user_id, seed)) for user_id in ids)


def chance(user_id: int, seed: int, what: str = "") -> random.Random:
    """Return what decides about somebody."""
    return random.Random(f"{seed} {user_id} {what}")  # noqa: S311  a rehearsal that can be repeated


def a_person(user_id: int, chance: random.Random) -> Person:
    """Return an invented person. `known` has answers to the questions of the shipped settings."""
    is_woman = chance.random() < 0.85
    name = f"{chance.choice(WOMEN if is_woman else MEN)} {_of(chance.choice(SURNAMES), is_woman)}"
    field = chance.choices(FIELDS, [field.share for field in FIELDS])[0]
    known = {
        "workplace": chance.choice(field.workplaces),
        "position": _of(chance.choice(field.positions), is_woman),
        "field": field.key,
    }
    known |= {"needs": chance.choice(NEEDS)} if chance.random() < 0.1 else {}
    known |= {"question": chance.choice(QUESTIONS)} if chance.random() < 0.2 else {}
    number = f"+3712{chance.randrange(10_000_000):07d}"
    known |= {"phone": number} if chance.random() < 0.6 else {}
    email = f"{ascii_name(name)}.{user_id}@example.org"
    return Person(user_id, name, "a professional", chance.choice(LANGUAGES), email, number, known)


def _of(pair: str, is_woman: bool) -> str:
    man, _, woman = pair.partition("/")
    return woman if is_woman else man
