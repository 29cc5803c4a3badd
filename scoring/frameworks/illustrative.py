"""The illustrative wordings of the ten outcomes that a new installation begins with, one for each age."""

from scoring.enums import AgeVersion, LevelKind
from scoring.frameworks.rules import LevelRow, OutcomeRow, Questionnaire

OUTCOMES: tuple[tuple[str, tuple[int, int, int]], ...] = (
    ("Behaviour enables them and others to learn", (9, 18, 28)),
    ("Understands and is understood", (9, 18, 28)),
    ("Makes progress in learning", (9, 18, 27)),
    ("Makes and keeps relationships", (8, 16, 24)),
    ("Manages feelings and anxiety", (9, 18, 27)),
    ("Moves and uses spaces and equipment", (7, 15, 23)),
    ("Copes with what they see, hear and sense", (7, 14, 22)),
    ("Looks after themselves day to day", (8, 16, 25)),
    ("Is safe and healthy", (9, 17, 26)),
    ("Takes part in the community and prepares for adulthood", (7, 13, 20)),
)
"""The ten outcomes in the order of the form, each with its points for low, medium and high."""


Texts = tuple[str, str, str, str, str, str]
"""Of one outcome: gate question, guidance, and what no difficulties, low, medium and high look like."""


def outcome_rows(texts: tuple[Texts, ...]) -> tuple[OutcomeRow, ...]:
    """The texts of one age version put together with the ten outcomes and their points."""
    kinds = (LevelKind.LOW, LevelKind.MEDIUM, LevelKind.HIGH)
    return tuple(
        OutcomeRow(
            wording,
            gate_question,
            guidance,
            (
                LevelRow(LevelKind.NONE.label, LevelKind.NONE, none, 0),
                *(
                    LevelRow(kind.label, kind, text, each)
                    for kind, text, each in zip(kinds, levels, points, strict=True)
                ),
            ),
        )
        for (wording, points), (gate_question, guidance, none, *levels) in zip(OUTCOMES, texts, strict=True)
    )


