#include "orion/persistence/sqlite_connection.hpp"

#include "orion/kernel/result.hpp"

#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <algorithm>
#include <array>
#include <random>
#include <thread>
#include <unordered_map>

namespace orion::persistence::detail {

using sqlite_api::sqlite3;

namespace {

/// SQLite's own handler sleeps up to 100 ms, which starves one of two busy processes.
struct BusyWait {
    std::chrono::milliseconds limit;
    std::chrono::steady_clock::time_point since{};
    std::minstd_rand jitter{std::random_device{}()};

    static int again(void* self, int count) {
        auto& wait = *static_cast<BusyWait*>(self);
        const auto now = std::chrono::steady_clock::now();
        if (count == 0) wait.since = now;
        if (now - wait.since >= wait.limit) return 0;
        const int longest_us = std::min(100 * (count + 1), 2000);
        std::this_thread::sleep_for(
            std::chrono::microseconds{std::uniform_int_distribution{longest_us / 2, longest_us}(wait.jitter)});
        return 1;
    }
};

Constraint constraint_of(int extended_code) {
    switch (extended_code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return Constraint::unique;
        case SQLITE_CONSTRAINT_CHECK:
            return Constraint::check;
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return Constraint::foreign_key;
        case SQLITE_CONSTRAINT_NOTNULL:
            return Constraint::not_null;
        default:
            return Constraint::other;
    }
}

struct ConnectionError {
    int extended_code;
    std::string message;
};

ConnectionError error_of(sqlite3* database) {
    return {sqlite_api::sqlite3_extended_errcode(database), sqlite_api::sqlite3_errmsg(database)};
}

[[noreturn]] void throw_failure(const ConnectionError& error) {
    const auto& [extended_code, message] = error;
    switch (extended_code & 0xff) {
        case SQLITE_CONSTRAINT: {
            const auto kind = constraint_of(extended_code);
            if (kind == Constraint::foreign_key) throw ConstraintViolation{kind, std::string{foreign_key_name}};
            const auto colon = message.find(": ");
            throw ConstraintViolation{kind, colon == std::string::npos ? message : message.substr(colon + 2)};
        }
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_NOMEM:
        case SQLITE_READONLY:
        case SQLITE_INTERRUPT:
        case SQLITE_IOERR:
        case SQLITE_CORRUPT:
        case SQLITE_FULL:
        case SQLITE_CANTOPEN:
        case SQLITE_PROTOCOL:
        case SQLITE_NOTADB:
            throw DatabaseUnavailable{message};
        default:
            throw DatabaseFailure{message};
    }
}

std::string connect_string(const Session::Options& options) {
    std::error_code ignored;
    const auto file = options.file.string();
    if (!std::filesystem::is_regular_file(options.file, ignored))
        throw CannotOpenDatabase{"there is no database file " + file};
    if (file.find('"') != std::string::npos)
        throw CannotOpenDatabase{"a database path must not contain a double quote: " + file};
    return "db=\"" + file + "\"";
}

/// One prepared statement with the variables it is bound to, so that a new execution only assigns them.
class Statement {
public:
    Statement(soci::session& session, std::string_view sql, std::span<const Parameter> parameters,
              std::span<const Kind> columns)
        : inputs_(parameters.size()), outputs_(columns.size()), statement_{session} {
        statement_.alloc();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            Slot& slot = outputs_[i];
            if (columns[i] == Kind::integer)
                statement_.exchange(soci::into(slot.integer, slot.indicator));
            else
                statement_.exchange(soci::into(slot.text, slot.indicator));
        }
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            Slot& slot = inputs_[i];
            const auto name = std::to_string(i + 1);
            if (parameters[i].kind == Kind::integer)
                statement_.exchange(soci::use(slot.integer, slot.indicator, name));
            else
                statement_.exchange(soci::use(slot.text, slot.indicator, name));
        }
        statement_.prepare(std::string{sql});
        statement_.define_and_bind();
        const int expected = sqlite_api::sqlite3_bind_parameter_count(handle());
        contract(expected == static_cast<int>(parameters.size()), "wrong number of parameters for a statement");
        contract(sqlite_api::sqlite3_column_count(handle()) == static_cast<int>(columns.size()),
                 "wrong number of columns for a statement");
    }

    bool execute(std::span<const Parameter> parameters) {
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            Slot& slot = inputs_[i];
            slot.indicator = parameters[i].null ? soci::i_null : soci::i_ok;
            if (parameters[i].kind == Kind::integer)
                slot.integer = parameters[i].integer;
            else
                slot.text.assign(parameters[i].text);
        }
        return statement_.execute(true);
    }

    bool fetch() { return statement_.fetch(); }
    void reset() noexcept {
        if (auto* handle_now = handle()) sqlite_api::sqlite3_reset(handle_now);
    }
    std::int64_t affected_rows() { return statement_.get_affected_rows(); }

    bool is_null(std::size_t index) const { return outputs_[index].indicator == soci::i_null; }
    std::int64_t integer(std::size_t index) const { return outputs_[index].integer; }
    const std::string& text(std::size_t index) const { return outputs_[index].text; }

private:
    struct Slot {
        long long integer = 0;
        std::string text;
        soci::indicator indicator = soci::i_null;
    };

    sqlite_api::sqlite3_stmt* handle() {
        return static_cast<soci::sqlite3_statement_backend*>(statement_.get_backend())->stmt_;
    }

    std::vector<Slot> inputs_;
    std::vector<Slot> outputs_;
    soci::statement statement_;
};

