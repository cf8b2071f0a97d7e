#pragma once

#include "orion/notifications/mailer.hpp"
#include "orion/notifications/notifications_store.hpp"

#include "support/fake_store.hpp"

#include <map>
#include <mutex>
#include <vector>

namespace orion::test {

struct NotificationsState {
    std::map<MessageId, notifications::SentMail> sent;
};

class FakeNotificationsWork : public notifications::NotificationsWork {
public:
    explicit FakeNotificationsWork(NotificationsState& state) : state_{state} {}

    bool was_sent(MessageId message) override { return state_.sent.contains(message); }
    void record(const notifications::SentMail& mail) override { state_.sent.emplace(mail.message, mail); }
    std::int64_t forget(Instant before, int limit) override {
        std::int64_t forgotten = 0;
        for (auto each = state_.sent.begin(); each != state_.sent.end() && forgotten < limit;) {
            const bool is_old = each->second.sent_at < before;
            each = is_old ? state_.sent.erase(each) : std::next(each);
            forgotten += is_old ? 1 : 0;
        }
        return forgotten;
    }

private:
    NotificationsState& state_;
};

/// Notifications in memory.
class FakeNotifications
    : public FakeStore<notifications::NotificationsWork, NotificationsState, FakeNotificationsWork> {
public:
    notifications::NotificationsStore& store() { return *this; }
};

/// Keeps what it is given, or fails as it is told.
class FakeMailer : public notifications::Mailer {
public:
    Result<void> send(const notifications::Mail& mail) override {
        const std::lock_guard lock{mutex_};
        if (failure_) return std::unexpected{*failure_};
        mails_.push_back(mail);
        return {};
    }
    void fail_with(std::optional<Error> failure) {
        const std::lock_guard lock{mutex_};
        failure_ = std::move(failure);
    }
    std::vector<notifications::Mail> mails() const {
        const std::lock_guard lock{mutex_};
        return mails_;
    }

private:
    mutable std::mutex mutex_;
    std::optional<Error> failure_;
    std::vector<notifications::Mail> mails_;
};

}  // namespace orion::test
