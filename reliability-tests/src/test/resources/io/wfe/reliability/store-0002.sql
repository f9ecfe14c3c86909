-- A store of version 2 of the tables, see CONTRIBUTING.md

CREATE SCHEMA wfc;

CREATE SEQUENCE wfc.execution_errors_id_seq AS integer;
CREATE SEQUENCE wfc.execution_pointers_position_seq AS bigint;
CREATE SEQUENCE wfc.scheduled_commands_id_seq AS integer;
CREATE TABLE wfc.definition_sequences (
	definition_id text NOT NULL,
	next_num bigint NOT NULL
);
CREATE TABLE wfc.event_subscriptions (
	id text NOT NULL,
	workflow_id text NOT NULL,
	step_id integer NOT NULL,
	execution_pointer_id text NOT NULL,
	event_name text NOT NULL,
	event_key text NOT NULL,
	subscribe_as_of timestamp with time zone NOT NULL,
	subscription_data jsonb,
	external_token text,
	external_worker_id text,
	external_token_expiry timestamp with time zone
);
CREATE TABLE wfc.events (
	id text NOT NULL,
	event_name text NOT NULL,
	event_key text NOT NULL,
	event_data jsonb NOT NULL DEFAULT 'null'::jsonb,
	event_time timestamp with time zone NOT NULL,
	is_processed boolean DEFAULT false
);
CREATE TABLE wfc.execution_errors (
	id integer NOT NULL DEFAULT nextval('wfc.execution_errors_id_seq'::regclass),
	error_time timestamp with time zone NOT NULL,
	workflow_id text NOT NULL,
	execution_pointer_id text NOT NULL,
	message text NOT NULL
);
CREATE TABLE wfc.execution_pointers (
	id text NOT NULL,
	workflow_id text NOT NULL,
	step_id integer NOT NULL,
	active boolean NOT NULL DEFAULT true,
	status text NOT NULL,
	sleep_until timestamp with time zone,
	persistence_data jsonb,
	start_time timestamp with time zone,
	end_time timestamp with time zone,
	event_name text,
	event_key text,
	event_published boolean DEFAULT false,
	event_data jsonb,
	step_name text,
	retry_count integer DEFAULT 0,
	children jsonb DEFAULT '[]'::jsonb,
	context_item jsonb,
	predecessor_id text,
	outcome jsonb,
	scope jsonb DEFAULT '[]'::jsonb,
	extension_attributes jsonb DEFAULT '{}'::jsonb,
	"position" bigint NOT NULL DEFAULT nextval('wfc.execution_pointers_position_seq'::regclass)
) WITH (fillfactor=80);
CREATE TABLE wfc.hosts (
	id text NOT NULL,
	name text NOT NULL,
	version text NOT NULL,
	started_at timestamp with time zone NOT NULL,
	expires_at timestamp with time zone NOT NULL,
	busy_since timestamp with time zone
) WITH (fillfactor=50);
CREATE TABLE wfc.scheduled_commands (
	id integer NOT NULL DEFAULT nextval('wfc.scheduled_commands_id_seq'::regclass),
	command_name text NOT NULL,
	data text NOT NULL,
	execute_time bigint NOT NULL
);
CREATE TABLE wfc.wfe_databasechangelog (
	id character varying(255) NOT NULL,
	author character varying(255) NOT NULL,
	filename character varying(255) NOT NULL,
	dateexecuted timestamp without time zone NOT NULL,
	orderexecuted integer NOT NULL,
	exectype character varying(10) NOT NULL,
	md5sum character varying(35),
	description character varying(255),
	comments character varying(255),
	tag character varying(255),
	liquibase character varying(20),
	contexts character varying(255),
	labels character varying(255),
	deployment_id character varying(10)
);
CREATE TABLE wfc.wfe_databasechangeloglock (
	id integer NOT NULL,
	locked boolean NOT NULL,
	lockgranted timestamp without time zone,
	lockedby character varying(255)
);
CREATE TABLE wfc.workflows (
	id text NOT NULL,
	name text NOT NULL,
	root_workflow_id text,
	definition_id text NOT NULL,
	version integer NOT NULL,
	description text,
	reference text,
	status text NOT NULL,
	data jsonb NOT NULL DEFAULT '{}'::jsonb,
	next_execution bigint,
	create_time timestamp with time zone NOT NULL,
	complete_time timestamp with time zone,
	last_heartbeat_at timestamp with time zone,
	host_id text
) WITH (fillfactor=80);
ALTER SEQUENCE wfc.execution_errors_id_seq OWNED BY wfc.execution_errors.id;
ALTER SEQUENCE wfc.execution_pointers_position_seq OWNED BY wfc.execution_pointers."position";
ALTER SEQUENCE wfc.scheduled_commands_id_seq OWNED BY wfc.scheduled_commands.id;
ALTER TABLE wfc.definition_sequences ADD CONSTRAINT definition_sequences_pkey PRIMARY KEY (definition_id);
ALTER TABLE wfc.event_subscriptions ADD CONSTRAINT event_subscriptions_pkey PRIMARY KEY (id);
ALTER TABLE wfc.events ADD CONSTRAINT events_pkey PRIMARY KEY (id);
ALTER TABLE wfc.execution_errors ADD CONSTRAINT execution_errors_pkey PRIMARY KEY (id);
ALTER TABLE wfc.execution_pointers ADD CONSTRAINT execution_pointers_pkey PRIMARY KEY (id);
ALTER TABLE wfc.hosts ADD CONSTRAINT hosts_pkey PRIMARY KEY (id);
ALTER TABLE wfc.scheduled_commands ADD CONSTRAINT scheduled_commands_command_name_data_key UNIQUE (command_name, data);
ALTER TABLE wfc.scheduled_commands ADD CONSTRAINT scheduled_commands_pkey PRIMARY KEY (id);
ALTER TABLE wfc.wfe_databasechangelog ADD CONSTRAINT wfe_databasechangelog_pkey PRIMARY KEY (id, author, filename);
ALTER TABLE wfc.wfe_databasechangeloglock ADD CONSTRAINT wfe_databasechangeloglock_pkey PRIMARY KEY (id);
ALTER TABLE wfc.workflows ADD CONSTRAINT workflows_name_key UNIQUE (name);
ALTER TABLE wfc.workflows ADD CONSTRAINT workflows_pkey PRIMARY KEY (id);
ALTER TABLE wfc.execution_pointers ADD CONSTRAINT execution_pointers_workflow_id_fkey FOREIGN KEY (workflow_id) REFERENCES wfc.workflows(id);
CREATE INDEX idx_commands_due ON wfc.scheduled_commands USING btree (execute_time, id);
CREATE INDEX idx_errors_time ON wfc.execution_errors USING btree (error_time);
CREATE INDEX idx_errors_workflow ON wfc.execution_errors USING btree (hashtextextended(workflow_id, (0)::bigint), error_time, id);
CREATE INDEX idx_events_event_time ON wfc.events USING btree (event_time);
CREATE INDEX idx_events_is_processed ON wfc.events USING btree (is_processed);
CREATE INDEX idx_events_name_key ON wfc.events USING btree (event_name, event_key);
CREATE INDEX idx_events_name_key_time ON wfc.events USING btree (hashtextextended(event_name, (0)::bigint), hashtextextended(event_key, (0)::bigint), event_time, "left"(id, 64));
CREATE INDEX idx_events_processed ON wfc.events USING btree (event_time) WHERE (is_processed = true);
CREATE INDEX idx_events_unprocessed ON wfc.events USING btree (event_time, "left"(id, 64)) WHERE (is_processed = false);
CREATE INDEX idx_pointers_workflow ON wfc.execution_pointers USING btree (workflow_id);
CREATE INDEX idx_scheduled_commands_execute_time ON wfc.scheduled_commands USING btree (execute_time);
CREATE INDEX idx_subscriptions_assignee ON wfc.event_subscriptions USING btree (hashtextextended((subscription_data ->> 'assignee'::text), (0)::bigint), subscribe_as_of, "left"(id, 64)) WHERE (event_name = 'UserAction'::text);
CREATE INDEX idx_subscriptions_held ON wfc.event_subscriptions USING btree (external_token_expiry) WHERE (external_token_expiry IS NOT NULL);
CREATE INDEX idx_subscriptions_name_key ON wfc.event_subscriptions USING btree (event_name, event_key);
CREATE INDEX idx_subscriptions_name_key_time ON wfc.event_subscriptions USING btree (hashtextextended(event_name, (0)::bigint), hashtextextended(event_key, (0)::bigint), subscribe_as_of, "left"(id, 64));
CREATE INDEX idx_subscriptions_tasks ON wfc.event_subscriptions USING btree (subscribe_as_of, "left"(id, 64)) WHERE (event_name = 'UserAction'::text);
CREATE INDEX idx_subscriptions_workflow ON wfc.event_subscriptions USING btree (workflow_id);
CREATE INDEX idx_workflows_claim ON wfc.workflows USING btree (hashtextextended(definition_id, (0)::bigint), version, next_execution, "left"(id, 64)) WHERE (status = 'Runnable'::text);
CREATE INDEX idx_workflows_completed ON wfc.workflows USING btree (status, complete_time, "left"(id, 64)) WHERE (complete_time IS NOT NULL);
CREATE INDEX idx_workflows_create_time ON wfc.workflows USING btree (create_time, "left"(id, 64));
CREATE INDEX idx_workflows_definition ON wfc.workflows USING btree (hashtextextended(definition_id, (0)::bigint), create_time, "left"(id, 64));
CREATE INDEX idx_workflows_definition_status ON wfc.workflows USING btree (hashtextextended(definition_id, (0)::bigint), status, create_time, "left"(id, 64)) WHERE (status <> 'Runnable'::text);
CREATE INDEX idx_workflows_due ON wfc.workflows USING btree (next_execution, "left"(id, 64)) WHERE (status = 'Runnable'::text);
CREATE INDEX idx_workflows_name_prefix ON wfc.workflows USING btree (name text_pattern_ops);
CREATE INDEX idx_workflows_next_execution ON wfc.workflows USING btree (next_execution);
CREATE INDEX idx_workflows_reference ON wfc.workflows USING btree (hashtextextended(reference, (0)::bigint), create_time, "left"(id, 64)) WHERE (reference IS NOT NULL);
CREATE INDEX idx_workflows_root ON wfc.workflows USING btree (hashtextextended(root_workflow_id, (0)::bigint), create_time, "left"(id, 64)) WHERE (root_workflow_id IS NOT NULL);
CREATE INDEX idx_workflows_status ON wfc.workflows USING btree (status);
CREATE INDEX idx_workflows_status_time ON wfc.workflows USING btree (status, create_time, "left"(id, 64));
CREATE INDEX idx_workflows_undated ON wfc.workflows USING btree (status, create_time, "left"(id, 64)) WHERE ((complete_time IS NULL) AND (status = ANY (ARRAY['Complete'::text, 'Terminated'::text])));

