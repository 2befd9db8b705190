BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE answers (
	ordinal INTEGER NOT NULL, 
	workspace_id VARCHAR(24) NOT NULL, 
	"key" VARCHAR(32) NOT NULL, 
	is_current BOOLEAN NOT NULL, 
	payload TEXT NOT NULL, 
	created VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_answers PRIMARY KEY (ordinal), 
	CONSTRAINT fk_answers_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
);
INSERT INTO "answers" VALUES(1,'a29816c0070c4bc303579911','c980041796b9bd85715a138563216875',1,'{"accepts":"","at":"2026-11-21","by":"","confidence":0.95,"dont_know":false,"question":"Q09","skipped":false,"subject":"","text":"9 hours","values":{}}','2026-11-21T12:00:00+00:00');
CREATE TABLE audit (
	id INTEGER NOT NULL, 
	workspace VARCHAR(64) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	who TEXT NOT NULL, 
	what VARCHAR(64) NOT NULL, 
	detail TEXT NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (id)
);
CREATE TABLE brief_imports (
	ordinal INTEGER NOT NULL, 
	workspace_id VARCHAR(24) NOT NULL, 
	name TEXT NOT NULL, 
	payload BLOB NOT NULL, 
	created VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_brief_imports PRIMARY KEY (ordinal), 
	CONSTRAINT fk_brief_imports_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
);
CREATE TABLE chunks (
	content_id VARCHAR(24) NOT NULL, 
	ordinal INTEGER NOT NULL, 
	workspace_id VARCHAR(24) NOT NULL, 
	chunk_id VARCHAR(32) NOT NULL, 
	page_index INTEGER NOT NULL, 
	page INTEGER, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	text TEXT NOT NULL, 
	context TEXT NOT NULL, 
	locator TEXT NOT NULL, 
	heading_path TEXT NOT NULL, 
	CONSTRAINT pk_chunks PRIMARY KEY (content_id, ordinal), 
	CONSTRAINT fk_chunks_content_id FOREIGN KEY(content_id) REFERENCES contents (id) ON DELETE CASCADE, 
	CONSTRAINT fk_chunks_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
);
INSERT INTO "chunks" VALUES('5004317c4ae613ac8052f467',0,'a29816c0070c4bc303579911','f6a0b20ae51e56bfe5cebb8c1c64b13a',0,NULL,2,48,'Recovery

The ERP must be back within 4 hours.','Recovery','§ Recovery, lines 1–3','["Recovery"]');
INSERT INTO "chunks" VALUES('9da9f2b095423aa60dce73a5',0,'a29816c0070c4bc303579911','decf65e1bcd4a1926f7fc66b4753e034',0,NULL,2,48,'Recovery

The ERP must be back within 9 hours.','Recovery','§ Recovery, lines 1–3','["Recovery"]');
CREATE TABLE contents (
	id VARCHAR(24) NOT NULL, 
	workspace_id VARCHAR(24) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	media_type TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	doc_type TEXT NOT NULL, 
	dated VARCHAR(32) NOT NULL, 
	warnings TEXT NOT NULL, 
	pages INTEGER NOT NULL, 
	has_page_numbers BOOLEAN NOT NULL, 
	pages_without_text TEXT NOT NULL, 
	chunks INTEGER NOT NULL, 
	facts INTEGER NOT NULL, 
	chunker TEXT NOT NULL, 
	extractor TEXT NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	CONSTRAINT pk_contents PRIMARY KEY (id), 
	CONSTRAINT fk_contents_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE, 
	CONSTRAINT uq_contents_workspace_id_sha256 UNIQUE (workspace_id, sha256)
);
INSERT INTO "contents" VALUES('5004317c4ae613ac8052f467','a29816c0070c4bc303579911','428e0c7041c9c363767c90b401d6d25c8d983ac7b2e4228ec943c8138fc41b3c','text/markdown',49,'Recovery','policy','','[]',1,0,'[]',1,1,'1','1','retired');
INSERT INTO "contents" VALUES('9da9f2b095423aa60dce73a5','a29816c0070c4bc303579911','c84fcc28051915fe585f2eefa3f52c3c92d00b2bb5b3f7a78098ea02ed8ed91e','text/markdown',49,'Recovery','policy','','[]',1,0,'[]',1,1,'1','1','indexed');
CREATE TABLE documents (
	ordinal INTEGER NOT NULL, 
	id VARCHAR(24) NOT NULL, 
	workspace_id VARCHAR(24) NOT NULL, 
	content_id VARCHAR(24) NOT NULL, 
	name TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	is_current BOOLEAN NOT NULL, 
	is_excluded BOOLEAN NOT NULL, 
	created VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_documents PRIMARY KEY (ordinal), 
	CONSTRAINT fk_documents_content_id FOREIGN KEY(content_id) REFERENCES contents (id), 
	CONSTRAINT fk_documents_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE, 
	CONSTRAINT uq_documents_id UNIQUE (id), 
	CONSTRAINT uq_documents_workspace_id_name_version UNIQUE (workspace_id, name, version)
);
INSERT INTO "documents" VALUES(1,'08736f3ca40293820fd14020','a29816c0070c4bc303579911','5004317c4ae613ac8052f467','policy.md',1,0,0,'2026-11-21T12:00:00+00:00');
INSERT INTO "documents" VALUES(2,'4cfab56af6a05293e4bc14a8','a29816c0070c4bc303579911','9da9f2b095423aa60dce73a5','policy.md',2,1,0,'2026-11-21T12:00:00+00:00');
INSERT INTO "documents" VALUES(3,'73097ba0c414009732abdcbb','a29816c0070c4bc303579911','9da9f2b095423aa60dce73a5','copy.md',1,1,0,'2026-11-21T12:00:00+00:00');
CREATE TABLE egress (
	id INTEGER NOT NULL, 
	workspace VARCHAR(64) NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	endpoint TEXT NOT NULL, 
	purpose TEXT NOT NULL, 
	sent_characters INTEGER NOT NULL, 
	received_characters INTEGER NOT NULL, 
	seconds FLOAT NOT NULL, 
	outcome TEXT NOT NULL, 
	CONSTRAINT pk_egress PRIMARY KEY (id)
);
CREATE TABLE fact_decisions (
	ordinal INTEGER NOT NULL, 
	workspace_id VARCHAR(24) NOT NULL, 
	"key" VARCHAR(32) NOT NULL, 
	kind VARCHAR(64) NOT NULL, 
	subject TEXT NOT NULL, 
	state VARCHAR(16) NOT NULL, 
	edits TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	"by" TEXT NOT NULL, 
	at VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_fact_decisions PRIMARY KEY (ordinal), 
	CONSTRAINT fk_fact_decisions_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
);
INSERT INTO "fact_decisions" VALUES(1,'a29816c0070c4bc303579911','53a97de12976e48b608c5b27bf40458d','constraint','','confirmed','{}','','Ana','2026-11-21T12:00:00+00:00');
CREATE TABLE facts (
	content_id VARCHAR(24) NOT NULL, 
	ordinal INTEGER NOT NULL, 
	fact_id VARCHAR(64) NOT NULL, 
	kind VARCHAR(64) NOT NULL, 
	subject TEXT NOT NULL, 
	"key" VARCHAR(32) NOT NULL, 
	payload TEXT NOT NULL, 
	CONSTRAINT pk_facts PRIMARY KEY (content_id, ordinal), 
	CONSTRAINT fk_facts_content_id FOREIGN KEY(content_id) REFERENCES contents (id) ON DELETE CASCADE
);
INSERT INTO "facts" VALUES('5004317c4ae613ac8052f467',0,'b2979df0436e2d3f2a8c3a10','constraint','','36d557b39c4354eb6a21402a9c6ed369','{"citation":{"document":"policy.md","document_id":"08736f3ca40293820fd14020","end":-1,"locator":"§ Recovery, line 3","page":null,"page_index":0,"quote":"The ERP must be back within 4 hours.","sha256":"428e0c7041c9c363767c90b401d6d25c8d983ac7b2e4228ec943c8138fc41b3c","start":-1,"state":"exact"},"confidence":0.75,"dated":"","doc_type":"other","hard":false,"high":null,"horizon":"","id":"b2979df0436e2d3f2a8c3a10","kind":"constraint","low":null,"modality":"is","polarity":true,"rule":"test","slots":{},"state":"extracted","statement":"The ERP must be back within 4 hours.","subject":"","superseded_by":"","time":"current","unit":"","value":null}');
INSERT INTO "facts" VALUES('9da9f2b095423aa60dce73a5',0,'591af3a39a2f55cea9df1be2','constraint','','53a97de12976e48b608c5b27bf40458d','{"citation":{"document":"policy.md","document_id":"4cfab56af6a05293e4bc14a8","end":-1,"locator":"§ Recovery, line 3","page":null,"page_index":0,"quote":"The ERP must be back within 9 hours.","sha256":"c84fcc28051915fe585f2eefa3f52c3c92d00b2bb5b3f7a78098ea02ed8ed91e","start":-1,"state":"exact"},"confidence":0.75,"dated":"","doc_type":"other","hard":false,"high":null,"horizon":"","id":"591af3a39a2f55cea9df1be2","kind":"constraint","low":null,"modality":"is","polarity":true,"rule":"test","slots":{},"state":"extracted","statement":"The ERP must be back within 9 hours.","subject":"","superseded_by":"","time":"current","unit":"","value":null}');
CREATE TABLE fulltext_collection (collection TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, chunks INTEGER NOT NULL, words REAL NOT NULL, languages TEXT NOT NULL);
CREATE TABLE messages (
	id INTEGER NOT NULL, 
	workspace_id VARCHAR(24) NOT NULL, 
	role VARCHAR(32) NOT NULL, 
	text TEXT NOT NULL, 
	payload BLOB NOT NULL, 
	created VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_messages PRIMARY KEY (id), 
	CONSTRAINT fk_messages_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
);
INSERT INTO "messages" VALUES(1,'a29816c0070c4bc303579911','user','How fast?',X'789CAB562A2C4D2D2EC9CCCF53B2520A34B054AA05003D9C05ED','2026-11-21T12:00:00+00:00');
CREATE TABLE pages (
	content_id VARCHAR(24) NOT NULL, 
	page_index INTEGER NOT NULL, 
	number INTEGER, 
	label TEXT, 
	text TEXT NOT NULL, 
	blocks BLOB NOT NULL, 
	needs_ocr BOOLEAN NOT NULL, 
	problem TEXT NOT NULL, 
	CONSTRAINT pk_pages PRIMARY KEY (content_id, page_index), 
	CONSTRAINT fk_pages_content_id FOREIGN KEY(content_id) REFERENCES contents (id) ON DELETE CASCADE
);
INSERT INTO "pages" VALUES('5004317c4ae613ac8052f467',0,NULL,NULL,'# Recovery

The ERP must be back within 4 hours.
',X'789C8B8E56CA484D4CC9CC4B57D231D23134D0513AB45C21283539BF2CB5A852472127332F55C15049273A168A0C75F24A7372804CA582C4A2C4F4A2C4820C251D43231D130B6C3A8D813A9560624A30330C2066C40200B6582803',0,'');
INSERT INTO "pages" VALUES('9da9f2b095423aa60dce73a5',0,NULL,NULL,'# Recovery

The ERP must be back within 9 hours.
',X'789C8B8E56CA484D4CC9CC4B57D231D23134D0513AB45C21283539BF2CB5A852472127332F55C15049273A168A0C75F24A7372804CA582C4A2C4F4A2C4820C251D43231D130B6C3A8D813A9560624A30330C2066C40200B6582803',0,'');
CREATE TABLE proposals (
	workspace_id VARCHAR(24) NOT NULL, 
	version INTEGER NOT NULL, 
	status VARCHAR(16) NOT NULL, 
	as_of VARCHAR(10) NOT NULL, 
	input_hash VARCHAR(64) NOT NULL, 
	payload BLOB NOT NULL, 
	created VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_proposals PRIMARY KEY (workspace_id, version), 
	CONSTRAINT fk_proposals_workspace_id FOREIGN KEY(workspace_id) REFERENCES workspaces (id) ON DELETE CASCADE
);
CREATE TABLE workspaces (
	id VARCHAR(24) NOT NULL, 
	slug VARCHAR(64) NOT NULL, 
	title TEXT NOT NULL, 
	is_hidden BOOLEAN NOT NULL, 
	created VARCHAR(32) NOT NULL, 
	CONSTRAINT pk_workspaces PRIMARY KEY (id), 
	CONSTRAINT uq_workspaces_slug UNIQUE (slug)
);
INSERT INTO "workspaces" VALUES('a29816c0070c4bc303579911','default','Northgate',0,'2026-11-21T12:00:00+00:00');
CREATE INDEX ix_answers_workspace_id_key ON answers (workspace_id, "key");
CREATE INDEX ix_fact_decisions_key ON fact_decisions ("key");
CREATE UNIQUE INDEX ix_chunks_workspace_id_chunk_id ON chunks (workspace_id, chunk_id);
CREATE INDEX ix_documents_content_id ON documents (content_id);
CREATE INDEX ix_facts_fact_id ON facts (fact_id);
CREATE INDEX ix_facts_key ON facts ("key");
CREATE INDEX ix_facts_kind ON facts (kind);
COMMIT;
