-- Instants are microseconds since 1970-01-01T00:00:00Z. Secrets that a browser holds are kept as SHA-256 digests only.

CREATE TABLE person (
    pid TEXT PRIMARY KEY,
    insz TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    patient_since INTEGER
) STRICT;

-- Every decision is kept; the latest one counts.
CREATE TABLE consent (
    position INTEGER PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (pid),
    capacity TEXT NOT NULL CHECK (capacity IN ('patient', 'professional')),
    given INTEGER NOT NULL CHECK (given IN (0, 1)),
    decided_at INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_of_person ON consent (person, capacity, position);

CREATE TABLE therapeutic_link (
    position INTEGER PRIMARY KEY,
    professional TEXT NOT NULL REFERENCES person (pid),
    patient TEXT NOT NULL REFERENCES person (pid),
    starts_at INTEGER NOT NULL,
    end_day TEXT NOT NULL,
    ends_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX link_of_pair ON therapeutic_link (patient, professional, position);

-- A reference, never the document itself: that stays with its publisher.
CREATE TABLE document (
    id TEXT PRIMARY KEY,
    publisher TEXT NOT NULL,
    reference TEXT NOT NULL,
    patient_insz TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    access_rule TEXT NOT NULL CHECK (access_rule IN ('immediate', 'after-days', 'never')),
    delay_days INTEGER NOT NULL,
    content_url TEXT NOT NULL,
    UNIQUE (publisher, reference)
) STRICT;
CREATE INDEX document_of_patient ON document (patient_insz, published_at);

CREATE TABLE attachment (
    document TEXT NOT NULL REFERENCES document (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    url TEXT NOT NULL,
    PRIMARY KEY (document, position)
) STRICT;

CREATE TABLE login_attempt (
    state_digest TEXT PRIMARY KEY,
    browser_digest TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier TEXT NOT NULL,
    next TEXT NOT NULL,
    started_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    digest TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (pid),
    csrf TEXT NOT NULL,
    id_token TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;

CREATE TABLE audit (
    position INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('list', 'read', 'attachment')),
    patient_insz TEXT,
    document TEXT,
    outcome TEXT NOT NULL
) STRICT;
CREATE INDEX audit_of_patient ON audit (patient_insz, position);
