#include "orion/payments/sandbox_ledger.hpp"

#include "orion/persistence/migrations.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace orion::payments {
namespace {

using billing::Charge;
using billing::ChargeAnswer;
using billing::Reversal;
using persistence::Session;

constexpr ChargeStep unanswered{.kind = ChargeStep::Kind::unanswered};

constexpr ChargeStep answered(ChargeAnswer answer) { return {.kind = ChargeStep::Kind::answered, .answer = answer}; }

struct Entry {
    std::int64_t amount;
    std::string currency;
    std::string state;
    std::int64_t attempts;
    std::int64_t due_ms;  ///< of a pending one
};

/// One charge within a transaction of the ledger.
class Book {
public:
    Book(Session& session, const std::string& key, Instant now) : session_{session}, key_{key}, now_{now} {
        // A slow charge takes its money when its time has come, whoever looks.
        session_.run(
            "UPDATE charges SET state = 'captured', captured_at = due_at"
            " WHERE key = :1 AND state = 'pending' AND due_at <= :2",
            key_, now_);
    }

    std::optional<Entry> find() {
        auto row = session_.row<std::int64_t, std::string, std::string, std::int64_t, std::int64_t>(
            "SELECT amount, currency, state, attempts, coalesce(due_at, 0) FROM charges WHERE key = :1", key_);
        if (!row) return std::nullopt;
        auto& [amount, currency, state, attempts, due] = *row;
        return Entry{amount, std::move(currency), std::move(state), attempts, due};
    }

    void open(const Charge& charge, std::string_view token) {
        session_.run(
            "INSERT INTO charges (key, amount, currency, token, state, attempts, first_at, last_at)"
            " VALUES (:1, :2, :3, :4, 'attempted', 1, :5, :5)",
            key_, charge.amount.amount(), charge.amount.currency().code(), token, now_);
    }

    void count_attempt() {
        session_.run("UPDATE charges SET attempts = attempts + 1, last_at = :2 WHERE key = :1", key_, now_);
    }

    void capture() {
        session_.run("UPDATE charges SET state = 'captured', captured_at = :2 WHERE key = :1", key_, now_);
    }

    void decline() { session_.run("UPDATE charges SET state = 'declined' WHERE key = :1", key_); }

    Instant delay(std::chrono::milliseconds by) {
        const auto due = now_ + by;
        session_.run("UPDATE charges SET state = 'pending', due_at = :2 WHERE key = :1", key_, due);
        return due;
    }

    void give_back() {
        session_.run("UPDATE charges SET state = 'refunded', refunded_at = :2 WHERE key = :1", key_, now_);
    }

    void close() { session_.run("UPDATE charges SET state = 'voided' WHERE key = :1", key_); }

    std::optional<std::string> reversal() {
        auto row = session_.row<std::string>("SELECT result FROM reversals WHERE key = :1", key_);
        if (!row) return std::nullopt;
        return std::get<0>(std::move(*row));
    }

