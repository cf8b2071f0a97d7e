CREATE TABLE audit_entries (
    sequence bigint CONSTRAINT audit_entries__sequence_key PRIMARY KEY CHECK (sequence >= 1),
    message_id text COLLATE "C" NOT NULL CONSTRAINT audit_entries__message_id_key UNIQUE,
    at bigint NOT NULL,
    actor text COLLATE "C" NOT NULL CHECK (actor <> ''),
    act text COLLATE "C" NOT NULL CHECK (act <> ''),
    subject text COLLATE "C" NOT NULL,
    address text NOT NULL,
    correlation_id text NOT NULL,
    before text NOT NULL, -- JSON
    after text NOT NULL,
    previous text COLLATE "C" NOT NULL CHECK (length(previous) = 64),
    hash text COLLATE "C" NOT NULL CHECK (length(hash) = 64)
);
CREATE INDEX audit_entries_actor ON audit_entries (actor, sequence);
CREATE INDEX audit_entries_subject ON audit_entries (subject, sequence);

-- For a shop whose one role owns its tables, too.
CREATE FUNCTION audit_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_log_is_append_only();
CREATE TRIGGER audit_entries_stay_all BEFORE TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_log_is_append_only();

-- Default privileges may have given more of it to the role that the shop runs as.
DO $$
DECLARE
    other RECORD;
BEGIN
    FOR other IN SELECT DISTINCT grantee FROM information_schema.table_privileges
        WHERE table_schema = current_schema() AND table_name = 'audit_entries'
        AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE') AND grantee NOT IN (current_user, 'PUBLIC')
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_entries FROM %I', other.grantee);
    END LOOP;
END $$;
