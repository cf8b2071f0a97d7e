"""What must be true of a shop at rest, computed from its databases with plain SQL and none of Orion's code."""

import collections
import sqlite3

AT_REST = {"ordering_orders": "status = 'pending'", "ordering_checkouts": "state <> 'done'",
           "messaging_outbox": "sent_at IS NULL", "messaging_queue": "true"}

# Each selects what is wrong, as a few columns to show.
RULES = {
    "stock is the sum of its ledger": """
        SELECT sku, on_hand, reserved, sum(delta_on_hand), sum(delta_reserved)
        FROM inventory_stock LEFT JOIN inventory_movements USING (sku) GROUP BY sku
        HAVING on_hand <> coalesce(sum(delta_on_hand), 0) OR reserved <> coalesce(sum(delta_reserved), 0)""",
    "nothing is reserved": "SELECT sku, reserved FROM inventory_stock WHERE reserved <> 0",
    "no reservation is held": "SELECT order_id FROM inventory_reservations WHERE status = 'held'",
    "what is consumed belongs to a confirmed order, and the other way round": """
        SELECT o.id, o.status, r.status
        FROM ordering_orders o LEFT JOIN inventory_reservations r ON r.order_id = o.id
        WHERE (o.status = 'confirmed') <> (coalesce(r.status, '') = 'consumed')""",
    "no reservation without its order": """
        SELECT order_id FROM inventory_reservations WHERE order_id NOT IN (SELECT id FROM ordering_orders)""",
    "no payment without its order": """
        SELECT order_id FROM billing_payments WHERE order_id NOT IN (SELECT id FROM ordering_orders)""",
    "a confirmed order has one payment of its total": """
        SELECT o.id, o.total, o.payment_status, p.status, p.amount
        FROM ordering_orders o LEFT JOIN billing_payments p ON p.order_id = o.id
        WHERE o.status = 'confirmed'
          AND (o.payment_status <> 'captured' OR p.status IS NOT 'captured' OR p.amount IS NOT o.total)""",
    "any other order keeps no money": """
        SELECT o.id, o.status, o.payment_status, p.status
        FROM ordering_orders o LEFT JOIN billing_payments p ON p.order_id = o.id
        WHERE o.status <> 'confirmed'
          AND (o.payment_status NOT IN ('none', 'voided', 'refunded', 'failed')
               OR coalesce(p.status, 'declined') NOT IN ('declined', 'nothing_taken', 'voided', 'refunded'))""",
    "the gateway holds exactly the totals of confirmed orders": """
        SELECT o.id, o.status, o.total, c.state, c.amount
        FROM ordering_orders o LEFT JOIN gateway.charges c ON c.key = 'order-' || o.id
        WHERE (o.status = 'confirmed') <> (coalesce(c.state, '') = 'captured')
           OR (o.status = 'confirmed' AND c.amount <> o.total)""",
    "the gateway has no charge of an unknown order": """
        SELECT key FROM gateway.charges WHERE substr(key, 7) NOT IN (SELECT id FROM ordering_orders)""",
    "totals are the sum of their lines": """
        SELECT o.id, o.subtotal, sum(l.unit_price * l.quantity)
        FROM ordering_orders o LEFT JOIN ordering_lines l ON l.order_id = o.id
        GROUP BY o.id HAVING o.subtotal IS NOT sum(l.unit_price * l.quantity)""",
    "a history has every version once and ends where the order is": """
        SELECT o.id, o.version, count(h.version), max(h.version)
        FROM ordering_orders o LEFT JOIN ordering_history h ON h.order_id = o.id
        GROUP BY o.id
        HAVING count(h.version) <> o.version OR max(h.version) <> o.version
            OR (SELECT to_status FROM ordering_history WHERE order_id = o.id AND version = o.version) <> o.status""",
    "an order ends once": """
        SELECT order_id, group_concat(to_status) FROM ordering_history
        WHERE from_status IS NOT NULL AND from_status <> to_status AND to_status IN ('confirmed', 'failed')
        GROUP BY order_id HAVING count(*) > 1""",
    "every order has told of itself once": """
        SELECT o.id, count(m.seq) FROM ordering_orders o
        LEFT JOIN messaging_outbox m ON m.subject = o.id AND m.type = 'ordering.order_placed'
        GROUP BY o.id HAVING count(m.seq) <> 1""",
    "every order that was confirmed has told so once": """
        SELECT h.order_id, count(DISTINCT m.seq) FROM ordering_history h
        LEFT JOIN messaging_outbox m ON m.subject = h.order_id AND m.type = 'ordering.order_confirmed'
        WHERE h.from_status = 'pending' AND h.to_status = 'confirmed'
        GROUP BY h.order_id HAVING count(DISTINCT m.seq) <> 1""",
    "no message is dead": "SELECT type, subject, reason FROM messaging_dead_letters",
    "no payment token is kept": "SELECT order_id FROM ordering_checkouts WHERE payment_token IS NOT NULL",
}