EARLY_YEARS: tuple[Texts, ...] = (
    (
        "Does how they behave get in the way of playing and learning, their own or other children's?",
        "Think of group times, free play and changes of activity, and of what is usual at their age.",
        "Joins in play and group times much as other children of their age do.",
        "Some days a week, leaves or disrupts play and needs an adult to bring them back.",
        "Every day, hurts, throws or runs off at a group time or a change, until an adult steps in.",
        "Through the whole session, cannot be with other children unless an adult stays within reach.",
    ),
    (
        "Do they have difficulty understanding others, or making themselves understood?",
        "Count every way they communicate: words, signs, pictures, gestures. Score in the language they know best.",
        "Understands what is said and makes wants known as others of their age do.",
        "Some days a week, loses the thread of an instruction or is not understood by adults who know them.",
        "Every day, needs words cut short, signs or pictures to follow routines and to ask for things.",
        "All day, depends on an adult who reads their signals; few words, signs or pictures carry meaning yet.",
    ),
    (
        "Do they have difficulty learning through play at the pace of other children?",
        "Compare with the early years outcomes for their age, and with their own progress over two terms.",
        "Explores, remembers and builds on what they learn within the usual range.",
        "Some days a week, needs a new idea shown again in smaller steps before it stays.",
        "Every day, learns only from planned, repeated teaching at a table or in a very small group.",
        "All day, learns at the earliest sensory stages, and only with an adult guiding each step.",
    ),
    (
        "Do they have difficulty being with familiar adults and with other children?",
        "Look at turn-taking, sharing attention and playing alongside or together.",
        "Trusts familiar adults and plays beside or with others as expected.",
        "Some days a week, falls out or withdraws in play, and needs an adult to help put it right.",
        "Every day, needs an adult to set up and keep going any play with another child.",
        "All day, shows little awareness of others or great distress near them; an adult must stand between.",
    ),
    (
        "Do they have difficulty with strong feelings, separation or worry?",
        "Consider how often, how long it lasts and what helps them to become calm again.",
        "Is comforted by familiar adults within minutes, like other children.",
        "Some days a week, cries or clings at parting or change and takes a long while to settle.",
        "Every day, is overwhelmed at least once and calms only with a known adult and a quiet place.",
        "All day, is distressed or on edge, may hurt themselves, and needs one calm adult throughout.",
    ),
    (
        "Do they have difficulty moving about, or using toys, tools and the space around them?",
        "Score with the equipment they have now. Include sitting, reaching, walking, climbing and holding.",
        "Sits, moves and handles toys and tools as expected at their age.",
        "Some days a week, needs a hand on steps, on outdoor equipment or with small tools.",
        "Every day, needs special seating, a frame or hands-on help for part of the session.",
        "All day, is lifted, positioned and helped to reach or hold things by trained adults.",
    ),
    (
        "Do sights, sounds, touch, taste or movement cause them difficulty, or do they see or hear less?",
        "Include diagnosed hearing or vision loss with aids or glasses on, and sensory seeking or avoiding.",
        "Copes with the noise, light and mess of a busy room.",
        "Some days a week, covers ears, avoids textures or misses what is said in a busy room.",
        "Every day, needs a quiet corner, adapted materials or someone at their side to see and hear.",
        "All day, cannot use the room without constant adaptation by a specialist or trained adult.",
    ),
    (
        "Do they need more help than other children with eating, toileting, dressing and sleep?",
        "Only count help beyond what any child of this age would need.",
        "Is helped as much as other children of their age.",
        "Some days a week, needs extra prompting or practice to eat, dress or use the toilet.",
        "Every day, is fed, changed or dressed at an age when others do much of it alone.",
        "All day, depends on adults for every part of their care, some of it by a trained person.",
    ),
    (
        "Do their health, or a lack of awareness of danger, put them at risk?",
        "Count medical needs with a health care plan, and risk after the usual care of a setting for young children.",
        "Is as healthy and as safe as other children with ordinary supervision.",
        "Some days a week, needs an adult to give medicine, watch a condition or keep them from danger.",
        "Every day, needs a trained adult for a medical task, or close watching at set times.",
        "All day, needs somebody trained beside them because of their health or of sudden danger.",
    ),
    (
        "Do they have difficulty joining in family outings, groups and the next steps towards school?",
        "Ask the family about playgrounds, shops and parties, and about how the child copes with new places.",
        "Takes part in everyday places and is getting ready for school.",
        "Some days a week, an outing or group is cut short or needs careful preparing.",
        "Every day, goes out only with an extra adult, or cannot join a group without one.",
        "All day, cannot be taken to ordinary places without two adults or special arrangements.",
    ),
)


