#pragma once

#include "orion/notifications/notifications_store.hpp"

#include "support/fake_id_generator.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

namespace orion::test {

/// What every store of notifications keeps.
inline void notifications_contract(notifications::NotificationsStore& store) {
    using notifications::AccountMail;
    using notifications::NotificationsWork;
    constexpr std::array every_mail{AccountMail::welcome,
                                    AccountMail::verification,
                                    AccountMail::password_reset,
                                    AccountMail::password_changed,
                                    AccountMail::email_change,
                                    AccountMail::second_factor_added,
                                    AccountMail::second_factor_removed};
    FakeIdGenerator ids;
    const auto at = [](int hour) { return Instant{std::chrono::hours{hour}}; };
    const auto record = [&](MessageId message, AccountMail mail, Instant when) {
        REQUIRE(store.transact([&](NotificationsWork& work) -> Result<void> {
            work.record({.message = message, .mail = mail, .sent_at = when});
            return {};
        }));
    };
    const auto was_sent = [&](MessageId message) {
        return store.transact([&](NotificationsWork& work) -> Result<bool> { return work.was_sent(message); }).value();
    };
    const auto forget = [&](Instant before, int limit) {
        return store
            .transact([&](NotificationsWork& work) -> Result<std::int64_t> { return work.forget(before, limit); })
            .value();
    };

    SUBCASE("a mail was sent once it is recorded, and may be recorded again") {
        const auto message = ids.next<MessageId>();
        CHECK_FALSE(was_sent(message));
        for (const auto mail : every_mail) record(message, mail, at(1));
        CHECK(was_sent(message));
        CHECK_FALSE(was_sent(ids.next<MessageId>()));
    }

    SUBCASE("every kind of mail can be recorded") {
        for (const auto mail : every_mail) {
            const auto message = ids.next<MessageId>();
            record(message, mail, at(1));
            CHECK(was_sent(message));
        }
    }

    SUBCASE("nothing is recorded by a transaction that fails") {
        const auto message = ids.next<MessageId>();
        CHECK_FALSE(store.transact([&](NotificationsWork& work) -> Result<void> {
            work.record({.message = message, .mail = AccountMail::welcome, .sent_at = at(1)});
            return fail(ErrorKind::conflict, "only_trying", "");
        }));
        CHECK_FALSE(was_sent(message));
    }

    SUBCASE("what was sent long ago is forgotten, so many at a time") {
        for (int hour = 0; hour < 5; ++hour) record(ids.next<MessageId>(), AccountMail::welcome, at(hour));
        CHECK(forget(at(3), 2) == 2);
        CHECK(forget(at(3), 2) == 1);
        CHECK(forget(at(3), 2) == 0);
    }
}

}  // namespace orion::test
