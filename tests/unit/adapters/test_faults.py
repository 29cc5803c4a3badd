"""What a database says in its own words is said to people in a sentence, without its values."""

import pytest

from adapters.faults import why_no_database

ANSWERS = {
    'FATAL:  password authentication failed for user "send"': "refuses the user or the password",
    'FATAL:  role "send" does not exist': "refuses the user or the password",
    "fe_sendauth: no password supplied": "refuses the user or the password",
    'FATAL:  no pg_hba.conf entry for host "10.0.0.7", user "send", no encryption': "pg_hba.conf",
    'FATAL:  database "send_casework" does not exist': "no database of the name in DATABASE_URL",
    'could not translate host name "db.council" to address: Name or service not known': "host of DATABASE_URL is not",
    "SSL error: certificate verify failed": "agree on no TLS",
    "server does not support SSL, but SSL was required": "agree on no TLS",
    'connection to server at "10.0.0.7", port 5432 failed: Connection refused': "Nothing answers at the host and port",
    'connection to server at "10.0.0.7", port 5432 failed: timeout expired': "Nothing answers at the host and port",
    'relation "operations_filecheck" does not exist': "no tables yet: run manage.py migrate",
    "no such table: operations_filecheck": "no tables yet: run manage.py migrate",
    "cannot execute UPDATE in a read-only transaction": "read and not written to",
    "database or disk is full": "disk is full",
    "canceling statement due to statement timeout": "is locked",
    "terminating connection due to administrator command": "does not answer",
}


@pytest.mark.parametrize("answer", ANSWERS)
def test_each_answer_is_a_sentence_without_values(answer):
    told = why_no_database(Exception(answer))
    assert ANSWERS[answer] in told
    assert told.endswith(".")
    assert "10.0.0.7" not in told