class SqliteConnection final : public Connection {
public:
    explicit SqliteConnection(const Session::Options& options)
        : busy_{options.busy_timeout}, session_{*soci::factory_sqlite3(), connect_string(options)} {
        sqlite_api::sqlite3_busy_handler(handle(), &BusyWait::again, &busy_);
        sqlite_api::sqlite3_extended_result_codes(handle(), 0);
        if (sqlite_api::sqlite3_db_readonly(handle(), "main") != 0)
            throw CannotOpenDatabase{"the database file is read-only: " + options.file.string()};
        configure(options);
    }

    Dialect dialect() const override { return Dialect::sqlite; }

    bool execute(Sql sql, std::span<const Parameter> parameters, std::span<const Kind> columns) override {
        ++executed_;
        return guarded([&] {
            open_ = &prepared(sql.text(Dialect::sqlite), parameters, columns);
            return open_->execute(parameters);
        });
    }
    bool next_row() override {
        return guarded([&] { return open_->fetch(); });
    }
    std::int64_t affected_rows() override { return open_->affected_rows(); }
    bool is_null(std::size_t column) const override { return open_->is_null(column); }
    std::int64_t integer(std::size_t column) const override { return open_->integer(column); }
    std::string text(std::size_t column) const override { return open_->text(column); }

    // A statement left in the middle of its rows would keep its snapshot and stop checkpoints.
    void close() noexcept override {
        if (open_ != nullptr) open_->reset();
        open_ = nullptr;
    }

    void queue(Sql sql, std::span<const Parameter> parameters) override {
        execute(sql, parameters, {});
        close();
    }

    void run_script(std::string_view script) override {
        const int code = sqlite_api::sqlite3_exec(handle(), std::string{script}.c_str(), nullptr, nullptr, nullptr);
        if (code != SQLITE_OK) throw_failure(error_of(handle()));
    }

    void end() noexcept override {
        close();
        if (in_transaction()) sqlite_api::sqlite3_exec(handle(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    bool in_transaction() const override { return sqlite_api::sqlite3_get_autocommit(handle()) == 0; }
    std::int64_t total_changes() const override { return sqlite_api::sqlite3_total_changes64(handle()); }
    std::int64_t round_trips() const override { return executed_; }

private:
    /// The identity of a literal is its address; the same text may also be used with other types.
    struct Key {
        const char* text;
        std::uint64_t kinds;
        bool operator==(const Key&) const = default;
    };
    struct KeyHash {
        std::size_t operator()(const Key& key) const noexcept {
            return std::hash<const char*>{}(key.text) ^ (key.kinds * 0x9E3779B97F4A7C15U);
        }
    };

    sqlite3* handle() const {
        // NOLINTNEXTLINE(cppcoreguidelines-pro-type-static-cast-downcast): it was made by that factory.
        return static_cast<const soci::sqlite3_session_backend*>(session_.get_backend())->conn_;
    }

    bool has_write_ahead_log() {
        constexpr std::array<Kind, 1> one_text{Kind::text};
        execute("PRAGMA journal_mode", {}, one_text);
        const bool has_log = text(0) == "wal";
        close();
        return has_log;
    }

    /// SQLite does not ask the busy handler before it refuses this switch.
    void use_write_ahead_log() {
        BusyWait wait{busy_.limit};
        int code = SQLITE_OK;
        int count = 0;
        do {
            code = sqlite_api::sqlite3_exec(handle(), "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr);
        } while ((code & 0xff) == SQLITE_BUSY && BusyWait::again(&wait, count++) != 0);
        if (code != SQLITE_OK) throw_failure(error_of(handle()));
    }

    void configure(const Session::Options& options) {
        if (!has_write_ahead_log()) use_write_ahead_log();
        if (!has_write_ahead_log())
            throw CannotOpenDatabase{"the database file cannot use a write-ahead log: " + options.file.string()};
        run_script(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
            "PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864;"
            // What is erased is overwritten.
            "PRAGMA secure_delete = ON;");
        if (options.access == Session::Access::read_only) run_script("PRAGMA query_only = ON");
    }

    Statement& prepared(std::string_view sql, std::span<const Parameter> parameters, std::span<const Kind> columns) {
        std::uint64_t kinds = 1;
        for (const Parameter& parameter : parameters) kinds = kinds << 1 | static_cast<std::uint64_t>(parameter.kind);
        kinds = kinds << 1 | 1;
        for (const Kind column : columns) kinds = kinds << 1 | static_cast<std::uint64_t>(column);
        // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): the address, not the text
        auto& statement = statements_[{sql.data(), kinds}];
        if (!statement) statement = std::make_unique<Statement>(session_, sql, parameters, columns);
        return *statement;
    }

    template <class F>
    bool guarded(F&& use) {
        try {
            return use();
        } catch (const soci::soci_error& error) {
            // SOCI finalizes a statement that failed: it must be prepared again.
            auto failure = error_of(handle());
            if (failure.extended_code == SQLITE_OK) failure.message = error.get_error_message();
            std::erase_if(statements_, [&](const auto& entry) { return !entry.second || entry.second.get() == open_; });
            open_ = nullptr;
            throw_failure(failure);
        } catch (...) {
            close();
            throw;
        }
    }

    BusyWait busy_;
    mutable soci::session session_;
    std::unordered_map<Key, std::unique_ptr<Statement>, KeyHash> statements_;
    Statement* open_ = nullptr;
    std::int64_t executed_ = 0;
};

}  // namespace

std::unique_ptr<Connection> open_sqlite(const Session::Options& options) {
    try {
        return std::make_unique<SqliteConnection>(options);
    } catch (const CannotOpenDatabase&) {
        throw;
    } catch (const DatabaseFailure& failure) {
        throw CannotOpenDatabase{"cannot use " + options.file.string() + ": " + failure.what()};
    } catch (const soci::soci_error& error) {
        throw CannotOpenDatabase{"cannot open " + options.file.string() + ": " + error.what()};
    }
}

}  // namespace orion::persistence::detail
