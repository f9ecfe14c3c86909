-- A store as the Rust implementation creates it, in a version before last_heartbeat_at, with its
-- own migration table and a row or two in each table.

CREATE SCHEMA "wfc";

CREATE TABLE "wfc"._sqlx_migrations (
    version BIGINT PRIMARY KEY,
    description TEXT NOT NULL,
    installed_on TIMESTAMPTZ NOT NULL DEFAULT now(),
    success BOOLEAN NOT NULL,
    checksum BYTEA NOT NULL,
    execution_time BIGINT NOT NULL
);
INSERT INTO "wfc"._sqlx_migrations VALUES (1, 'initial', now(), true, '\x00', 1);

CREATE TABLE IF NOT EXISTS "wfc".workflows (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    root_workflow_id TEXT,
    definition_id TEXT NOT NULL,
    version INT NOT NULL,
    description TEXT,
    reference TEXT,
    status TEXT NOT NULL,
    data JSONB NOT NULL DEFAULT '{}',
    next_execution BIGINT,
    create_time TIMESTAMPTZ NOT NULL,
    complete_time TIMESTAMPTZ
);

CREATE TABLE IF NOT EXISTS "wfc".definition_sequences (
    definition_id TEXT PRIMARY KEY,
    next_num BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS "wfc".execution_pointers (
    id TEXT PRIMARY KEY,
    workflow_id TEXT NOT NULL REFERENCES "wfc".workflows(id),
    step_id INT NOT NULL,
    active BOOLEAN NOT NULL DEFAULT TRUE,
    status TEXT NOT NULL,
    sleep_until TIMESTAMPTZ,
    persistence_data JSONB,
    start_time TIMESTAMPTZ,
    end_time TIMESTAMPTZ,
    event_name TEXT,
    event_key TEXT,
    event_published BOOLEAN DEFAULT FALSE,
    event_data JSONB,
    step_name TEXT,
    retry_count INT DEFAULT 0,
    children JSONB DEFAULT '[]',
    context_item JSONB,
    predecessor_id TEXT,
    outcome JSONB,
    scope JSONB DEFAULT '[]',
    extension_attributes JSONB DEFAULT '{}'
);

CREATE TABLE IF NOT EXISTS "wfc".events (
    id TEXT PRIMARY KEY,
    event_name TEXT NOT NULL,
    event_key TEXT NOT NULL,
    event_data JSONB NOT NULL DEFAULT 'null',
    event_time TIMESTAMPTZ NOT NULL,
    is_processed BOOLEAN DEFAULT FALSE
);

CREATE TABLE IF NOT EXISTS "wfc".event_subscriptions (
    id TEXT PRIMARY KEY,
    workflow_id TEXT NOT NULL,
    step_id INT NOT NULL,
    execution_pointer_id TEXT NOT NULL,
    event_name TEXT NOT NULL,
    event_key TEXT NOT NULL,
    subscribe_as_of TIMESTAMPTZ NOT NULL,
    subscription_data JSONB,
    external_token TEXT,
    external_worker_id TEXT,
    external_token_expiry TIMESTAMPTZ
);

CREATE TABLE IF NOT EXISTS "wfc".execution_errors (
    id SERIAL PRIMARY KEY,
    error_time TIMESTAMPTZ NOT NULL,
    workflow_id TEXT NOT NULL,
    execution_pointer_id TEXT NOT NULL,
    message TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS "wfc".scheduled_commands (
    id SERIAL PRIMARY KEY,
    command_name TEXT NOT NULL,
    data TEXT NOT NULL,
    execute_time BIGINT NOT NULL,
    UNIQUE(command_name, data)
);

CREATE INDEX IF NOT EXISTS idx_workflows_next_execution ON "wfc".workflows (next_execution);
CREATE INDEX IF NOT EXISTS idx_workflows_status ON "wfc".workflows (status);
CREATE INDEX IF NOT EXISTS idx_events_name_key ON "wfc".events (event_name, event_key);
CREATE INDEX IF NOT EXISTS idx_events_is_processed ON "wfc".events (is_processed);
CREATE INDEX IF NOT EXISTS idx_events_event_time ON "wfc".events (event_time);
CREATE INDEX IF NOT EXISTS idx_subscriptions_name_key ON "wfc".event_subscriptions (event_name, event_key);
CREATE INDEX IF NOT EXISTS idx_subscriptions_workflow ON "wfc".event_subscriptions (workflow_id);
CREATE INDEX IF NOT EXISTS idx_scheduled_commands_execute_time ON "wfc".scheduled_commands (execute_time);

INSERT INTO "wfc".workflows (id, name, root_workflow_id, definition_id, version, description, reference, status,
        data, next_execution, create_time, complete_time)
    VALUES ('w-1', 'ship-1', 'w-0', 'ship', 3, 'first', 'ref-1', 'Suspended', '{"total": 12.50, "none": null}',
        1893456000123, '2029-12-31T23:59:59.123456Z', NULL),
    ('w-2', 'ship-2', NULL, 'ship', 0, NULL, NULL, 'Complete', 'null', NULL, '2029-01-01T00:00:00Z',
        '2029-01-02T00:00:00Z');

INSERT INTO "wfc".definition_sequences (definition_id, next_num) VALUES ('ship', 2);

INSERT INTO "wfc".execution_pointers (id, workflow_id, step_id, active, status, sleep_until, persistence_data,
        start_time, end_time, event_name, event_key, event_published, event_data, step_name, retry_count, children,
        context_item, predecessor_id, outcome, scope, extension_attributes)
    VALUES ('p-b', 'w-1', 0, false, 'Complete', NULL, '{"children_active": true}', '2029-12-31T10:00:00Z',
        '2029-12-31T10:00:01Z', NULL, NULL, false, NULL, 'pack', 2, '["p-a"]', NULL, NULL, '"ok"', '[]', '{}'),
    ('p-a', 'w-1', 1, true, 'WaitingForEvent', '2030-01-01T00:00:00Z', NULL, NULL, NULL, 'paid', 'o-1', true,
        'null', NULL, 0, '[]', '7', 'p-b', NULL, '["p-b", "p-x"]', '{"k": [1, 2]}');

INSERT INTO "wfc".events (id, event_name, event_key, event_data, event_time, is_processed)
    VALUES ('e-1', 'paid', 'o-1', '{"amount": 1e400}', '2029-12-31T09:00:00Z', false),
    ('e-2', 'paid', 'o-1', 'null', '2029-12-31T08:00:00Z', true);

INSERT INTO "wfc".event_subscriptions (id, workflow_id, step_id, execution_pointer_id, event_name, event_key,
        subscribe_as_of, subscription_data, external_token, external_worker_id, external_token_expiry)
    VALUES ('s-1', 'w-1', 1, 'p-a', 'paid', 'o-1', '2029-12-31T07:00:00Z', '[true]', NULL, NULL, NULL),
    ('s-2', 'w-1', 1, 'p-a', 'paid', 'o-1', '2029-12-31T06:00:00Z', NULL, 'token', 'worker', NULL);

INSERT INTO "wfc".execution_errors (error_time, workflow_id, execution_pointer_id, message)
    VALUES ('2029-12-31T11:00:00Z', 'w-1', 'p-b', 'out of tape');

INSERT INTO "wfc".scheduled_commands (command_name, data, execute_time)
    VALUES ('ProcessWorkflow', 'w-1', 1893456000123), ('ProcessEvent', 'e-1', 0);
