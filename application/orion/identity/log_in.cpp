#include "orion/identity/log_in.hpp"

#include "orion/identity/patience.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace orion::identity {
namespace {

LogInQuestion question_of(const LogInCommand& command, const Digest& digest, Instant now) {
    auto email = Email::parse(command.email);
    const auto& account = email ? email->folded() : command.email;
    return {.email = email ? std::optional{*email} : std::nullopt,
            .address = command.client.address,
            .key_of_address = digest.sha256("log in\n" + account + "\n" + command.client.address),
            .key_of_everywhere = digest.sha256("log in\n" + account),
            .now = now};
}

Result<void> require_patience(const LogInFacts& facts, Instant now) {
    auto allowed = facts.from_address.next_allowed(attempts_from_one_address);
    if (!facts.knows_address) allowed = std::max(allowed, facts.from_everywhere.next_allowed(attempts_from_everywhere));
    return orion::identity::require_patience(allowed, now);
}

std::unexpected<Error> invalid_credentials() {
    return fail(ErrorKind::unauthenticated, "invalid_credentials", "E-mail address or password is wrong.");
}

void note_failure(IdentityWork& work, const LogInQuestion& question, std::string subject) {
    for (const auto& key : {question.key_of_address, question.key_of_everywhere})
        work.attempts().save(key, work.attempts().find(key).after_failure(question.now));
    work.record(
        {.name = "log_in_failed", .subject = std::move(subject), .actor = "anonymous", .address = question.address});
}

}  // namespace

Result<SignedIn> LogIn::execute(const LogInCommand& command) {
    const auto question = question_of(command, ports_.digest, ports_.clock.now());
    ORION_TRY(const auto facts, ports_.queries.log_in_facts(question));
    ORION_CHECK(require_patience(facts, question.now));
    ORION_TRY(const auto matched, match(facts, command.password));
    if (matched == PasswordMatch::none || !facts.user->is_active()) {
        ORION_CHECK(count_failure(question, facts));
        return invalid_credentials();
    }
    return open_session(command, *facts.user, matched, question);
}

Result<PasswordMatch> LogIn::match(const LogInFacts& facts, const Secret& password) {
    if (facts.user) return ports_.hasher.match(password, facts.user->password_hash());
    ORION_CHECK(ports_.hasher.match_nobody(password));
    return PasswordMatch::none;
}

Result<void> LogIn::count_failure(const LogInQuestion& question, const LogInFacts& facts) {
    return ports_.store.transact([&](IdentityWork& work) -> Result<void> {
        note_failure(work, question, facts.user ? named("user", facts.user->id()) : "user:unknown");
        return {};
    });
}

Result<bool> LogIn::is_let_in(const LogInCommand& command, User& found) const {
    if (!found.has_second_factor()) return true;
    if (command.shown.is_nothing())
        return fail(ErrorKind::unauthenticated, "second_factor_required", "Show the code of your app, too.");
    return use_second_factor(found, command.shown, ports_.apps, ports_.digest, ports_.clock.now());
}

Result<SignedIn> LogIn::open_session(const LogInCommand& command, const User& user, PasswordMatch match,
                                     const LogInQuestion& question) {
    std::optional<std::string> new_hash;
    if (match == PasswordMatch::outdated) {
        ORION_TRY(new_hash, ports_.hasher.hash(command.password));
    }
    ORION_TRY(auto opened, ports_.tokens.open(user, command.client, ports_.clock.now()));
    // That a failure was counted must be kept, so it is no error of the transaction.
    const auto is_in = ports_.store.transact([&](IdentityWork& work) -> Result<bool> {
        auto found = work.users().find(user.id());
        const bool is_as_seen = found && found->password_hash() == user.password_hash() &&
                                found->account_version() == user.account_version();
        if (!is_as_seen) return user_changed();
        ORION_TRY(const auto is_let, is_let_in(command, *found));
        if (!is_let) {
            note_failure(work, question, named("user", user.id()));
            return false;
        }
        if (new_hash) found->refresh_hash(*new_hash);
        ORION_CHECK(work.users().save(*found));
        work.attempts().remove(question.key_of_address);
        work.attempts().remove(question.key_of_everywhere);
        work.sessions().add(opened.session);
        work.sessions().add_token(opened.refresh_token);
        work.record({.name = "logged_in",
                     .subject = named("user", user.id()),
                     .after = {{"session", opened.session.id().to_string()}},
                     .actor = named("user", user.id()),
                     .address = command.client.address});
        return true;
    });
    if (!is_in) return std::unexpected{is_in.error()};
    if (!*is_in) return fail(ErrorKind::unauthenticated, "invalid_second_factor", "The code is wrong, or it was used.");
    return std::move(opened.signed_in);
}

}  // namespace orion::identity