TABLES = ("ordering_orders", "ordering_lines", "ordering_history", "ordering_checkouts", "inventory_stock",
          "inventory_movements", "inventory_reservations", "billing_payments", "messaging_outbox",
          "messaging_dead_letters")


def connect(shop):
    """The shop's records as a SQLite database; those of PostgreSQL are copied into one."""
    if not shop.engines:
        database = sqlite3.connect(f"file:{shop.data}/orion.db?mode=ro", uri=True, timeout=30)
    else:
        database = sqlite3.connect("file::memory:", uri=True)
        for table in TABLES:
            columns = shop.engines.columns(table)
            database.execute("CREATE TABLE {} ({})".format(table, ", ".join(f'"{column}"' for column in columns)))
            database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(columns))})",
                                 [[row[column] for column in columns] for row in shop.engines.rows(table)])
    database.execute(f"ATTACH 'file:{shop.data}/sandbox-gateway.db?mode=ro' AS gateway")
    return database


def open_work(shop):
    """How much is still under way."""
    if shop.engines:
        return sum(shop.engines.count(table, condition) for table, condition in AT_REST.items()) or sum(
            depth for name, depth in shop.engines.queued().items() if not name.endswith(".dead"))
    database = sqlite3.connect(f"file:{shop.data}/orion.db?mode=ro", uri=True, timeout=30)
    try:
        return sum(database.execute(f"SELECT count(*) FROM {table} WHERE {condition}").fetchone()[0]
                   for table, condition in AT_REST.items())
    finally:
        database.close()


def problems(shop, opening, told=()):
    """`opening`: SKU -> stock at the start. `told`: (order id, number, total) that clients have read."""
    database = connect(shop)
    found = [f"{rule}: {row}" for rule, query in RULES.items() for row in database.execute(query).fetchmany(5)]
    found += [f"integrity: {row}" for row in database.execute("PRAGMA integrity_check") if row != ("ok",)]
    if shop.engines:
        found += [f"dead letters: {name}: {depth}" for name, depth in shop.engines.queued().items()
                  if name.endswith(".dead") and depth]

    sold = collections.Counter()
    for sku, quantity in database.execute(
            "SELECT l.sku, l.quantity FROM ordering_lines l JOIN ordering_orders o ON o.id = l.order_id "
            "WHERE o.status = 'confirmed'"):
        sold[sku] += quantity
    on_hand = dict(database.execute("SELECT sku, on_hand FROM inventory_stock"))
    for sku, stock in opening.items():
        if on_hand.get(sku, 0) != stock - sold[sku]:
            found.append(f"{sku}: {stock} came in, {sold[sku]} were sold, {on_hand.get(sku)} are left")

    orders = {row[0]: row[1:] for row in database.execute("SELECT id, number, total FROM ordering_orders")}
    for order, number, total in told:
        if orders.get(order) != (number, total):
            found.append(f"a client was told of order {order} ({number}, {total}); the shop has {orders.get(order)}")
    database.close()
    return found
