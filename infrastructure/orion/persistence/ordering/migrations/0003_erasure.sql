-- oldest: 2
-- Of customers who have left: to be anonymised once they are settled.
ALTER TABLE ordering_orders ADD COLUMN erasure_due INTEGER NOT NULL DEFAULT 0 CHECK (erasure_due IN (0, 1));
CREATE INDEX ordering_orders_erasure_due ON ordering_orders (id) WHERE erasure_due = 1;

-- But for what a customer said who has left.
DROP TRIGGER ordering_history_is_not_changed;
CREATE TRIGGER ordering_history_is_not_changed BEFORE UPDATE ON ordering_history
WHEN NOT (OLD.by = 'customer' AND NEW.reason IS 'erased' AND NEW.order_id IS OLD.order_id AND NEW.version IS OLD.version
    AND NEW.at IS OLD.at AND NEW.from_status IS OLD.from_status AND NEW.to_status IS OLD.to_status
    AND NEW.payment_status IS OLD.payment_status AND NEW.by IS OLD.by AND NEW.detail IS OLD.detail)
BEGIN
    SELECT RAISE(ABORT, 'history is not changed');
END;
