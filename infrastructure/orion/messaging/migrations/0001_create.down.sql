DROP TABLE messaging_dead_letters;
DROP TABLE messaging_queue;
DROP TABLE messaging_inbox;
DROP TABLE messaging_outbox;