SCHOOL_AGE: tuple[Texts, ...] = (
    (
        "Does how they behave get in the way of learning, their own or other pupils'?",
        "Think of lessons, corridors and breaks. Score what is there with the support they have now.",
        "Follows the rules of class and playground as others do.",
        "Some lessons a week are disrupted or left, and an adult brings them back.",
        "Every day, part of a lesson is lost to disruption, refusal or leaving the room.",
        "In most lessons all day, cannot stay or be safe in class without an adult at hand.",
    ),
    (
        "Do they have difficulty understanding others, or making themselves understood?",
        "Count speech, sign, symbols and devices. Include following instructions and finding words.",
        "Follows lessons and talks with others as expected at their age.",
        "Some days a week, misunderstands instructions or is hard to follow when telling something.",
        "Every day, needs language simplified and checked, or symbols, to follow lessons and reply.",
        "All day, communicates by signs, symbols or a device and depends on an adult who knows it.",
    ),
    (
        "Do they have difficulty making progress in learning?",
        "Compare with age-related expectations and with their own progress over a year of good teaching.",
        "Makes progress with ordinary teaching and adjustments.",
        "Some lessons a week, needs work broken into steps and gone over again to keep up.",
        "Every day, works well below the class and needs separate tasks taught in a small group.",
        "In every lesson, works far below their age and learns only when taught one to one.",
    ),
    (
        "Do they have difficulty making and keeping relationships?",
        "Look at friends, adults, lunch and breaks, and at working in a group.",
        "Makes and keeps friends as others do.",
        "Falls out or is left out most weeks; needs help to put it right.",
        "Every day, needs an adult's help to be with others at breaks or in a group.",
        "All day, cannot be with others unless an adult is there and leads.",
    ),
    (
        "Do they have difficulty managing feelings or anxiety?",
        "Consider how often, how long it lasts, what sets it off, and days missed because of it.",
        "Calms down and copes with worries as others do.",
        "Overwhelmed or very worried most weeks; misses part of a lesson.",
        "Overwhelmed at least once every day; calms with a known adult and a quiet place.",
        "Distressed through the day, or too anxious to attend; at risk of harm without support.",
    ),
    (
        "Do they have difficulty moving, or using spaces and equipment?",
        "Score with aids and adaptations in place. Include handwriting, stairs, PE and getting about.",
        "Moves about and uses equipment as others do.",
        "Some lessons a week, needs help or other equipment, such as in PE or practical work.",
        "Every day, needs adapted equipment and an adult for part of the day.",
        "All day, is moved, positioned or helped with every task by trained adults.",
    ),
    (
        "Do they have difficulty with what they see, hear or sense?",
        "Include hearing or vision loss with aids or glasses on, and being over- or under-sensitive.",
        "Copes with the sights, sounds and crowds of school.",
        "Some days a week, leaves or misses things because of noise, light or distance.",
        "Every day, needs adapted materials, a quiet space or a specialist's programme.",
        "All day, can take part only where everything is adapted and an adult relays it.",
    ),
    (
        "Do they need more help than others to look after themselves day to day?",
        "Eating, toilet, dressing, organising their things: count only what is beyond their age.",
        "Looks after themselves as others of their age do.",
        "Some days a week, needs prompting or checking with dressing, eating or belongings.",
        "Every day, needs an adult's hands-on help with at least one part of their care.",
        "All day, depends on adults for eating, toileting and changing.",
    ),
    (
        "Do their health, or a lack of awareness of danger, put them at risk?",
        "Count medical needs with a health care plan, and risks that remain after ordinary supervision.",
        "Is as healthy and safe as others with ordinary supervision.",
        "Some days a week, needs medicine, monitoring or an adult's eye on risks.",
        "Every day, needs a trained adult for a medical task or close watching at known times.",
        "All day, needs a trained adult beside them because of health or danger.",
    ),
    (
        "Do they have difficulty taking part in the community and preparing for adulthood?",
        "Clubs, outings, travel, money and choices about the future: what fits their age.",
        "Takes part outside school and grows more independent.",
        "Some weeks' clubs or outings fail, or need preparing by an adult more than once a week.",
        "Every day, needs an adult to travel, to go out or to join in an activity.",
        "All day, takes part in nothing outside home without one-to-one support.",
    ),
)


