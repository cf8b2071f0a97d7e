-- oldest: 2
-- Of customers who have left: to be anonymised once they are settled.
ALTER TABLE ordering_orders ADD COLUMN erasure_due bigint NOT NULL DEFAULT 0 CHECK (erasure_due IN (0, 1));
CREATE INDEX ordering_orders_erasure_due ON ordering_orders (id) WHERE erasure_due = 1;

-- But for what a customer said who has left.
CREATE OR REPLACE FUNCTION ordering_history_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD."by" = 'customer' AND NEW.reason IS NOT DISTINCT FROM 'erased'
            AND to_jsonb(NEW) - 'reason' = to_jsonb(OLD) - 'reason'
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'history is neither changed nor removed' USING ERRCODE = 'integrity_constraint_violation';
END
$$;
