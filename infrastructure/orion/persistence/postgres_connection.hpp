#pragma once

#include "orion/persistence/connection.hpp"
#include "orion/persistence/postgres_options.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

struct pg_conn;
struct pg_result;
namespace soci {
class session;  // NOLINT(readability-identifier-naming): SOCI's
}

namespace orion::persistence::detail {

/// Where and how to connect.
struct PostgresLink {
    enum class Purpose : std::uint8_t { pooled, direct, migration };

    static PostgresLink of(const PostgresOptions& options, Purpose purpose);

    /// With the password as it is now.
    Secret text_with_password() const;

    std::string text;
    SecretSource password;
    bool keeps_statements;                     ///< false behind a pooler: statements have no names
    std::chrono::milliseconds answer_timeout;  ///< later than the server's own time-out
};

/// One connection to PostgreSQL. SOCI opens and owns it; statements go through libpq's pipeline mode on it, so that any
/// number of them, BEGIN and COMMIT included, can share a round trip, and every wait has a deadline. Each is prepared
/// on first use and kept. After a failure a transaction answers every further statement with the same failure.
class PostgresConnection final : public Connection {
public:
    /// Throws ConnectionLost.
    explicit PostgresConnection(const PostgresLink& link);
    ~PostgresConnection() override;

    Dialect dialect() const override { return Dialect::postgres; }
    bool execute(Sql sql, std::span<const Parameter> parameters, std::span<const Kind> columns) override;
    bool next_row() override { return ++row_ < rows_; }
    std::int64_t affected_rows() override { return affected_; }
    bool is_null(std::size_t column) const override;
    std::int64_t integer(std::size_t column) const override;
    std::string text(std::size_t column) const override;
    void close() noexcept override;
    void queue(Sql sql, std::span<const Parameter> parameters) override;
    void run_script(std::string_view script) override;
    bool in_transaction() const override { return in_transaction_; }
    std::int64_t total_changes() const override { return changes_; }
    std::int64_t round_trips() const override { return round_trips_; }

    /// Goes out with the first statement.
    void begin(Sql begin);
    /// Of statements that are transactions by themselves.
    void begin_statement() { answered_ = false; }
    /// Throws ConnectionLost when it is not known whether it was committed; RunAgain and others when it was not.
    void commit();
    /// Does not wait for the answer.
    void end() noexcept override;

    /// Whether anything was answered since `begin`.
    bool was_answered() const { return answered_; }
    bool is_broken() const { return broken_; }
    /// Whether an idle connection is still what it seems to be; looks only at what has arrived by itself.
    bool is_sound() noexcept;
    /// A round trip that may take this long.
    bool answers_within(std::chrono::milliseconds time) noexcept;
    std::chrono::steady_clock::time_point opened_at() const { return opened_at_; }

    /// What has arrived of LISTEN by now: the payloads.
    std::vector<std::string> notifications();
    int socket() const;

private:
    using Deadline = std::chrono::steady_clock::time_point;

    struct AnswerDeleter {
        void operator()(pg_result* answer) const noexcept;
    };
    using Answer = std::unique_ptr<pg_result, AnswerDeleter>;

    struct Statement {
        std::string name;
        std::string text;
        std::size_t parameters;
        bool prepared = false;
    };
    /// The identity of a literal is its address; the same text may also be used with other types.
    struct Key {
        const char* text;
        std::uint64_t types;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept;
    };
    struct Expected {
        enum class Kind : std::uint8_t { preparation, statement, end } kind;
        Statement* statement = nullptr;
        bool stale = false;  ///< of a transaction that was given up
    };

    Statement& statement_of(Sql sql, std::span<const Parameter> parameters);
    void submit(Sql sql, std::span<const Parameter> parameters);
    void submit_begin();
    void exchange();
    void collect();
    void take(const Expected& expected, Answer answer);
    Answer await_answer(Deadline deadline);
    void await_socket(short events, Deadline deadline);
    void check_sent(int sent);
    void run_simple(std::string_view script);
    [[noreturn]] void lose(const char* why);

    const bool keeps_statements_;
    std::chrono::milliseconds answer_timeout_;
    const Deadline opened_at_ = std::chrono::steady_clock::now();
    std::unique_ptr<soci::session> session_;
    pg_conn* handle_ = nullptr;
    std::unordered_map<Key, std::unique_ptr<Statement>, KeyHash> statements_;
    std::deque<Expected> expected_;

    std::optional<Sql> begin_;
    bool in_transaction_ = false;
    bool answered_ = false;
    bool broken_ = false;
    std::exception_ptr failure_;

    Answer answer_;
    int row_ = 0;
    int rows_ = 0;
    std::int64_t affected_ = 0;
    std::int64_t changes_ = 0;
    std::int64_t round_trips_ = 0;
};

}  // namespace orion::persistence::detail