    void record_reversal(std::string_view result) {
        session_.run(
            "INSERT INTO reversals (key, result, attempts, first_at, last_at) VALUES (:1, :2, 1, :3, :3)"
            " ON CONFLICT (key) DO UPDATE SET attempts = attempts + 1, last_at = excluded.last_at",
            key_, result, now_);
    }

private:
    Session& session_;
    const std::string& key_;
    Instant now_;
};

ChargeStep known_step(const std::optional<Entry>& entry) {
    if (!entry || entry->state == "attempted") return unanswered;
    if (entry->state == "captured") return answered(ChargeAnswer::captured);
    if (entry->state == "pending")
        return {.kind = ChargeStep::Kind::waiting, .due = Instant{std::chrono::milliseconds{entry->due_ms}}};
    return answered(ChargeAnswer::declined);
}

ChargeStep decide(Book& book, std::optional<SandboxToken> token, std::int64_t attempt) {
    if (!token || token->kind == SandboxToken::Kind::decline) {
        book.decline();
        return answered(ChargeAnswer::declined);
    }
    switch (token->kind) {
        case SandboxToken::Kind::unavailable:
            return unanswered;
        case SandboxToken::Kind::flaky:
            if (attempt <= 2) return unanswered;
            break;
        case SandboxToken::Kind::slow:
            return {.kind = ChargeStep::Kind::waiting, .due = book.delay(token->delay)};
        case SandboxToken::Kind::lost:
            book.capture();
            return unanswered;
        case SandboxToken::Kind::approve:
        case SandboxToken::Kind::decline:
            break;
    }
    book.capture();
    return answered(ChargeAnswer::captured);
}

std::string_view text_of(Reversal reversal) {
    switch (reversal) {
        case Reversal::nothing_taken:
            return "nothing_taken";
        case Reversal::voided:
            return "voided";
        case Reversal::refunded:
            return "refunded";
    }
    std::unreachable();
}

Reversal reversal_of(std::string_view text) {
    if (text == "refunded") return Reversal::refunded;
    return text == "voided" ? Reversal::voided : Reversal::nothing_taken;
}

Reversal reverse_charge(Book& book) {
    const auto entry = book.find();
    if (entry && entry->state == "captured") {
        book.give_back();
        return Reversal::refunded;
    }
    const bool is_open = entry && (entry->state == "pending" || entry->state == "attempted");
    if (is_open) book.close();
    return entry && entry->state == "pending" ? Reversal::voided : Reversal::nothing_taken;
}

persistence::SqliteOptions prepared(const std::filesystem::path& file, const Clock& clock) {
    constexpr std::array<std::string_view, 1> module{"sandbox_gateway"};
    const auto migrated = persistence::Migrator{file, persistence::embedded_migrations(module), clock}.migrate();
    if (!migrated) throw persistence::CannotOpenDatabase{"the sandbox gateway's ledger: " + migrated.error().message};
    return {.file = file, .readers_max = 1};
}

}  // namespace

SandboxLedger::SandboxLedger(const std::filesystem::path& file, const Clock& clock)
    : clock_{clock}, database_{prepared(file, clock)} {}

Result<ChargeStep> SandboxLedger::attempt(const Charge& charge) {
    auto step = unanswered;
    ORION_CHECK(database_.write([&](Session& session) -> Result<void> {
        Book book{session, charge.key, clock_.now()};
        const auto token = SandboxToken::parse(charge.token.expose());
        const auto entry = book.find();
        if (book.reversal()) {
            step = answered(ChargeAnswer::declined);
            return {};
        }
        if (!entry) {
            book.open(charge, token ? token->name() : "unknown");
            step = decide(book, token, 1);
            return {};
        }
        if (entry->amount != charge.amount.amount() || entry->currency != charge.amount.currency().code())
            return fail(ErrorKind::unavailable, "gateway_key_reused", "The gateway knows this key for another amount.");
        book.count_attempt();
        step = entry->state == "attempted" ? decide(book, token, entry->attempts + 1) : known_step(entry);
        return {};
    }));
    return step;
}

Result<ChargeStep> SandboxLedger::look_up(const std::string& key) {
    auto step = unanswered;
    ORION_CHECK(database_.write([&](Session& session) -> Result<void> {
        Book book{session, key, clock_.now()};
        step = book.reversal() ? answered(ChargeAnswer::declined) : known_step(book.find());
        return {};
    }));
    return step;
}

Result<Reversal> SandboxLedger::reverse(const std::string& key) {
    auto reversal = Reversal::nothing_taken;
    ORION_CHECK(database_.write([&](Session& session) -> Result<void> {
        Book book{session, key, clock_.now()};
        const auto known = book.reversal();
        reversal = known ? reversal_of(*known) : reverse_charge(book);
        book.record_reversal(text_of(reversal));
        return {};
    }));
    return reversal;
}

}  // namespace orion::payments
