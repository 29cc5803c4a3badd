"""The choices of casework. Stored values are permanent; labels may be reworded."""

from django.db.models import TextChoices


class CaseKind(TextChoices):
    """Why this journey was begun."""

    INITIAL_ASSESSMENT = "initial_assessment", "Initial assessment"
    KEY_STAGE_REVIEW = "key_stage_review", "Key-stage review"
    ANNUAL_REVIEW = "annual_review", "Annual review"
    REASSESSMENT = "reassessment", "Re-assessment"


class Stage(TextChoices):
    """Where a case is. What follows what, and whose turn it is, stands in `stages.STAGES`."""

    REQUESTED = "requested", "Requested"
    GATHERING_REPORTS = "gathering_reports", "Reports"
    SCORING = "scoring", "Scoring"
    VERIFICATION = "verification", "Verification"
    MODERATION = "moderation", "Moderation"
    ALLOCATION = "allocation", "Allocation"
    DRAFTING = "drafting", "Drafting"
    TAC = "tac", "TAC"
    SIGN_OFF = "sign_off", "Sign-off"
    PANEL = "panel", "SEND Panel"
    FINALISING = "finalising", "Finalising"
    MAINTAINED = "maintained", "Maintained"
    NOT_ASSESSED = "not_assessed", "Not assessed"
    NOT_ISSUED = "not_issued", "Plan not issued"
    WITHDRAWN = "withdrawn", "Withdrawn"
    TRANSFERRED_OUT = "transferred_out", "Transferred out"
    CEASED = "ceased", "Ceased"
    SUPERSEDED = "superseded", "Plan replaced"


class RequestSource(TextChoices):
    """Who asked for the assessment; the codes are those of the SEN2 return (1 to 5)."""

    FAMILY = "1", "Parent or young person"
    SETTING = "2", "Nursery, school or college"
    HEALTH = "3", "Health"
    SOCIAL_CARE = "4", "Social care"
    OTHER = "5", "Someone else"


class CorrectedFact(TextChoices):
    """A plain fact that may be corrected; the label ends a sentence: "corrected the date …"."""

    REQUESTED_ON = "requested_on", "the date the request was received"
    REQUEST_SOURCE = "request_source", "who asked"
    REQUEST_REASON = "request_reason", "why they asked"
    DRAFT_SERVED_ON = "draft_served_on", "the date the draft was served"
    FAMILY_VIEWS_ON = "family_views_on", "the date the family’s views were received"
    FAMILY_VIEWS = "family_views", "the family’s views"
    INDICATIVE_AMOUNT = "indicative_amount", "the indicative resource"


class Need(TextChoices):
    """Types of need, as in the school census and the SEN2 return."""

    SPLD = "SPLD", "Specific learning difficulty"
    MLD = "MLD", "Moderate learning difficulty"
    SLD = "SLD", "Severe learning difficulty"
    PMLD = "PMLD", "Profound and multiple learning difficulty"
    SEMH = "SEMH", "Social, emotional and mental health"
    SLCN = "SLCN", "Speech, language and communication"
    HI = "HI", "Hearing impairment"
    VI = "VI", "Vision impairment"
    MSI = "MSI", "Multi-sensory impairment"
    PD = "PD", "Physical disability"
    ASD = "ASD", "Autistic spectrum"
    DS = "DS", "Down syndrome"
    OTH = "OTH", "Other"


class Sex(TextChoices):
    """As recorded for the national return."""

    FEMALE = "F", "Female"
    MALE = "M", "Male"


class Ethnicity(TextChoices):
    """Ethnic groups, by the main codes of the school census (DfE Common Basic Data Set); the SEN2 return takes them."""

    WBRI = "WBRI", "White British"
    WIRI = "WIRI", "White Irish"
    WIRT = "WIRT", "Traveller of Irish heritage"
    WROM = "WROM", "Gypsy or Roma"
    WOTH = "WOTH", "Any other White background"
    MWBC = "MWBC", "White and Black Caribbean"
    MWBA = "MWBA", "White and Black African"
    MWAS = "MWAS", "White and Asian"
    MOTH = "MOTH", "Any other mixed background"
    AIND = "AIND", "Indian"
    APKN = "APKN", "Pakistani"
    ABAN = "ABAN", "Bangladeshi"
    CHNE = "CHNE", "Chinese"
    AOTH = "AOTH", "Any other Asian background"
    BCRB = "BCRB", "Black Caribbean"
    BAFR = "BAFR", "Black African"
    BOTH = "BOTH", "Any other Black background"
    OOTH = "OOTH", "Any other ethnic group"
    REFU = "REFU", "They prefer not to say"
    NOBT = "NOBT", "Not asked yet"