INSERT INTO wfc.workflows (id, name, root_workflow_id, definition_id, version, description, reference, status, data, next_execution, create_time, complete_time, last_heartbeat_at, host_id) VALUES ('least', 'least', NULL, 'd', '0', NULL, NULL, 'Runnable', 'null', NULL, '2026-03-29 01:30:00.123456+00', NULL, '2026-11-27 18:51:16.446353+00', NULL);
INSERT INTO wfc.workflows (id, name, root_workflow_id, definition_id, version, description, reference, status, data, next_execution, create_time, complete_time, last_heartbeat_at, host_id) VALUES ('status-COMPLETE', 'status-COMPLETE', NULL, 'd', '0', NULL, NULL, 'Complete', '{"number": 0.10}', NULL, '2026-03-29 01:30:00.123456+00', NULL, '2026-11-27 18:51:16.455927+00', NULL);
INSERT INTO wfc.workflows (id, name, root_workflow_id, definition_id, version, description, reference, status, data, next_execution, create_time, complete_time, last_heartbeat_at, host_id) VALUES ('status-RUNNABLE', 'status-RUNNABLE', NULL, 'd', '0', NULL, NULL, 'Runnable', '{"number": 0.10}', NULL, '2026-03-29 01:30:00.123456+00', NULL, '2026-11-27 18:51:16.451562+00', NULL);
INSERT INTO wfc.workflows (id, name, root_workflow_id, definition_id, version, description, reference, status, data, next_execution, create_time, complete_time, last_heartbeat_at, host_id) VALUES ('status-SUSPENDED', 'status-SUSPENDED', NULL, 'd', '0', NULL, NULL, 'Suspended', '{"number": 0.10}', NULL, '2026-03-29 01:30:00.123456+00', NULL, '2026-11-27 18:51:16.454209+00', NULL);
INSERT INTO wfc.workflows (id, name, root_workflow_id, definition_id, version, description, reference, status, data, next_execution, create_time, complete_time, last_heartbeat_at, host_id) VALUES ('status-TERMINATED', 'status-TERMINATED', NULL, 'd', '0', NULL, NULL, 'Terminated', '{"number": 0.10}', NULL, '2026-03-29 01:30:00.123456+00', NULL, '2026-11-27 18:51:16.457372+00', NULL);
INSERT INTO wfc.workflows (id, name, root_workflow_id, definition_id, version, description, reference, status, data, next_execution, create_time, complete_time, last_heartbeat_at, host_id) VALUES (E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '2147483647', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', 'Suspended', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '-1', '0001-01-01 00:00:00+00', '294275-12-31 23:59:59.999999+00', '2026-11-27 18:51:16.440932+00', NULL);
INSERT INTO wfc.definition_sequences (definition_id, next_num) VALUES (E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '3');
INSERT INTO wfc.event_subscriptions (id, workflow_id, step_id, execution_pointer_id, event_name, event_key, subscribe_as_of, subscription_data, external_token, external_worker_id, external_token_expiry) VALUES ('open', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '1', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '0001-01-01 00:00:00+00', NULL, NULL, NULL, NULL);
INSERT INTO wfc.event_subscriptions (id, workflow_id, step_id, execution_pointer_id, event_name, event_key, subscribe_as_of, subscription_data, external_token, external_worker_id, external_token_expiry) VALUES (E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '1', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '294275-12-31 23:59:59.999999+00', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '2026-03-29 01:30:00.123456+00');
INSERT INTO wfc.events (id, event_name, event_key, event_data, event_time, is_processed) VALUES ('processed', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', ' k ', 'null', '294275-12-31 23:59:59.999999+00', 'true');
INSERT INTO wfc.events (id, event_name, event_key, event_data, event_time, is_processed) VALUES (E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '0001-01-01 00:00:00+00', 'false');
INSERT INTO wfc.execution_errors (id, error_time, workflow_id, execution_pointer_id, message) VALUES ('1', '0001-01-01 00:00:00+00', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	');
INSERT INTO wfc.execution_errors (id, error_time, workflow_id, execution_pointer_id, message) VALUES ('2', '2026-03-29 01:30:00.123456+00', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', ' p ', '');
INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes, "position") VALUES ('only-COMPLETE', 'status-COMPLETE', '0', 'false', 'Pending', NULL, NULL, NULL, NULL, NULL, NULL, 'false', NULL, NULL, '0', '[]', NULL, NULL, NULL, '[]', '{}', '0');
INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes, "position") VALUES ('only-RUNNABLE', 'status-RUNNABLE', '0', 'false', 'Pending', NULL, NULL, NULL, NULL, NULL, NULL, 'false', NULL, NULL, '0', '[]', NULL, NULL, NULL, '[]', '{}', '0');
INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes, "position") VALUES ('only-SUSPENDED', 'status-SUSPENDED', '0', 'false', 'Pending', NULL, NULL, NULL, NULL, NULL, NULL, 'false', NULL, NULL, '0', '[]', NULL, NULL, NULL, '[]', '{}', '0');
INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes, "position") VALUES ('only-TERMINATED', 'status-TERMINATED', '0', 'false', 'Pending', NULL, NULL, NULL, NULL, NULL, NULL, 'false', NULL, NULL, '0', '[]', NULL, NULL, NULL, '[]', '{}', '0');
INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes, "position") VALUES (E'10o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '0', 'true', 'Pending', '294275-12-31 23:59:59.999999+00', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '0001-01-01 00:00:00+00', '2026-03-29 01:30:00.123456+00', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', 'true', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '0', E'["o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t", ""]', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '["b", "a"]', E'{"o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t": {"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}}', '0');
INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes, "position") VALUES (E'1o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '9', 'false', 'PendingPredecessor', '294275-12-31 23:59:59.999999+00', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '0001-01-01 00:00:00+00', '2026-03-29 01:30:00.123456+00', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', 'false', 'null', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '9', E'["o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t", ""]', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '["b", "a"]', E'{"o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t": {"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}}', '9');
INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes, "position") VALUES (E'2o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '8', 'true', 'Cancelled', '294275-12-31 23:59:59.999999+00', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '0001-01-01 00:00:00+00', '2026-03-29 01:30:00.123456+00', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', 'true', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '8', E'["o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t", ""]', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '["b", "a"]', E'{"o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t": {"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}}', '8');
INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes, "position") VALUES (E'3o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '7', 'false', 'Compensated', '294275-12-31 23:59:59.999999+00', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '0001-01-01 00:00:00+00', '2026-03-29 01:30:00.123456+00', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', 'false', 'null', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '7', E'["o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t", ""]', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '["b", "a"]', E'{"o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t": {"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}}', '7');
INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes, "position") VALUES (E'4o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '6', 'true', 'Failed', '294275-12-31 23:59:59.999999+00', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '0001-01-01 00:00:00+00', '2026-03-29 01:30:00.123456+00', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', 'true', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '6', E'["o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t", ""]', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '["b", "a"]', E'{"o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t": {"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}}', '6');
INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes, "position") VALUES (E'5o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '5', 'false', 'WaitingForEvent', '294275-12-31 23:59:59.999999+00', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '0001-01-01 00:00:00+00', '2026-03-29 01:30:00.123456+00', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', 'false', 'null', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '5', E'["o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t", ""]', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '["b", "a"]', E'{"o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t": {"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}}', '5');
INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes, "position") VALUES (E'6o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '4', 'true', 'Sleeping', '294275-12-31 23:59:59.999999+00', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '0001-01-01 00:00:00+00', '2026-03-29 01:30:00.123456+00', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', 'true', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '4', E'["o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t", ""]', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '["b", "a"]', E'{"o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t": {"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}}', '4');
INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes, "position") VALUES (E'7o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '3', 'false', 'Skipped', '294275-12-31 23:59:59.999999+00', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '0001-01-01 00:00:00+00', '2026-03-29 01:30:00.123456+00', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', 'false', 'null', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '3', E'["o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t", ""]', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '["b", "a"]', E'{"o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t": {"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}}', '3');
INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes, "position") VALUES (E'8o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '2', 'true', 'Complete', '294275-12-31 23:59:59.999999+00', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '0001-01-01 00:00:00+00', '2026-03-29 01:30:00.123456+00', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', 'true', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '2', E'["o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t", ""]', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '["b", "a"]', E'{"o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t": {"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}}', '2');
INSERT INTO wfc.execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data, start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children, context_item, predecessor_id, outcome, scope, extension_attributes, "position") VALUES (E'9o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '1', 'false', 'Running', '294275-12-31 23:59:59.999999+00', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '0001-01-01 00:00:00+00', '2026-03-29 01:30:00.123456+00', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', 'false', 'null', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '1', E'["o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t", ""]', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', E'{"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}', '["b", "a"]', E'{"o''d\\\\d\\"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é \\u0001\\r\\n\\t": {"": [[], {}], "big": 10000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000, "none": null, "text": "o''d\\\\d \\" ע 😀 \\n", "true": true, "exact": 12.50, "small": -0.000000000000000000000000000001}}', '1');
INSERT INTO wfc.scheduled_commands (id, command_name, data, execute_time) VALUES ('1', 'ProcessEvent', E'o''d\\d"; DROP TABLE wfc.events; --${schema} ? :x $1 עב ‮ 😀 é 
	', '-9223372036854775808');
INSERT INTO wfc.scheduled_commands (id, command_name, data, execute_time) VALUES ('2', 'ProcessWorkflow', ' d ', '9223372036854775807');
INSERT INTO wfc.wfe_databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype, md5sum, description, comments, tag, liquibase, contexts, labels, deployment_id) VALUES ('1', 'wfe', 'wfe-postgres', '2026-11-27 18:51:10.798201', '1', 'EXECUTED', '9:4cd7970af7de2bb7633c6c56ea7cfed2', 'sqlFile path=0001-store.sql', '', NULL, '5.0.3', NULL, NULL, '5805471046');
INSERT INTO wfc.wfe_databasechangelog (id, author, filename, dateexecuted, orderexecuted, exectype, md5sum, description, comments, tag, liquibase, contexts, labels, deployment_id) VALUES ('2', 'wfe', 'wfe-postgres', '2026-11-27 18:51:10.798201', '2', 'EXECUTED', '9:bbac8dc842a4e8f33a3ec8eea87db233', 'sqlFile path=0002-engine.sql', 'Compatible with version 1', NULL, '5.0.3', NULL, NULL, '5805471046');
INSERT INTO wfc.wfe_databasechangeloglock (id, locked, lockgranted, lockedby) VALUES ('1', 'false', NULL, NULL);

SELECT setval('wfc.execution_errors_id_seq', 2, 't');
SELECT setval('wfc.execution_pointers_position_seq', 1, 'f');
SELECT setval('wfc.scheduled_commands_id_seq', 2, 't');