YOUNG_PEOPLE: tuple[Texts, ...] = (
    (
        "Does how they behave get in the way of study, training or work, their own or other people's?",
        "Think of classes, workshops, placements and shared spaces, with the support they have now.",
        "Keeps to the rules of college or work as others do.",
        "Some sessions a week are disrupted or left, and staff help them to return.",
        "Every day, part of a session is lost to conflict, refusal or walking out.",
        "In most sessions all day, cannot take part safely without a member of staff at their side.",
    ),
    (
        "Do they have difficulty understanding others, or making themselves understood?",
        "Count speech, sign, symbols, devices and easy-read. Include phone calls, forms and interviews.",
        "Understands and expresses themselves in study, at work and with services.",
        "Some days a week, needs things put more plainly, or help with a form, call or appointment.",
        "Every day, needs language simplified, symbols or easy-read to follow and to answer.",
        "All day, depends on a partner who knows their signs, symbols or device, also to make choices.",
    ),
    (
        "Do they have difficulty making progress in study, training or skills for work?",
        "Compare with the demands of the course they are on, and look at progress over a year.",
        "Makes progress on their course with ordinary support.",
        "Some sessions a week, needs tasks broken down and gone over again to keep up.",
        "Every day, needs an adapted course and teaching in a small group.",
        "In every session, learns only by one-to-one teaching of small practical steps.",
    ),
    (
        "Do they have difficulty making and keeping relationships?",
        "Friends, partners, tutors and colleagues, online too, and knowing whom to trust.",
        "Makes and keeps friendships and works with others.",
        "Some days a week, a misunderstanding or falling-out needs somebody to help sort it out.",
        "Every day, needs support to be with others, to work in a group, or not to be taken advantage of.",
        "All day, is isolated or at risk with others unless a support worker is present.",
    ),
    (
        "Do they have difficulty managing feelings, anxiety or mood?",
        "Consider how often, how long it lasts, sessions missed, and care from mental health services.",
        "Copes with stress and low days as others do.",
        "Some days a week, anxiety or low mood costs them part of a session.",
        "Every day, is overwhelmed at least once and needs somebody they know to help them through.",
        "Through each day, distress or withdrawal keeps them from taking part, or puts them at risk of harm.",
    ),
    (
        "Do they have difficulty moving, or using buildings, transport and equipment?",
        "Score with aids and adaptations in place. Include getting around a site and using tools.",
        "Gets about and uses tools and equipment as others do.",
        "Some sessions a week, needs help or other equipment for practical work or longer distances.",
        "Every day, needs adapted equipment and a person's help for part of the day.",
        "All day, is moved, positioned or helped with every physical task by trained staff.",
    ),
    (
        "Do they have difficulty with what they see, hear or sense?",
        "Include hearing or vision loss with aids or glasses on, and being over- or under-sensitive at work.",
        "Copes with the noise, light and crowds of college or work.",
        "Some days a week, leaves a workshop or class, or misses what matters, because of noise, light or distance.",
        "Every day, needs adapted materials, a communicator for part of the day, or a quiet place.",
        "All day, can take part only with a communicator, guide or fully adapted place.",
    ),
    (
        "Do they need more help than others of their age to look after themselves day to day?",
        "Washing, dressing, cooking, money, keeping to times: what an adult of their age would do alone.",
        "Runs their own day as others of their age do.",
        "Some days a week, needs prompting with meals, washing, money or being on time.",
        "Every day, needs a person's help with at least one part of their personal care or home.",
        "All day, depends on others for eating, personal care and every routine.",
    ),
    (
        "Do their health, or difficulty in judging danger, put them at risk?",
        "Medical needs, safety at home, online and on the road, and being exploited by others.",
        "Manages their health and keeps safe as others do.",
        "Some days a week, needs reminding about medicine, or help to judge a risk.",
        "Every day, needs a trained person for a medical task or support to stay safe at known times.",
        "All day, needs a trained person with them because of health, or of danger to themselves.",
    ),
    (
        "Do they have difficulty taking part in the community and preparing for adult life?",
        "The four paths to adulthood: work, a home, friends and community, health.",
        "Travels, goes out and plans for work and a home of their own.",
        "Some days a week, needs somebody to plan or go along for travel, work experience or leisure.",
        "Every day, needs a person with them to travel, to go out or to be on a placement.",
        "All day, takes part in nothing outside home without one-to-one support or more.",
    ),
)


FRAMEWORKS = tuple(
    Questionnaire(f"RAS form, {age_version.label}", age_version, outcome_rows(texts), is_illustrative=True)
    for age_version, texts in (
        (AgeVersion.AGE_0_5, EARLY_YEARS),
        (AgeVersion.AGE_6_16, SCHOOL_AGE),
        (AgeVersion.AGE_16_25, YOUNG_PEOPLE),
    )
)