class NoUpnReason(TextChoices):
    """Why somebody has no UPN: “UPNunknown” of the SEN2 return; UN4, UN6 and UN7 are of other returns.

    The codes were not confirmed in the DfE's guide of the year: the authority confirms them before a return.
    """

    UNDER_6 = "UN1", "Under 6, and not given one yet"
    NEVER_STATE_SCHOOL = "UN2", "Never at a state school in England"
    OUTSIDE_ENGLAND = "UN3", "Educated outside England"
    NO_MATCH = "UN5", "Records differ, so that no one UPN is certain"
    NEW_HERE = "UN8", "New to this authority, and it is not known yet"
    AGED_20 = "UN9", "Aged 20 or over, and never given one"
    NOT_TAKEN_ON = "UN10", "The request went no further before it was known"


class Phase(TextChoices):
    """The phase of a setting."""

    EARLY_YEARS = "early_years", "Early years"
    PRIMARY = "primary", "Primary school"
    SECONDARY = "secondary", "Secondary school"
    SPECIAL = "special", "Special school"
    ALL_THROUGH = "all_through", "All-through school"
    COLLEGE = "college", "College"
    OTHER = "other", "Other"


class Relationship(TextChoices):
    """What the contact is to the child."""

    MOTHER = "mother", "Mother"
    FATHER = "father", "Father"
    CARER = "carer", "Carer"
    GRANDPARENT = "grandparent", "Grandparent"
    SOCIAL_WORKER = "social_worker", "Social worker"
    SELF = "self", "The young person"
    SUPPORTER = "supporter", "Supporter"
    ADVOCATE = "advocate", "Advocate"
    OTHER = "other", "Other"


WITHOUT_PARENTAL_RESPONSIBILITY = (Relationship.SUPPORTER, Relationship.ADVOCATE)
"""Who speaks for a family beside it, and holds no parental responsibility by that: Code of Practice 2015, 2.17–2.20."""


class ReportKind(TextChoices):
    """Advice and information to be sought: SEND Regs 2014, reg 6(1), and the council's own forms."""

    FAMILY = "family", "Parent or young person"
    EDUCATION = "education", "Education"
    MEDICAL = "medical", "Medical"
    EDUCATIONAL_PSYCHOLOGY = "educational_psychology", "Educational psychology"
    SOCIAL_CARE = "social_care", "Social care"
    SPEECH_AND_LANGUAGE = "speech_and_language", "Speech and language therapy"
    OCCUPATIONAL_THERAPY = "occupational_therapy", "Occupational therapy"
    SENSORY = "sensory", "Qualified teacher of hearing, vision or multi-sensory impairment"
    PREPARATION_FOR_ADULTHOOD = "preparation_for_adulthood", "Preparation for adulthood"
    MY_PLAN = "my_plan", "My Assessment / My Plan+"
    FAMILY_CONTRIBUTION = "family_contribution", "Family Contribution Form"
    REQUESTED_BY_FAMILY = "requested_by_family", "Someone the family asked us to consult"
    OTHER = "other", "Other advice"


class ReportStatus(TextChoices):
    """How far an item of advice has come."""

    ASKED = "asked", "Asked for"
    RECEIVED = "received", "Received"
    WAIVED = "waived", "Not needed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ReadingState(TextChoices):
    """Whether the words of a file are known."""

    WAITING = "waiting", "Its text is being read"
    READ = "read", "Read"
    NOTHING = "nothing", "It has no text that can be read, as pages that were scanned have none"
    FAILED = "failed", "Its text could not be read"


class WeighedBy(TextChoices):
    """What weighs a report that came after scoring opened."""

    FORM = "form", "The RAS form is opened again"
    TAC = "tac", "The TAC weighs it"


class ChaseMethod(TextChoices):
    """How a late report was chased."""

    EMAIL = "email", "Email"
    PHONE = "phone", "Telephone"
    LETTER = "letter", "Letter"
    IN_PERSON = "in_person", "In person"


class Part(TextChoices):
    """A part somebody takes in deciding a case. One person takes one part only (see `CasePart`)."""

    SCORER = "scorer", "scored the RAS form or drafted the plan"
    VERIFIER = "verifier", "verified the RAS form"
    MODERATOR = "moderator", "moderated the RAS form"
    SIGNER = "signer", "decided the plan"


class SectionLetter(TextChoices):
    """Sections of an EHC plan: SEND Regs 2014, reg 12(1)."""

    A = "A", "Views, interests and aspirations"
    B = "B", "Special educational needs"
    C = "C", "Health needs related to SEN"
    D = "D", "Social care needs related to SEN"
    E = "E", "Outcomes sought"
    F = "F", "Special educational provision"
    G = "G", "Health provision"
    H1 = "H1", "Social care provision under section 2 of the CSDPA 1970"
    H2 = "H2", "Other social care provision"
    I = "I", "Name and type of placement"  # noqa: E741
    J = "J", "Direct payments"
    K = "K", "Advice and information gathered"


PROVISION_SECTIONS = (SectionLetter.F, SectionLetter.G, SectionLetter.H1, SectionLetter.H2)
"""Sections that hold provision: special educational, health, social care. SEND Regs 2014, reg 12(1)(f) to (h)."""


