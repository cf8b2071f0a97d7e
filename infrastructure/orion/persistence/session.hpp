#pragma once

#include "orion/kernel/id.hpp"
#include "orion/kernel/instant.hpp"
#include "orion/kernel/sku.hpp"
#include "orion/persistence/database_error.hpp"
#include "orion/persistence/sql.hpp"

#include <array>
#include <chrono>
#include <concepts>
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

enum class Kind : std::uint8_t { integer, text };

/// A parameter as SQLite will see it. The text belongs to the caller.
struct Parameter {
    Kind kind;
    bool null = false;
    std::int64_t integer = 0;
    std::string_view text{};
};

template <class T>
concept Integer = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> && sizeof(T) <= 8 &&
                  (std::signed_integral<T> || sizeof(T) < 8);

/// What keeps a parameter's text alive while its statement runs.
template <Integer T>
std::int64_t held(T value) {
    return value;
}
inline std::string_view held(std::string_view text) { return text; }
inline std::int64_t held(Instant instant) { return instant.time_since_epoch().count(); }
inline std::string_view held(const Sku& sku) { return sku.text(); }
template <class Tag>
std::string held(const Id<Tag>& id) {
    return id.to_string();
}
inline std::nullopt_t held(std::nullopt_t) { return std::nullopt; }
template <class T>
auto held(const std::optional<T>& value) {
    using Inner = decltype(held(*value));
    return value ? std::optional<Inner>{held(*value)} : std::optional<Inner>{};
}

inline Parameter parameter(std::int64_t value) { return {.kind = Kind::integer, .integer = value}; }
inline Parameter parameter(std::string_view text) { return {.kind = Kind::text, .text = text}; }
inline Parameter parameter(const std::string& text) { return parameter(std::string_view{text}); }
inline Parameter parameter(std::nullopt_t) { return {.kind = Kind::text, .null = true}; }
template <class T>
Parameter parameter(const std::optional<T>& value) {
    if (value) return parameter(*value);
    return {.kind = std::same_as<T, std::int64_t> ? Kind::integer : Kind::text, .null = true};
}

template <class C>
inline constexpr bool is_column = false;
template <>
inline constexpr bool is_column<std::int64_t> = true;
template <>
inline constexpr bool is_column<std::string> = true;
template <>
inline constexpr bool is_column<std::optional<std::int64_t>> = true;
template <>
inline constexpr bool is_column<std::optional<std::string>> = true;

template <class C>
inline constexpr Kind kind_of =
    std::same_as<C, std::int64_t> || std::same_as<C, std::optional<std::int64_t>> ? Kind::integer : Kind::text;

}  // namespace detail

/// One connection to a SQLite file and its prepared statements: each is prepared on first use and reused from then on.
/// Foreign keys are on, commits are durable when they return. Not to be shared between threads.
///
/// Parameters bind to `:1`, `:2`, … by number, whatever their order in the text, and may be used more than once there:
/// integers, texts, `Id<Tag>` (as text), `Instant` (as milliseconds), `Sku`, `std::nullopt`, and optionals of these.
/// Columns come back as `std::int64_t`, `std::string` or optionals of them; NULL in a column that is not optional, or a
/// wrong number of parameters, is a contract violation. Throws ConstraintViolation, DatabaseUnavailable or
/// DatabaseFailure (anything else: a bug in a statement).
class Session {
public:
    enum class Access { read_write, read_only };
    struct Options {
        std::filesystem::path file;
        Access access = Access::read_write;
        std::chrono::milliseconds busy_timeout{5000};  ///< how long to wait for another process's lock
    };

    /// Opens an existing file. Throws CannotOpenDatabase.
    explicit Session(Options options);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// For statements without a result. Returns how many rows they inserted, updated or deleted.
    template <class... P>
    std::int64_t run(Sql sql, const P&... params) {
        return with_parameters(
            [&](std::span<const detail::Parameter> parameters) {
                Cursor cursor{*this, sql, parameters, {}};
                return cursor.affected_rows();
            },
            params...);
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
    /// Whether a BEGIN is open. SQLite ends a transaction by itself on a full disk, for example.
    bool in_transaction() const;
    /// Rows changed since this session was opened, undone ones included.
    std::int64_t total_changes() const;

private:
    class Connection;
    class Statement;
    static constexpr std::size_t no_limit = static_cast<std::size_t>(-1);

    /// A statement being executed; resets it when it goes.
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

        Session& session_;
        Statement* statement_;
        bool has_row_ = false;
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

    Statement& prepared(Sql sql, std::span<const detail::Parameter> parameters, std::span<const detail::Kind> columns);

    template <class F>
    void guarded(Statement*& statement, F&& use);

    std::unique_ptr<Connection> connection_;
};

}  // namespace orion::persistence
