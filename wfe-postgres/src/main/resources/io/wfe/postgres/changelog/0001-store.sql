-- Version 1: the tables of the Rust implementation (wfe-postgres 1.9), to the letter, and what
-- they lack. Adopts a store that the Rust implementation has created. Rust hosts that run on it
-- must be restarted afterwards, or run with statement-cache-capacity=0.

CREATE TABLE IF NOT EXISTS "${schema}"."${prefix}workflows" (
    id text PRIMARY KEY,
    name text NOT NULL UNIQUE,
    root_workflow_id text,
    definition_id text NOT NULL,
    version int NOT NULL,
    description text,
    reference text,
    status text NOT NULL,
    data jsonb NOT NULL DEFAULT '{}',
    next_execution bigint,
    create_time timestamptz NOT NULL,
    complete_time timestamptz,
    last_heartbeat_at timestamptz,
    host_id text
) WITH (fillfactor = 80);

CREATE TABLE IF NOT EXISTS "${schema}"."${prefix}definition_sequences" (
    definition_id text PRIMARY KEY,
    next_num bigint NOT NULL
);

CREATE TABLE IF NOT EXISTS "${schema}"."${prefix}execution_pointers" (
    id text PRIMARY KEY,
    workflow_id text NOT NULL REFERENCES "${schema}"."${prefix}workflows" (id),
    step_id int NOT NULL,
    active boolean NOT NULL DEFAULT true,
    status text NOT NULL,
    sleep_until timestamptz,
    persistence_data jsonb,
    start_time timestamptz,
    end_time timestamptz,
    event_name text,
    event_key text,
    event_published boolean DEFAULT false,
    event_data jsonb,
    step_name text,
    retry_count int DEFAULT 0,
    children jsonb DEFAULT '[]',
    context_item jsonb,
    predecessor_id text,
    outcome jsonb,
    scope jsonb DEFAULT '[]',
    extension_attributes jsonb DEFAULT '{}',
    position bigserial
) WITH (fillfactor = 80);

CREATE TABLE IF NOT EXISTS "${schema}"."${prefix}events" (
    id text PRIMARY KEY,
    event_name text NOT NULL,
    event_key text NOT NULL,
    event_data jsonb NOT NULL DEFAULT 'null',
    event_time timestamptz NOT NULL,
    is_processed boolean DEFAULT false
);

CREATE TABLE IF NOT EXISTS "${schema}"."${prefix}event_subscriptions" (
    id text PRIMARY KEY,
    workflow_id text NOT NULL,
    step_id int NOT NULL,
    execution_pointer_id text NOT NULL,
    event_name text NOT NULL,
    event_key text NOT NULL,
    subscribe_as_of timestamptz NOT NULL,
    subscription_data jsonb,
    external_token text,
    external_worker_id text,
    external_token_expiry timestamptz
);

CREATE TABLE IF NOT EXISTS "${schema}"."${prefix}execution_errors" (
    id serial PRIMARY KEY,
    error_time timestamptz NOT NULL,
    workflow_id text NOT NULL,
    execution_pointer_id text NOT NULL,
    message text NOT NULL
);

CREATE TABLE IF NOT EXISTS "${schema}"."${prefix}scheduled_commands" (
    id serial PRIMARY KEY,
    command_name text NOT NULL,
    data text NOT NULL,
    execute_time bigint NOT NULL,
    UNIQUE (command_name, data)
);

