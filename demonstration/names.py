"""Invented people and places. First and last names are paired at random: nobody here is a real person."""

from casework.enums import Phase

GIRLS = (
    "Aaliyah", "Abena", "Agnieszka", "Alys", "Amara", "Ana", "Anwen", "Aoife", "Beatrice", "Bronwen", "Chiamaka",
    "Clara", "Daisy", "Divya", "Efa", "Elif", "Esme", "Fatima", "Florence", "Freya", "Hana", "Harriet", "Imogen",
    "Ioana", "Isla", "Jasmine", "Keira", "Khadija", "Lena", "Lola", "Mabel", "Maja", "Mei", "Nadia", "Niamh",
    "Olivia", "Orla", "Poppy", "Priya", "Ruby", "Safa", "Sinead", "Tamsin", "Thea", "Willow", "Yasmin", "Zofia",
    "Zuri",
)  # fmt: skip
BOYS = (
    "Adam", "Alfie", "Arjun", "Arlo", "Ayaan", "Bartosz", "Caleb", "Callum", "Chidi", "Daniel", "Dylan", "Ethan",
    "Ewan", "Faisal", "Finlay", "George", "Gethin", "Hamza", "Harvey", "Ibrahim", "Ifan", "Isaac", "Jakub", "Jayden",
    "Kai", "Kofi", "Kwame", "Leo", "Lewis", "Luca", "Mateo", "Milan", "Mohammed", "Noah", "Oisin", "Oscar", "Owen",
    "Rafael", "Reuben", "Rohan", "Rory", "Samuel", "Stefan", "Taylor", "Theo", "Tomi", "Toby", "Yusuf", "Zain",
)  # fmt: skip
LAST = (
    "Abbott", "Adeyemi", "Ahmed", "Akhtar", "Ashby", "Barnes", "Begum", "Bevan", "Boateng", "Brook", "Carver", "Chen",
    "Cole", "Costa", "Dawes", "Dhillon", "Doyle", "Ellis", "Evans", "Farrow", "Fisher", "Garner", "Ghosh", "Hale",
    "Haddad", "Hughes", "Iqbal", "Ivanov", "Jarvis", "Johal", "Kaur", "Kelly", "Kowalczyk", "Lam", "Lane", "Lowe",
    "Malik", "Mensah", "Mistry", "Moss", "Murphy", "Nowak", "Nwosu", "Okafor", "Oliver", "Osman", "Palmer", "Park",
    "Perera", "Popescu", "Prosser", "Quinn", "Rahman", "Reeve", "Rossi", "Sharma", "Silva", "Stone", "Tanner",
    "Thorne", "Usman", "Vaughan", "Walsh", "Webb", "Wójcik", "Yilmaz", "Young",
)  # fmt: skip

SETTINGS: tuple[tuple[str, Phase], ...] = (
    ("Acorn Lane Nursery", Phase.EARLY_YEARS),
    ("Little Wrens Pre-school", Phase.EARLY_YEARS),
    ("Riverbank Children’s Centre", Phase.EARLY_YEARS),
    ("Beech Road Primary School", Phase.PRIMARY),
    ("Castle Mead Primary School", Phase.PRIMARY),
    ("Fernhill Community Primary School", Phase.PRIMARY),
    ("Heron Way Primary Academy", Phase.PRIMARY),
    ("Longford Infant and Junior School", Phase.PRIMARY),
    ("Millbrook Church of England Primary School", Phase.PRIMARY),
    ("Orchard Park Primary School", Phase.PRIMARY),
    ("St Aidan’s Catholic Primary School", Phase.PRIMARY),
    ("Bridgewater High School", Phase.SECONDARY),
    ("Hillside Academy", Phase.SECONDARY),
    ("Kingsmead School", Phase.SECONDARY),
    ("The Weald Academy", Phase.SECONDARY),
    ("Westfield Secondary School", Phase.SECONDARY),
    ("Larkrise School", Phase.SPECIAL),
    ("Meadowbank School", Phase.SPECIAL),
    ("Exampleshire College", Phase.COLLEGE),
    ("Northgate Sixth Form College", Phase.COLLEGE),
)

NEED_SHARES: tuple[tuple[str, float], ...] = (
    ("ASD", 31.5), ("SLCN", 21.3), ("SEMH", 20.7), ("MLD", 10.6), ("PD", 3.9), ("SLD", 3.9), ("SPLD", 2.4),
    ("HI", 1.4), ("PMLD", 1.3), ("OTH", 2.0), ("VI", 0.8), ("MSI", 0.3),
)  # fmt: skip
"""Primary need of plans in England, January 2025, in per cent; unknown is counted with other."""