class PlanStatus(TextChoices):
    """How far a version of the plan has come."""

    DRAFTING = "drafting", "Being drafted"
    APPROVED = "approved", "Approved"
    ISSUED = "issued", "Issued"
    REPLACED = "replaced", "Replaced"
    ABANDONED = "abandoned", "Not issued"


class PlanEnd(TextChoices):
    """Why a plan is no longer maintained by this authority."""

    CEASED = "ceased", "Ceased"
    TRANSFERRED_OUT = "transferred_out", "Passed to another authority"


class ReviewDecision(TextChoices):
    """What the authority decides after a review: SEND Regs 2014, regs 20(10) and 21."""

    MAINTAIN = "maintain", "Maintain the plan as it is"
    AMEND = "amend", "Amend the plan"
    CEASE = "cease", "Cease to maintain the plan"


class DocumentKind(TextChoices):
    """Which document of a plan version it is."""

    DRAFT = "draft", "Draft plan"
    FINAL = "final", "Final plan"


class CostBasis(TextChoices):
    """How a provision line's yearly amount is calculated; the sums stand in `provision.rules.line_amount`."""

    WEEKLY_HOUR_YEAR = "weekly_hour_year", "a year for each weekly hour"
    HOUR_WEEKS = "hour_weeks", "an hour, for a number of weeks"
    SESSION = "session", "a session"
    YEAR = "year", "a year"
    ONE_OFF = "one_off", "once"
    PLACE = "place", "a year for the place"


class PlaceKind(TextChoices):
    """Where a place is paid for. Its cost stands beside the provision and is never held against a resource."""

    SPECIAL = "special", "Place at a special school"
    INDEPENDENT = "independent", "Place at an independent or non-maintained special school"
    POST_16 = "post_16", "Place at a specialist college"
    RESOURCED = "resourced", "Place in a resourced provision or unit"


class Payer(TextChoices):
    """Who pays a provision line."""

    ELEMENT_2 = "element_2", "Setting (element 2)"
    TOP_UP = "top_up", "Top-up (element 3)"
    HEALTH = "health", "Health"
    SOCIAL_CARE = "social_care", "Social care"


class ShowingKind(TextChoices):
    """What the family was shown of a plan before it was issued."""

    DRAFT = "draft", "The draft plan"
    CHANGES = "changes", "What changed in the draft"


class TacManner(TextChoices):
    """How the TAC weighs the plan: at a meeting; later it may also agree by correspondence, with answers by a day."""

    MEETING = "meeting", "At a meeting"
    CORRESPONDENCE = "correspondence", "By correspondence"

    def named(self, day: str) -> str:
        """As sentences name it, with its day in words."""
        if self == TacManner.CORRESPONDENCE:
            return f"TAC’s correspondence with answers by {day}"
        return f"TAC meeting of {day}"


class Presence(TextChoices):
    """How somebody took part in a TAC meeting, or answered when the TAC was asked by correspondence."""

    ATTENDED = "attended", "Attended"
    SENT_VIEWS = "sent_views", "Sent their views"
    APOLOGIES = "apologies", "Sent apologies"
    ASKED = "asked", "Asked, no answer yet"
    AGREED = "agreed", "Agreed"
    DISAGREED = "disagreed", "Did not agree"


PRESENCES = {
    TacManner.MEETING: (Presence.ATTENDED, Presence.SENT_VIEWS, Presence.APOLOGIES),
    TacManner.CORRESPONDENCE: (Presence.ASKED, Presence.AGREED, Presence.DISAGREED),
}


class WordKind(TextChoices):
    """What a word is of by which a child is found."""

    NAME = "name", "Name"
    KNOWN_AS = "known_as", "Known-as name"
    EARLIER = "earlier", "What another record of the child said"
    CONTACT = "contact", "Contact"
    SETTING = "setting", "Setting"
    BIRTH = "birth", "Date of birth"
    UPN = "upn", "UPN"
    REFERENCE = "reference", "Reference of a case"


class TacResult(TextChoices):
    """How a TAC meeting ended."""

    WITHIN = "within", "Within the indicative resource"
    MORE_REQUIRED = "more_required", "More is required"


class RoundMeans(TextChoices):
    """What a round of reconsideration did to the provision."""

    CHANGED = "changed", "Changed"
    REMOVED = "removed", "Removed"
    MET_ELSEWHERE = "met_elsewhere", "Met from elsewhere"
    KEPT = "kept", "Kept as it is"


LONGEST_PASSAGE = 1000
"""Characters of a passage marked in a report: a few sentences, not a page."""


LONGEST_PLACE = 60
"""Characters of the place where a passage stands: "page 5"."""


LONGEST_LEFT_OUT = 20_000
"""Characters of what is said of an e-mail's files that were not kept: fifty lines at most."""


LONGEST_REASON = 2000
"""Characters of the reason for putting a report right, or of what was made of a late one."""