-- What the tables lack, in a store that existed before. The catalog is asked first, since
-- "IF NOT EXISTS" locks a table even if it lacks nothing. All locks are taken before anything is
-- changed, so a lock that cannot be had costs no work.
--
-- An index takes every value that the tables of the Rust implementation take, so it holds long
-- values by their hash or by their start. Statements compare that, and then the value itself.
DO $$
DECLARE
    lacking CURSOR FOR
        SELECT t.kind, t.name, t.definition, format('%I.%I', '${schema}', '${prefix}' || t.relation) AS relation,
            format('%I', '${prefix}' || t.name) AS prefixed
        FROM (VALUES
            -- Room on each page for new versions of its rows
            (1, 'parameter', 'workflows', 'fillfactor', '80'),
            (1, 'parameter', 'execution_pointers', 'fillfactor', '80'),

            -- Stores of older Rust versions lack this column
            (2, 'column', 'workflows', 'last_heartbeat_at', 'timestamptz'),
            -- The host that works on the instance
            (2, 'column', 'workflows', 'host_id', 'text'),
            -- The order of the pointers of a workflow. The Rust implementation does not know this
            -- column and inserts pointers in their order, so a sequence is right as a default
            (2, 'column', 'execution_pointers', 'position', 'bigserial'),

            -- The indexes of the Rust implementation
            (3, 'index', 'workflows', 'idx_workflows_next_execution', '(next_execution)'),
            (3, 'index', 'workflows', 'idx_workflows_status', '(status)'),
            (3, 'index', 'events', 'idx_events_name_key', '(event_name, event_key)'),
            (3, 'index', 'events', 'idx_events_is_processed', '(is_processed)'),
            (3, 'index', 'events', 'idx_events_event_time', '(event_time)'),
            (3, 'index', 'event_subscriptions', 'idx_subscriptions_name_key', '(event_name, event_key)'),
            (3, 'index', 'event_subscriptions', 'idx_subscriptions_workflow', '(workflow_id)'),
            (3, 'index', 'scheduled_commands', 'idx_scheduled_commands_execute_time', '(execute_time)'),

            -- To load and persist a workflow without reading the pointers of all others
            (3, 'index', 'execution_pointers', 'idx_pointers_workflow', '(workflow_id)'),

            -- To poll: few rows are due at any time, however many are stored
            (3, 'index', 'workflows', 'idx_workflows_due',
                '(next_execution, left(id, 64)) WHERE status = ''Runnable'''),
            (3, 'index', 'events', 'idx_events_unprocessed',
                '(event_time, left(id, 64)) WHERE is_processed = false'),
            (3, 'index', 'scheduled_commands', 'idx_commands_due', '(execute_time, id)'),

            -- To find, oldest or newest first
            (3, 'index', 'events', 'idx_events_name_key_time',
                '(hashtextextended(event_name, 0), hashtextextended(event_key, 0), event_time, left(id, 64))'),
            (3, 'index', 'event_subscriptions', 'idx_subscriptions_name_key_time',
                '(hashtextextended(event_name, 0), hashtextextended(event_key, 0), subscribe_as_of, left(id, 64))'),
            (3, 'index', 'execution_errors', 'idx_errors_workflow',
                '(hashtextextended(workflow_id, 0), error_time, id)'),
            (3, 'index', 'workflows', 'idx_workflows_create_time', '(create_time, left(id, 64))'),
            (3, 'index', 'workflows', 'idx_workflows_status_time', '(status, create_time, left(id, 64))'),
            (3, 'index', 'workflows', 'idx_workflows_definition',
                '(hashtextextended(definition_id, 0), create_time, left(id, 64))'),
            (3, 'index', 'workflows', 'idx_workflows_name_prefix', '(name text_pattern_ops)'),
            (3, 'index', 'workflows', 'idx_workflows_root',
                '(hashtextextended(root_workflow_id, 0), create_time, left(id, 64))
                WHERE root_workflow_id IS NOT NULL'),
            (3, 'index', 'workflows', 'idx_workflows_reference',
                '(hashtextextended(reference, 0), create_time, left(id, 64)) WHERE reference IS NOT NULL'),

            -- To clear tokens that have expired
            (3, 'index', 'event_subscriptions', 'idx_subscriptions_held',
                '(external_token_expiry) WHERE external_token_expiry IS NOT NULL'),

            -- To purge
            (3, 'index', 'workflows', 'idx_workflows_completed',
                '(status, complete_time, left(id, 64)) WHERE complete_time IS NOT NULL'),
            -- Not by the last write, which each persist changes: it would then write all indexes
            (3, 'index', 'workflows', 'idx_workflows_undated',
                '(status, create_time, left(id, 64))
                WHERE complete_time IS NULL AND status IN (''Complete'', ''Terminated'')'),
            (3, 'index', 'events', 'idx_events_processed', '(event_time) WHERE is_processed = true'),
            (3, 'index', 'execution_errors', 'idx_errors_time', '(error_time)')
        ) AS t (step, kind, relation, name, definition)
        WHERE CASE t.kind
            WHEN 'index' THEN NOT EXISTS (
                SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = '${schema}' AND c.relname = '${prefix}' || t.name)
            WHEN 'column' THEN NOT EXISTS (
                SELECT FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                    JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = '${schema}' AND c.relname = '${prefix}' || t.relation
                    AND a.attname = t.name AND NOT a.attisdropped)
            ELSE NOT EXISTS (
                SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    CROSS JOIN LATERAL pg_options_to_table(c.reloptions) AS o
                WHERE n.nspname = '${schema}' AND c.relname = '${prefix}' || t.relation
                    AND o.option_name = t.name)
            END
        ORDER BY t.step, t.relation DESC, t.name;
BEGIN
    FOR addition IN lacking LOOP
        EXECUTE format('LOCK TABLE %s IN %s MODE', addition.relation, CASE addition.kind
            WHEN 'index' THEN 'SHARE' WHEN 'column' THEN 'ACCESS EXCLUSIVE' ELSE 'SHARE UPDATE EXCLUSIVE' END);
    END LOOP;
    FOR addition IN lacking LOOP
        EXECUTE CASE addition.kind
            WHEN 'index' THEN
                format('CREATE INDEX %s ON %s %s', addition.prefixed, addition.relation, addition.definition)
            WHEN 'column' THEN
                format('ALTER TABLE %s ADD COLUMN %I %s', addition.relation, addition.name, addition.definition)
            ELSE format('ALTER TABLE %s SET (%I = %s)', addition.relation, addition.name, addition.definition) END;
    END LOOP;
END
$$;

-- A role that may insert pointers may take their positions from the sequence
DO $$
DECLARE
    positions CONSTANT text := pg_get_serial_sequence('"${schema}"."${prefix}execution_pointers"', 'position');
    writer record;
BEGIN
    FOR writer IN
        SELECT DISTINCT CASE p.grantee WHEN 0 THEN 'PUBLIC' ELSE p.grantee::regrole::text END AS name
        FROM pg_class t CROSS JOIN LATERAL aclexplode(t.relacl) AS p
        WHERE t.oid = '"${schema}"."${prefix}execution_pointers"'::regclass
            AND p.privilege_type = 'INSERT' AND p.grantee <> t.relowner
            AND NOT EXISTS (
                SELECT FROM pg_class s CROSS JOIN LATERAL aclexplode(s.relacl) AS q
                WHERE s.oid = positions::regclass AND q.grantee = p.grantee AND q.privilege_type = 'USAGE')
    LOOP
        EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %s', positions, writer.name);
    END LOOP;
END
$$;
