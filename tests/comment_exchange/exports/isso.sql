-- What Isso 0.13 makes, and some rows of it.
CREATE TABLE preferences (key VARCHAR PRIMARY KEY, value VARCHAR);
CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
CREATE TABLE comments (
    tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER,
    created FLOAT NOT NULL, modified FLOAT, mode INTEGER, remote_addr VARCHAR,
    text VARCHAR NOT NULL, author VARCHAR, email VARCHAR, website VARCHAR,
    likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL,
    notification INTEGER DEFAULT 0
);
INSERT INTO preferences VALUES ('session-key', 'not-a-secret-of-anybody');
INSERT INTO threads VALUES (1, '/2024/05/ml-map.html', 'ML Map'), (2, '/imprint/', 'Imprint');
INSERT INTO comments (tid, id, parent, created, modified, mode, remote_addr, text, author, email, voters) VALUES
    (1, 1, NULL, 1715300000.25, NULL, 1, '192.0.2.0', 'It *is* **Markdown** already.' || char(10) || char(10) || '> quoted', 'Hilde', 'hilde@example.org', x'00'),
    (1, 2, 1, 1715300100.5, 1715300200.5, 1, '192.0.2.0', 'An answer.', NULL, NULL, x'00'),
    (1, 3, NULL, 1715300300, NULL, 2, '192.0.2.0', 'Waits.', 'Ida', NULL, x'00'),
    (1, 4, NULL, 1715300400, NULL, 4, '192.0.2.0', '', NULL, NULL, x'00'),
    (1, 5, 4, 1715300500, NULL, 1, '192.0.2.0', 'Under what was deleted.', 'Jo', NULL, x'00'),
    (2, 6, NULL, 1715300600, NULL, 1, '192.0.2.0', 'On another page.', 'Jo', NULL, x'00');
