DROP TRIGGER ordering_history_is_not_changed;
CREATE TRIGGER ordering_history_is_not_changed BEFORE UPDATE ON ordering_history
BEGIN
    SELECT RAISE(ABORT, 'history is not changed');
END;
DROP INDEX ordering_orders_erasure_due;
ALTER TABLE ordering_orders DROP COLUMN erasure_due;
