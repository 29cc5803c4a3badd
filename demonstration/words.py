"""Invented people and places, and what they write. Names are paired at random: nobody here is a real person."""

from casework.enums import Phase, ReportKind

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


REPORTS: dict[ReportKind, tuple[str, ...]] = {
    ReportKind.FAMILY: (
        "{name} loves water, maps and being outdoors. Mornings are the hardest part of our day. We would like {name} "
        "to have one good friend and to come home from school calm.",
        "We know {name} is bright and funny. What worries us is how tired {name} is after a day of trying to keep up. "
        "We hope that adults will notice before it gets too much.",
    ),
    ReportKind.EDUCATION: (
        "{name} works best at the start of the day and in a small group. In the whole class {name} leaves the room two "
        "or three times a week when plans change, and needs an adult to come back in. Attainment is about two years "
        "behind that of peers in reading and writing.",
        "Staff give instructions one at a time with pictures. Without this {name} does not begin a task. Unstructured "
        "times are difficult each day: an adult stays near at lunch.",
    ),
    ReportKind.MEDICAL: (
        "Seen in clinic. Hearing and vision are within normal limits. Sleep is poor and is being followed up. No "
        "regular medicine is taken at school.",
        "{name} is known to the community paediatric team. Fatigue affects the afternoons. A care plan is in place and "
        "staff have been shown it.",
    ),
    ReportKind.EDUCATIONAL_PSYCHOLOGY: (
        "In the assessment {name} reasoned well with pictures and found spoken information hard to hold in mind. "
        "{name} calms within ten minutes with a known adult. Support should build independence step by step.",
        "Observed over a morning: {name} sought an adult eleven times in forty minutes. Small changes to the room "
        "helped at once. Progress should be reviewed each half term against a small number of clear steps.",
    ),
    ReportKind.SOCIAL_CARE: (
        "The family is not known to social care and no needs were identified. The Local Offer was explained.",
        "An early help worker visits monthly. Short breaks were discussed; the family will think about them.",
    ),
    ReportKind.SPEECH_AND_LANGUAGE: (
        "{name} understands sentences with two key words. Speech is clear to familiar listeners. Direct work in blocks "
        "with practice by the setting is recommended.",
    ),
    ReportKind.OCCUPATIONAL_THERAPY: (
        "{name} seeks movement and finds noise hard to bear. A daily sensory programme of ten minutes is recommended, "
        "with staff shown how.",
    ),
    ReportKind.SENSORY: (
        "{name} needs to sit near the front, with good light and little noise. Staff are to face {name} when they "
        "speak, and the equipment is checked each morning.",
    ),
    ReportKind.PREPARATION_FOR_ADULTHOOD: (
        "{name} would like to work with animals. Travel training and managing money are the next steps.",
    ),
    ReportKind.MY_PLAN: (
        "Three cycles of assess, plan, do and review are recorded. A daily check-in and a social skills group helped; "
        "progress in learning was slower than hoped.",
    ),
    ReportKind.FAMILY_CONTRIBUTION: (
        "{name} worries all night before school. {name} copes when someone who is known is near. We would like the "
        "school to tell us how the day went.",
        "At home {name} plays alone and lines up toys. When it is noisy {name} hides. We want people to be patient and "
        "to explain things twice.",
    ),
}


AUTHORS: dict[ReportKind, tuple[str, ...]] = {
    ReportKind.EDUCATION: ("SENCo", "Head teacher"),
    ReportKind.MEDICAL: ("Dr R. Anand, community paediatrician", "Dr S. Morrell, community paediatrician"),
    ReportKind.EDUCATIONAL_PSYCHOLOGY: ("Dr K. Lim, educational psychologist", "J. Farr, educational psychologist"),
    ReportKind.SOCIAL_CARE: ("Early help team",),
    ReportKind.SPEECH_AND_LANGUAGE: ("H. Bright, speech and language therapist",),
    ReportKind.OCCUPATIONAL_THERAPY: ("C. Okoro, occupational therapist",),
    ReportKind.SENSORY: ("P. Adeyemi, qualified teacher of the deaf and of vision impairment",),
    ReportKind.PREPARATION_FOR_ADULTHOOD: ("Careers and transition adviser",),
    ReportKind.MY_PLAN: ("SENCo",),
}


REASONS: dict[str, tuple[str, ...]] = {
    "none": ("",),
    "low": (
        "Reports describe this once or twice a week, not every day.",
        "Happens most weeks; settled quickly with a reminder.",
    ),
    "medium": (
        "The school and the psychologist both describe this every day, with adult help each time.",
        "Daily, mostly at lunch and when plans change. Calms with a known adult.",
    ),
    "high": (
        "All reports describe difficulty through the whole day, in every setting, with an adult needed throughout.",
        "Present throughout each day at home and at school; without an adult close by {name} is not safe.",
    ),
}


SECTIONS: dict[str, str] = {
    "A": "{name} says: “I like it when people tell me what happens next.” The family’s hope is that {name} makes a "
    "friend, enjoys learning and becomes as independent as possible.",
    "B": "{name}’s special educational needs are in {areas}. {name} learns best with clear routines, pictures beside "
    "words, and an adult who knows the signs of worry. Strengths: curiosity, memory for places and kindness.",
    "C": "Health needs related to {name}’s special educational needs: as in the medical advice in section K.",
    "D": "No social care needs related to special educational needs were identified.",
    "F": "The provision below is needed for every outcome and is delivered by staff trained in it, each week of the "
    "school year unless it says otherwise.",
    "G": "Therapy as set out in the provision, reviewed each term by the therapist.",
    "K": "All advice received for this assessment.",
}


OUTCOMES: tuple[str, ...] = (
    "By the end of the key stage {name} will start a task alone and stay with it for fifteen minutes, in four lessons "
    "out of five.",
    "By the end of the key stage {name} will tell an adult or show with a card when something is too much, on most "
    "days.",
    "By the end of the key stage {name} will play or work with two others for a whole breaktime, three days a week.",
    "By the end of the key stage {name} will read and understand a page that is right for one year below age.",
)


COMMENTS: tuple[str, ...] = (
    "The provision follows the psychologist’s advice closely.",
    "Could the group work begin in the first half term?",
    "The family’s view is clear and is reflected in section F.",
)
