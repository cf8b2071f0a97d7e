#pragma once

#include "orion/persistence/database_error.hpp"
#include "orion/persistence/parameters.hpp"
#include "orion/persistence/sql.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace orion::persistence {

namespace detail {
class Connection;
}

/// What was asked of a database. BEGIN, COMMIT, savepoints and scripts are not counted as statements; a round trip is
/// a wait for an answer, which several statements of PostgreSQL can share.
struct Traffic {
    std::int64_t statements = 0;
    std::int64_t round_trips = 0;
};

/// One connection to a database and its prepared statements: each is prepared on first use and reused from then on.
/// Foreign keys are checked, commits are durable when they return. Not to be shared between threads.
///
/// Parameters bind to `:1`, `:2`, … by number, whatever their order in the text, and may be used more than once there:
/// integers (64 bits), texts, `Id<Tag>` (as text), `Instant` (as milliseconds), `Sku`, `std::nullopt`, and optionals of
/// these. Columns come back as `std::int64_t`, `std::string` or optionals of them; NULL in a column that is not
/// optional, or a wrong number of parameters, is a contract violation. Throws ConstraintViolation, DatabaseUnavailable
/// or DatabaseFailure (anything else: a bug in a statement). After any of them a transaction can only be given up.
class Session {
public:
    enum class Access { read_write, read_only };
    struct Options {
        std::filesystem::path file;
        Access access = Access::read_write;
        std::chrono::milliseconds busy_timeout{5000};  ///< how long to wait for another process's lock
    };

    /// Opens an existing SQLite file. Throws CannotOpenDatabase.
    explicit Session(const Options& options);
    explicit Session(std::unique_ptr<detail::Connection> connection);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// For statements without a result. Returns how many rows they inserted, updated or deleted.
    template <class... P>
    std::int64_t run(Sql sql, const P&... params) {
        return with_parameters(
            [&](std::span<const detail::Parameter> parameters) {
                const Cursor cursor{*this, sql, parameters, {}};
                return cursor.affected_rows();
            },
            params...);
    }

    /// Like `run`, for a statement whose number of rows nobody needs. PostgreSQL gets it together with the next one, or
    /// with the commit, and what it throws is thrown there.
    template <class... P>
    void send(Sql sql, const P&... params) {
        with_parameters([&](std::span<const detail::Parameter> parameters) { queue(sql, parameters); }, params...);
    }

    /// `session.rows<std::string, std::int64_t>("SELECT name, size FROM … WHERE owner = :1", owner)`
    template <class... C, class... P>
    std::vector<std::tuple<C...>> rows(Sql sql, const P&... params) {
        return fetch<C...>(sql, no_limit, params...);
    }

    /// The first row, if there is any.
    template <class... C, class... P>
    std::optional<std::tuple<C...>> row(Sql sql, const P&... params) {
        auto found = fetch<C...>(sql, 1, params...);
        if (found.empty()) return std::nullopt;
        return std::move(found.front());
    }

    /// Runs many statements, such as a migration. `script` is embedded at build time; it never holds input.
    void run_script(std::string_view script);
    /// BEGIN, SAVEPOINT and the like: `run`, but not counted as a statement.
    void control(Sql sql);

    /// Undoes the transaction that is open, if any.
    void give_up() noexcept;

    /// For what no SQL text can be written for both, such as checking a whole file.
    Dialect dialect() const;
    /// Whether a BEGIN is open. SQLite ends a transaction by itself on a full disk, for example.
    bool in_transaction() const;
    /// Rows changed since this session was opened, undone ones included.
    std::int64_t total_changes() const;
    /// Since it was last asked.
    Traffic take_traffic();
    /// From now on at most so many more statements; another one is a contract violation. For `Database::query`.
    void limit_statements(std::optional<std::int64_t> most);

    /// For the database that opened it.
    detail::Connection& connection() { return *connection_; }

private:
    static constexpr std::size_t no_limit = static_cast<std::size_t>(-1);

    /// A statement being executed; closes it when it goes.
    class Cursor {
    public:
        Cursor(Session& session, Sql sql, std::span<const detail::Parameter> parameters,
               std::span<const detail::Kind> columns);
        ~Cursor();
        Cursor(const Cursor&) = delete;
        Cursor& operator=(const Cursor&) = delete;

        bool has_row() const { return has_row_; }
        void next();
        std::int64_t affected_rows() const;
        template <class C>
        C column(std::size_t index) const {
            if constexpr (std::same_as<C, std::int64_t>) return integer(index);
            if constexpr (std::same_as<C, std::string>) return text(index);
            if constexpr (std::same_as<C, std::optional<std::int64_t>>) return is_null(index) ? C{} : C{integer(index)};
            if constexpr (std::same_as<C, std::optional<std::string>>) return is_null(index) ? C{} : C{text(index)};
        }

    private:
        bool is_null(std::size_t index) const;
        std::int64_t integer(std::size_t index) const;
        std::string text(std::size_t index) const;

        detail::Connection& connection_;
        bool has_row_;
    };

    template <class F, class... P>
    static auto with_parameters(F&& use, const P&... params) {
        static_assert(sizeof...(P) <= 31, "at most 31 parameters");
        const auto keep = std::make_tuple(detail::held(params)...);
        return std::apply(
            [&](const auto&... values) {
                const std::array<detail::Parameter, sizeof...(P)> parameters{detail::parameter(values)...};
                return use(std::span<const detail::Parameter>{parameters});
            },
            keep);
    }

    template <class... C, class... P>
    std::vector<std::tuple<C...>> fetch(Sql sql, std::size_t limit, const P&... params) {
        static_assert(sizeof...(C) > 0 && sizeof...(C) <= 31, "name the types of the columns, at most 31");
        static_assert((detail::is_column<C> && ...), "columns are std::int64_t, std::string or optionals of them");
        static constexpr std::array<detail::Kind, sizeof...(C)> kinds{detail::kind_of<C>...};
        return with_parameters(
            [&](std::span<const detail::Parameter> parameters) {
                std::vector<std::tuple<C...>> found;
                Cursor cursor{*this, sql, parameters, kinds};
                for (; cursor.has_row(); cursor.next()) {
                    found.push_back([&]<std::size_t... I>(std::index_sequence<I...>) {
                        return std::tuple<C...>{cursor.column<C>(I)...};
                    }(std::index_sequence_for<C...>{}));
                    if (found.size() == limit) break;
                }
                return found;
            },
            params...);
    }

    void queue(Sql sql, std::span<const detail::Parameter> parameters);
    void count_statement();

    std::unique_ptr<detail::Connection> connection_;
    Traffic traffic_;
    std::int64_t round_trips_before_ = 0;
    std::optional<std::int64_t> statements_left_;
};

}  // namespace orion::persistence
