-- What the complete access rules need. Facts are only ever added or ended, so that the history of each stays.

-- References get their author and the digest of their content; a SUMEHR has no address, since its content is in the network's own safe.
DROP INDEX document_of_patient;
ALTER TABLE attachment RENAME TO former_attachment;
ALTER TABLE document RENAME TO former_document;
CREATE TABLE document (
    id TEXT PRIMARY KEY,
    publisher TEXT NOT NULL,
    reference TEXT NOT NULL,
    patient_insz TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    author TEXT NOT NULL,
    author_insz TEXT,
    published_at INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    access_rule TEXT NOT NULL CHECK (access_rule IN ('immediate', 'after-days', 'never', 'releasable', 'sumehr')),
    delay_days INTEGER NOT NULL,
    content_url TEXT,
    content_sha256 TEXT,
    UNIQUE (publisher, reference)
) STRICT;
INSERT INTO document (id, publisher, reference, patient_insz, kind, title, author, published_at, received_at, access_rule, delay_days, content_url)
    SELECT id, publisher, reference, patient_insz, kind, title, author, published_at, received_at, access_rule, delay_days, content_url
    FROM former_document ORDER BY rowid;
CREATE TABLE attachment (
    document TEXT NOT NULL REFERENCES document (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    url TEXT NOT NULL,
    sha256 TEXT,
    PRIMARY KEY (document, position)
) STRICT;
INSERT INTO attachment (document, position, name, media_type, url) SELECT document, position, name, media_type, url FROM former_attachment;
DROP TABLE former_attachment;
DROP TABLE former_document;
CREATE INDEX document_of_patient ON document (patient_insz, published_at);

-- The safe: what a SUMEHR says, item by item.
CREATE TABLE sumehr_item (
    document TEXT NOT NULL REFERENCES document (id),
    item TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (document, item)
) STRICT;

-- Rules that professionals set by hand for the patient's access to one document; the latest one counts.
CREATE TABLE access_set (
    position INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document (id),
    set_by TEXT NOT NULL REFERENCES person (pid),
    rule TEXT NOT NULL CHECK (rule IN ('immediate', 'after-days', 'never')),
    delay_days INTEGER NOT NULL,
    set_at INTEGER NOT NULL
) STRICT;
CREATE INDEX access_set_of_document ON access_set (document, position);

CREATE TABLE document_release (
    position INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document (id),
    released_by TEXT NOT NULL REFERENCES person (pid),
    released_at INTEGER NOT NULL
) STRICT;
CREATE INDEX release_of_document ON document_release (document, position);

-- Professionals are named by national number here: somebody can be shut out who never signed in.
CREATE TABLE exclusion (
    position INTEGER PRIMARY KEY,
    patient TEXT NOT NULL REFERENCES person (pid),
    professional_insz TEXT NOT NULL,
    since INTEGER NOT NULL,
    lifted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX exclusion_in_force ON exclusion (patient, professional_insz) WHERE lifted_at IS NULL;

CREATE TABLE restriction (
    position INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document (id),
    professional_insz TEXT NOT NULL,
    set_by TEXT NOT NULL REFERENCES person (pid),
    since INTEGER NOT NULL,
    lifted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX restriction_in_force ON restriction (document, professional_insz) WHERE lifted_at IS NULL;

-- Whether patients may read the SUMEHRs of a professional; every decision is kept, the latest one counts.
CREATE TABLE sumehr_setting (
    position INTEGER PRIMARY KEY,
    professional_insz TEXT NOT NULL,
    is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    set_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sumehr_setting_of_professional ON sumehr_setting (professional_insz, position);

-- `undone_at`: the reference was published again after it had been deleted.
CREATE TABLE deletion_request (
    position INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document (id),
    asked_by TEXT NOT NULL REFERENCES person (pid),
    because TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    processed_at INTEGER,
    undone_at INTEGER
) STRICT;
CREATE INDEX deletion_of_document ON deletion_request (document, position);

CREATE TABLE link_request (
    position INTEGER PRIMARY KEY,
    professional TEXT NOT NULL REFERENCES person (pid),
    patient TEXT NOT NULL REFERENCES person (pid),
    asked_at INTEGER NOT NULL,
    processed_at INTEGER
) STRICT;
CREATE INDEX link_request_of_pair ON link_request (professional, patient, position);

-- What a professional typed in when registering a patient; every part may be empty.
CREATE TABLE contact (
    position INTEGER PRIMARY KEY,
    person TEXT NOT NULL REFERENCES person (pid),
    birth_date TEXT NOT NULL,
    mail TEXT NOT NULL,
    telephone TEXT NOT NULL,
    noted_at INTEGER NOT NULL
) STRICT;

-- The actions are those of the program; a list of them here would have to be rebuilt with each new one.
DROP INDEX audit_of_patient;
ALTER TABLE audit RENAME TO former_audit;
CREATE TABLE audit (
    position INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    patient_insz TEXT,
    document TEXT,
    outcome TEXT NOT NULL
) STRICT;
INSERT INTO audit SELECT position, at, actor, action, patient_insz, document, outcome FROM former_audit;
DROP TABLE former_audit;
CREATE INDEX audit_of_patient ON audit (patient_insz, position);
