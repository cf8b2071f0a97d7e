#include "orion/config/settings_table.hpp"

#include <array>

namespace orion::config {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t max_path_length = 4096;
constexpr std::int64_t max_url_length = 2048;
constexpr std::int64_t max_list_length = 4096;
constexpr std::int64_t mebi = 1024L * 1024;
constexpr std::int64_t hour_ms = 3'600'000;

const auto table = std::to_array<Setting>({
    {"profile", +[](Settings& s) -> Profile& { return s.profile; }, 0, 0,
     "`production` refuses to start with what is only good enough to develop with: docs/security.md lists what."},

    {"data.directory", +[](Settings& s) -> std::string& { return s.data_directory; }, 1, max_path_length,
     "The folder of the database, the sandbox gateway's ledger and the server secret. Made when missing."},

    {"http.address", +[](Settings& s) -> std::string& { return s.http.address; }, 1, 255,
     "The address to listen on; `0.0.0.0` for every interface."},
    {"http.port", +[](Settings& s) -> int& { return s.http.port; }, 0, 65535,
     "The port to listen on; 0 takes any free one."},
    {"http.threads", +[](Settings& s) -> int& { return s.http.threads; }, 1, 64,
     "Threads that read requests and answer reads. About one a core."},
    {"http.write_threads", +[](Settings& s) -> int& { return s.http.write_threads; }, 1, 256,
     "Threads that run writes; as many writes can share one durable commit."},
    {"http.write_queue", +[](Settings& s) -> int& { return s.http.write_queue; }, 1, 100'000,
     "Writes that may wait for a thread; more are answered 503."},
    {"http.max_request_line_bytes", +[](Settings& s) -> std::size_t& { return s.http.max_request_line_bytes; }, 256,
     65536, "The longest request line."},
    {"http.max_header_bytes", +[](Settings& s) -> std::size_t& { return s.http.max_header_bytes; }, 1024, mebi,
     "The header lines of a request together; more are answered 431."},
    {"http.max_headers", +[](Settings& s) -> std::size_t& { return s.http.max_headers; }, 8, 1000,
     "How many header lines a request may have; more are answered 431."},
    {"http.max_body_bytes", +[](Settings& s) -> std::size_t& { return s.http.max_body_bytes; }, 1024, 64 * mebi,
     "The longest request body; more is answered 413."},
    {"http.max_connections", +[](Settings& s) -> std::size_t& { return s.http.max_connections; }, 1, 1'000'000,
     "Connections held at once; more are refused."},
    {"http.accept_backlog", +[](Settings& s) -> int& { return s.http.accept_backlog; }, 1, 65535,
     "Connections the system may hold until they are accepted."},
    {"http.header_timeout_ms", +[](Settings& s) -> milliseconds& { return s.http.header_timeout; }, 100, hour_ms,
     "From the first byte of a request to the end of its headers."},
    {"http.body_timeout_ms", +[](Settings& s) -> milliseconds& { return s.http.body_timeout; }, 100, hour_ms,
     "From the end of the headers to the end of the body."},
    {"http.keep_alive_timeout_ms", +[](Settings& s) -> milliseconds& { return s.http.keep_alive_timeout; }, 100,
     hour_ms, "How long a connection may stay idle between requests."},
    {"http.write_timeout_ms", +[](Settings& s) -> milliseconds& { return s.http.write_timeout; }, 100, hour_ms,
     "How long a client may take no byte of its answer."},
    {"http.answer_timeout_ms", +[](Settings& s) -> milliseconds& { return s.http.answer_timeout; }, 100, hour_ms,
     "How long a request may be worked on until it is answered 503. Longer than the 30 s that `Prefer: wait` may hold "
     "it."},

    {"http.shed_after_ms", +[](Settings& s) -> milliseconds& { return s.http.shed_after; }, 10, 60'000,
     "A request that waited longer to be looked at is answered 503 if it only browses; after twice as long, all but "
     "checkout and health.",
     Taken::on_reload},
    {"http.trusted_proxies", +[](Settings& s) -> std::string& { return s.http.trusted_proxies; }, 0, max_list_length,
     "Addresses and ranges of the proxies in front, with commas: what they write into `X-Forwarded-For` is believed. "
     "Empty: nobody's.",
     Taken::on_reload},
    {"http.allowed_hosts", +[](Settings& s) -> std::string& { return s.http.allowed_hosts; }, 0, max_list_length,
     "The names that the shop answers to, with commas, without ports; others are answered 400. Empty: any.",
     Taken::on_reload},
    {"http.cors_origins", +[](Settings& s) -> std::string& { return s.http.cors_origins; }, 0, max_list_length,
     "Origins whose pages may call the API from a browser, such as `https://shop.example`, with commas; `*` for every "
     "page.",
     Taken::on_reload},
    {"http.hsts_days", +[](Settings& s) -> milliseconds& { return s.http.hsts; }, 0, 3650,
     "How long browsers shall insist on TLS (`Strict-Transport-Security`). Only with TLS in front; 0 tells them "
     "nothing.",
     Taken::on_reload},

    {"limits.browsing_per_minute", +[](Settings& s) -> int& { return s.limits.browsing; }, 0, 1'000'000,
     "Requests a minute that one client, and one user, may make to look around; 0 for no limit. More are answered "
     "429.",
     Taken::on_reload},
    {"limits.shopping_per_minute", +[](Settings& s) -> int& { return s.limits.shopping; }, 0, 1'000'000,
     "The same for filling carts and keeping an account.", Taken::on_reload},
    {"limits.checkout_per_minute", +[](Settings& s) -> int& { return s.limits.checkout; }, 0, 1'000'000,
     "The same for orders.", Taken::on_reload},
    {"limits.credentials_per_minute", +[](Settings& s) -> int& { return s.limits.credentials; }, 0, 1'000'000,
     "The same for logging in, registering and changing passwords.", Taken::on_reload},
    {"limits.unlimited", +[](Settings& s) -> std::string& { return s.limits.unlimited; }, 0, max_list_length,
     "Addresses and ranges whose requests are not counted by address, with commas.", Taken::on_reload},
    {"limits.askers", +[](Settings& s) -> int& { return s.limits.askers; }, 1, 10'000'000,
     "How many clients and users a process remembers at once."},
    {"limits.shared", +[](Settings& s) -> bool& { return s.limits.shared; }, 0, 1,
     "Whether all processes count together in Redis (`cache.redis_url`). While Redis does not answer, each counts for "
     "itself."},

    {"features.checkout", +[](Settings& s) -> bool& { return s.features.checkout; }, 0, 1,
     "Whether new orders are taken; otherwise they are answered 503 `feature_off`. Orders that were taken go on.",
     Taken::on_reload},
    {"features.registration", +[](Settings& s) -> bool& { return s.features.registration; }, 0, 1,
     "The same for new accounts.", Taken::on_reload},

    {"shop.currency", +[](Settings& s) -> Currency& { return s.shop.currency; }, 3, 3,
     "The currency of carts that ask for none."},

    {"shop.name", +[](Settings& s) -> std::string& { return s.shop.name; }, 1, 60,
     "The shop as customers know it: who writes to them."},
    {"shop.url", +[](Settings& s) -> std::string& { return s.shop.url; }, 1, max_url_length,
     "Where customers find it: links in mails begin with it."},

    {"database.url", +[](Settings& s) -> std::string& { return s.database.url; }, 0, max_url_length,
     "`postgresql://USER@HOST:PORT/DATABASE`, without a password; several `HOST:PORT` may be given with commas, the "
     "one "
     "that accepts writes is used. Empty: the SQLite file `orion.db` in the data directory."},
    {"database.password", +[](Settings& s) -> SecretSetting& { return s.database.password; }, 1, 4096,
     "The password for every PostgreSQL database here."},
    {"database.direct_url", +[](Settings& s) -> std::string& { return s.database.direct_url; }, 0, max_url_length,
     "The same database past a connection pooler: migrations, locks and notifications go there. Empty: "
     "`database.url`."},
    {"database.transaction_pooling", +[](Settings& s) -> bool& { return s.database.transaction_pooling; }, 0, 1,
     "Whether `database.url` leads to a pooler that gives a server connection for one transaction, such as pgbouncer "
     "in transaction mode: statements are not kept prepared then."},
    {"database.migrate", +[](Settings& s) -> bool& { return s.database.migrate; }, 0, 1,
     "Whether a host brings the schema to its version when it starts. Without it, it only starts on a schema that "
     "`orionctl migrate` prepared, and needs no right to change one."},
    {"database.pool", +[](Settings& s) -> int& { return s.database.pool; }, 1, 1000,
     "Connections to each PostgreSQL database at most."},
    {"database.pool_wait_ms", +[](Settings& s) -> milliseconds& { return s.database.pool_wait; }, 1, 60'000,
     "How long a read or write waits for one of them before it is answered 503."},
    {"database.statement_timeout_s", +[](Settings& s) -> milliseconds& { return s.database.statement_timeout; }, 1,
     3600, "The longest statement on PostgreSQL."},
    {"database.catalog_url", +[](Settings& s) -> std::string& { return s.database.catalog_url; }, 0, max_url_length,
     "A database of its own for the catalogue. Empty: `database.url`."},
    {"database.carts_url", +[](Settings& s) -> std::string& { return s.database.carts_url; }, 0, max_url_length,
     "For carts."},
    {"database.ordering_url", +[](Settings& s) -> std::string& { return s.database.ordering_url; }, 0, max_url_length,
     "For orders and their checkouts."},
    {"database.inventory_url", +[](Settings& s) -> std::string& { return s.database.inventory_url; }, 0, max_url_length,
     "For stock."},
    {"database.billing_url", +[](Settings& s) -> std::string& { return s.database.billing_url; }, 0, max_url_length,
     "For payments."},
    {"database.identity_url", +[](Settings& s) -> std::string& { return s.database.identity_url; }, 0, max_url_length,
     "For accounts."},
    {"database.notifications_url", +[](Settings& s) -> std::string& { return s.database.notifications_url; }, 0,
     max_url_length, "For what was mailed."},
    {"database.audit_url", +[](Settings& s) -> std::string& { return s.database.audit_url; }, 0, max_url_length,
     "For the audit log."},
    {"database.busy_timeout_ms", +[](Settings& s) -> milliseconds& { return s.database.busy_timeout; }, 10, 60'000,
     "How long a transaction waits for its turn to be written, or is begun again after it met another."},
    {"database.write_queue", +[](Settings& s) -> int& { return s.database.write_queue; }, 1, 100'000,
     "SQLite: transactions that may wait for the writer; more are refused."},
    {"database.group_size", +[](Settings& s) -> int& { return s.database.group_size; }, 1, 1000,
     "SQLite: how many waiting transactions share one durable commit at most."},
    {"database.readers", +[](Settings& s) -> int& { return s.database.readers; }, 1, 256,
     "SQLite: connections that read in parallel."},

    {"messaging.broker_url", +[](Settings& s) -> std::string& { return s.messaging.broker_url; }, 0, max_url_length,
     "`amqp://USER@HOST:PORT/VHOST` of RabbitMQ, without a password; several `HOST:PORT` may be given with commas. "
     "Empty: queues in the database."},
    {"messaging.broker_password", +[](Settings& s) -> SecretSetting& { return s.messaging.broker_password; }, 1, 4096,
     "The password for the broker."},
    {"messaging.broker_prefix", +[](Settings& s) -> std::string& { return s.messaging.broker_prefix; }, 1, 40,
     "What the names of this shop's exchanges and queues begin with."},
    {"messaging.ordering_threads", +[](Settings& s) -> int& { return s.messaging.ordering_threads; }, 1, 64,
     "Messages the checkout handles at once."},
    {"messaging.inventory_threads", +[](Settings& s) -> int& { return s.messaging.inventory_threads; }, 1, 64,
     "Messages inventory handles at once."},
    {"messaging.billing_threads", +[](Settings& s) -> int& { return s.messaging.billing_threads; }, 1, 256,
     "Messages billing handles at once: payments that may be at the gateway together."},
    {"messaging.catalog_threads", +[](Settings& s) -> int& { return s.messaging.catalog_threads; }, 1, 64,
     "Messages the catalogue handles at once."},
    {"messaging.notifications_threads", +[](Settings& s) -> int& { return s.messaging.notifications_threads; }, 1, 64,
     "Mails that are sent at once."},
    {"messaging.lease_s", +[](Settings& s) -> milliseconds& { return s.messaging.lease; }, 1, 3600,
     "How long a killed process keeps its messages from the others."},
    {"messaging.handling_limit_s", +[](Settings& s) -> milliseconds& { return s.messaging.handling_limit; }, 5, 86'400,
     "How long a message may be worked on before another consumer may take it. Longer than a payment with its "
     "retries."},
    {"messaging.max_attempts", +[](Settings& s) -> int& { return s.messaging.max_attempts; }, 1, 100,
     "How often a message is tried before it becomes a dead letter."},
    {"messaging.retry_base_ms", +[](Settings& s) -> milliseconds& { return s.messaging.retry_base; }, 1, hour_ms,
     "The delay before the second attempt; it grows with each one."},
    {"messaging.retry_cap_ms", +[](Settings& s) -> milliseconds& { return s.messaging.retry_cap; }, 1, 24 * hour_ms,
     "The longest delay between two attempts."},
    {"messaging.poll_ms", +[](Settings& s) -> milliseconds& { return s.messaging.poll_interval; }, 1, 60'000,
     "How often relay and consumers look for work that no commit woke them for."},
    {"messaging.batch_size", +[](Settings& s) -> int& { return s.messaging.batch_size; }, 1, 1000,
     "Messages that a consumer holds, or the relay hands on, at once."},

    {"cache.memory_bytes", +[](Settings& s) -> std::size_t& { return s.cache.memory_bytes; }, mebi, 64L * 1024 * mebi,
     "What the cache in the process may hold."},
    {"cache.redis_url", +[](Settings& s) -> std::string& { return s.cache.redis_url; }, 0, max_url_length,
     "`redis://USER@HOST:PORT/DATABASE`, without a password, of a cache that several hosts share. Empty: each host has "
     "its own only."},
    {"cache.redis_password", +[](Settings& s) -> SecretSetting& { return s.cache.redis_password; }, 1, 4096,
     "The password for Redis."},
    {"cache.redis_prefix", +[](Settings& s) -> std::string& { return s.cache.redis_prefix; }, 1, 40,
     "What this shop's keys in Redis begin with."},
    {"cache.sentinels", +[](Settings& s) -> std::string& { return s.cache.sentinels; }, 0, max_url_length,
     "`HOST:PORT` of Redis Sentinels, with commas. They know the master; host and port of `cache.redis_url` are not "
     "used then."},
    {"cache.sentinel_master", +[](Settings& s) -> std::string& { return s.cache.sentinel_master; }, 1, 255,
     "The master's name among the Sentinels."},
    {"cache.sentinel_user", +[](Settings& s) -> std::string& { return s.cache.sentinel_user; }, 0, 255,
     "The user for the Sentinels. Empty: their default one."},
    {"cache.sentinel_password", +[](Settings& s) -> SecretSetting& { return s.cache.sentinel_password; }, 1, 4096,
     "The password for the Sentinels, which is not the one for Redis. Empty: they want none."},
    {"cache.redis_timeout_ms", +[](Settings& s) -> milliseconds& { return s.cache.redis_timeout; }, 1, 10'000,
     "How long Redis may take to answer before the shop goes on without it."},

    {"worker.modules", +[](Settings& s) -> std::string& { return s.worker.modules; }, 1, 255,
     "Whose messages and jobs the worker handles, with commas."},

    {"checkout.step_timeout_s", +[](Settings& s) -> milliseconds& { return s.checkout.step_timeout; }, 1, 3600,
     "How long the checkout waits for a participant before it asks again."},
    {"checkout.step_retries", +[](Settings& s) -> int& { return s.checkout.step_retries; }, 0, 100,
     "How often it asks again before it turns back."},
    {"checkout.deadline_s", +[](Settings& s) -> milliseconds& { return s.checkout.deadline; }, 1, 86'400,
     "The whole checkout; after that the order ends `timed_out` and everything is given back."},
    {"checkout.reservation_minutes", +[](Settings& s) -> milliseconds& { return s.checkout.reservation; }, 1, 1440,
     "When a reservation that nobody used is given back. Longer than the checkout."},

    {"payments.gateway", +[](Settings& s) -> std::string& { return s.payments.gateway; }, 1, 32,
     "Who takes payments. `sandbox` plays one (docs/sandbox-payments.md), not in the production profile."},
    {"payments.timeout_ms", +[](Settings& s) -> milliseconds& { return s.payments.timeout; }, 1, 60'000,
     "One call of the payment gateway."},
    {"payments.retries", +[](Settings& s) -> int& { return s.payments.retries; }, 0, 20,
     "How often a call without an answer is repeated before the payment is `unavailable`."},
    {"payments.retry_base_ms", +[](Settings& s) -> milliseconds& { return s.payments.retry_base; }, 1, 60'000,
     "The longest pause before the first repeat; it doubles with each one, and the pause is a random part of it."},
    {"payments.retry_cap_ms", +[](Settings& s) -> milliseconds& { return s.payments.retry_cap; }, 1, 60'000,
     "The longest pause of all."},
    {"payments.reconcile_after_s", +[](Settings& s) -> milliseconds& { return s.payments.reconcile_after; }, 10, 86'400,
     "When a payment without an outcome is looked up at the gateway. Longer than a payment with its retries."},

    {"carts.expiry_days", +[](Settings& s) -> milliseconds& { return s.carts.expiry; }, 1, 3650,
     "When a cart that nobody touched is removed."},

    {"scheduler.checkout_interval_ms", +[](Settings& s) -> milliseconds& { return s.scheduler.checkout_interval; }, 10,
     60'000, "How often overdue checkouts are looked for."},
    {"scheduler.housekeeping_interval_s",
     +[](Settings& s) -> milliseconds& { return s.scheduler.housekeeping_interval; }, 1, 3600,
     "How often expired reservations and carts, unresolved payments and old messages are looked for."},

    {"log.level", +[](Settings& s) -> LogLevel& { return s.log.level; }, 0, 0,
     "The least serious event that is written.", Taken::on_reload},
    {"log.destination", +[](Settings& s) -> std::string& { return s.log.destination; }, 1, max_path_length,
     "`stderr`, or a file to append to."},
    {"log.figures_interval_s", +[](Settings& s) -> milliseconds& { return s.log.figures_interval; }, 1, 3600,
     "How often the API writes down what its cache, the breaker and the bounds have counted."},

    {"security.secret_key", +[](Settings& s) -> SecretSetting& { return s.security.secret_key; }, 32, 4096,
     "The server secret that cart and order tokens are made with, and the secrets of second factors are sealed with. "
     "Empty: `secret.key` in the data directory, made on the first start."},
    {"security.previous_secret_key", +[](Settings& s) -> SecretSetting& { return s.security.previous_secret_key; }, 32,
     4096, "Another one, whose tokens and seals still hold while it is changed: docs/secrets.md."},

    {"auth.issuer", +[](Settings& s) -> std::string& { return s.auth.issuer; }, 1, 255,
     "What access tokens name as their issuer, such as the shop's address. Tokens that name another are refused."},
    {"auth.audience", +[](Settings& s) -> std::string& { return s.auth.audience; }, 1, 255,
     "For whom access tokens are made out. Tokens for others are refused."},
    {"auth.access_ttl_s", +[](Settings& s) -> milliseconds& { return s.auth.access_ttl; }, 5, 600,
     "How long an access token works."},
    {"auth.leeway_s", +[](Settings& s) -> milliseconds& { return s.auth.leeway; }, 0, 60,
     "How far the clocks of two hosts may be apart: a token works for so much longer."},
    {"auth.session_unused_days", +[](Settings& s) -> milliseconds& { return s.auth.session_unused; }, 1, 3650,
     "How long somebody stays logged in on a device without using it."},
    {"auth.session_longest_days", +[](Settings& s) -> milliseconds& { return s.auth.session_longest; }, 1, 3650,
     "How long somebody stays logged in on a device at most."},
    {"auth.refresh_grace_s", +[](Settings& s) -> milliseconds& { return s.auth.refresh_grace; }, 0, 60,
     "How long a refresh token that was used may be shown again by a client that never got the answer. 0: never."},
    {"auth.signing_keys", +[](Settings& s) -> std::string& { return s.auth.signing_keys; }, 0, max_path_length,
     "The file of the keys that access tokens are signed with, which all hosts of a shop share; made on the first "
     "start. Empty: `signing-keys.jsonl` in the data directory."},
    {"auth.second_factor", +[](Settings& s) -> std::string& { return s.auth.second_factor; }, 1, 16,
     "Who must have a second factor: `optional` (nobody), `admins`, or `staff` (everybody but customers). Without one "
     "they can do nothing but get one."},
    {"auth.password_min_characters", +[](Settings& s) -> int& { return s.auth.password_min_characters; }, 8, 128,
     "The shortest password."},
    {"auth.hash_memory_kib", +[](Settings& s) -> int& { return s.auth.hash_memory_kib; }, 64, 256L * 1024,
     "The memory that hashing one password takes (argon2id). Below 19456 is for tests. Older hashes are made again as "
     "people log in."},
    {"auth.hash_passes", +[](Settings& s) -> int& { return s.auth.hash_passes; }, 1, 16, "How often it is gone over."},
    {"auth.hash_threads", +[](Settings& s) -> int& { return s.auth.hash_threads; }, 1, 64,
     "Passwords that are hashed at once."},
    {"auth.hash_queue", +[](Settings& s) -> int& { return s.auth.hash_queue; }, 0, 1000,
     "Passwords that may wait for that; more are answered 503. Best, with `auth.hash_threads`, below "
     "`http.write_threads`, so that a flood of log-ins leaves threads to shoppers."},

    {"mail.smtp_url", +[](Settings& s) -> std::string& { return s.mail.smtp_url; }, 0, max_url_length,
     "`smtp://USER@HOST:PORT` or `smtps://…` of the mail server, without a password; over `smtp://` the connection "
     "must "
     "turn to TLS unless the host is this machine. Empty: mails are dropped into `outbox` in the data directory."},
    {"mail.smtp_password", +[](Settings& s) -> SecretSetting& { return s.mail.smtp_password; }, 1, 4096,
     "The password for the mail server."},
    {"mail.ca_file", +[](Settings& s) -> std::string& { return s.mail.ca_file; }, 0, max_path_length,
     "Certificates of the authorities that the mail server's is checked against. Empty: those of the system."},
    {"mail.from", +[](Settings& s) -> std::string& { return s.mail.from; }, 3, 254,
     "The address that mails come from."},
    {"mail.timeout_ms", +[](Settings& s) -> milliseconds& { return s.mail.timeout; }, 100, 120'000,
     "How long handing over one mail may take."},

    {"secrets.refresh_s", +[](Settings& s) -> milliseconds& { return s.secrets.refresh; }, 1, 3600,
     "How often secrets are read again, so that a new password is used for the next connection."},
    {"secrets.sealing_key", +[](Settings& s) -> SecretSetting& { return s.secrets.sealing_key; }, 32, 4096,
     "What `sealed:` files are encrypted with: 32 random bytes or more, in any writing. `env:` or `file:` only."},
    {"secrets.vault_url", +[](Settings& s) -> std::string& { return s.secrets.vault_url; }, 0, max_url_length,
     "`https://HOST:PORT` of HashiCorp Vault, for `vault:`; `http://` only on this machine."},
    {"secrets.vault_token", +[](Settings& s) -> SecretSetting& { return s.secrets.vault_token; }, 1, 4096,
     "A token for it, renewed in time if it can be. `env:` or `file:` only."},
    {"secrets.vault_role_id", +[](Settings& s) -> std::string& { return s.secrets.vault_role_id; }, 0, 255,
     "The AppRole to log in as, instead of a token."},
    {"secrets.vault_secret_id", +[](Settings& s) -> SecretSetting& { return s.secrets.vault_secret_id; }, 1, 4096,
     "The role's secret id. `env:` or `file:` only."},
    {"secrets.vault_ca_file", +[](Settings& s) -> std::string& { return s.secrets.vault_ca_file; }, 0, max_path_length,
     "The authorities that may have signed its certificate. Empty: those that the system trusts."},
    {"secrets.vault_timeout_ms", +[](Settings& s) -> milliseconds& { return s.secrets.vault_timeout; }, 10, 60'000,
     "How long it may take for one answer."},

    {"shutdown.limit_s", +[](Settings& s) -> milliseconds& { return s.shutdown.limit; }, 1, 600,
     "When a process that was told to stop has ended. Requests and messages under way finish before."},
    {"shutdown.notice_ms", +[](Settings& s) -> milliseconds& { return s.shutdown.notice; }, 0, 60'000,
     "How long an API that was told to stop goes on serving while `/health/ready` says 503, so that balancers send "
     "nobody any more: longer than the time between two of their checks. At most half of `shutdown.limit_s` is taken."},
});

}  // namespace

std::span<const Setting> settings_table() { return table; }

}  // namespace orion::config
