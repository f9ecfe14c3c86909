-- Version 2: what hosts that run workflows need. Nodes of version 1 go on beside it, since it only
-- adds to the tables.

-- The hosts that run. An instance is owned while its host_id names a row here that has not expired.
-- busy_since: when the one was written that its host has run the longest without a write
CREATE TABLE IF NOT EXISTS "${schema}"."${prefix}hosts" (
    id text PRIMARY KEY,
    name text NOT NULL,
    version text NOT NULL,
    started_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    busy_since timestamptz
) WITH (fillfactor = 50);

-- As in version 1: the catalog is asked first, and all locks are taken before anything is changed
DO $$
DECLARE
    lacking CURSOR FOR
        SELECT format('%I.%I', '${schema}', '${prefix}' || t.relation) AS relation,
            format('%I', '${prefix}' || t.name) AS prefixed, t.definition
        FROM (VALUES
            -- To claim: of each definition that a host knows, those that are due
            ('workflows', 'idx_workflows_claim',
                '(hashtextextended(definition_id, 0), version, next_execution, left(id, 64))
                WHERE status = ''Runnable'''),

            -- To find those of a definition that have ended or are suspended. Not those that run: each
            -- persist would write it
            ('workflows', 'idx_workflows_definition_status',
                '(hashtextextended(definition_id, 0), status, create_time, left(id, 64))
                WHERE status <> ''Runnable'''),

            -- The open user tasks, of all and of one assignee
            ('event_subscriptions', 'idx_subscriptions_tasks',
                '(subscribe_as_of, left(id, 64)) WHERE event_name = ''UserAction'''),
            ('event_subscriptions', 'idx_subscriptions_assignee',
                '(hashtextextended(subscription_data ->> ''assignee'', 0), subscribe_as_of, left(id, 64))
                WHERE event_name = ''UserAction''')
        ) AS t (relation, name, definition)
        WHERE NOT EXISTS (
            SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = '${schema}' AND c.relname = '${prefix}' || t.name)
        ORDER BY t.relation DESC, t.name;
BEGIN
    FOR addition IN lacking LOOP
        EXECUTE format('LOCK TABLE %s IN SHARE MODE', addition.relation);
    END LOOP;
    FOR addition IN lacking LOOP
        EXECUTE format('CREATE INDEX %s ON %s %s', addition.prefixed, addition.relation, addition.definition);
    END LOOP;
END
$$;

-- A role has the privileges on the new table that it has on the workflows
DO $$
DECLARE
    missing record;
BEGIN
    FOR missing IN
        SELECT DISTINCT p.privilege_type AS privilege,
            CASE p.grantee WHEN 0 THEN 'PUBLIC' ELSE p.grantee::regrole::text END AS grantee
        FROM pg_class t CROSS JOIN LATERAL aclexplode(t.relacl) AS p
        WHERE t.oid = '"${schema}"."${prefix}workflows"'::regclass
            AND p.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') AND p.grantee <> t.relowner
            AND NOT EXISTS (
                SELECT FROM pg_class h CROSS JOIN LATERAL aclexplode(h.relacl) AS q
                WHERE h.oid = '"${schema}"."${prefix}hosts"'::regclass
                    AND q.grantee = p.grantee AND q.privilege_type = p.privilege_type)
    LOOP
        EXECUTE format('GRANT %s ON "${schema}"."${prefix}hosts" TO %s', missing.privilege, missing.grantee);
    END LOOP;
END
$$;
