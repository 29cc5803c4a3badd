"""How the acts of operations read in the trail."""

from audit.sentences import Sentence, register

SENTENCES: dict[str, Sentence] = {
    "operations.mail_sent_again": "{actor} had the email “{mail}” to {to} sent again",
    "operations.mail_given_up": "{actor} gave up the email “{mail}” to {to}: {reason}",
}

for verb, sentence in SENTENCES.items():
    register(verb, sentence, open_to_administrators=True)
