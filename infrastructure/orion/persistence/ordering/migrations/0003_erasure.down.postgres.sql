CREATE OR REPLACE FUNCTION ordering_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'history is neither changed nor removed' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
DROP INDEX ordering_orders_erasure_due;
ALTER TABLE ordering_orders DROP COLUMN erasure_due;
