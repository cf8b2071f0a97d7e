#include "orion/persistence/notifications/soci_notifications_store.hpp"

namespace orion::persistence {
namespace {

class Work final : public notifications::NotificationsWork {
public:
    explicit Work(Session& session) : session_{session} {}

    bool was_sent(MessageId message) override {
        return session_.row<std::int64_t>("SELECT 1 FROM notifications_mails WHERE message_id = :1", message)
            .has_value();
    }
    void record(const notifications::SentMail& mail) override {
        session_.run(
            "INSERT INTO notifications_mails (message_id, mail, sent_at) VALUES (:1, :2, :3) ON CONFLICT DO NOTHING",
            mail.message, notifications::account_mail_name(mail.mail), mail.sent_at);
    }
    std::int64_t forget(Instant before, int limit) override {
        return session_.run(
            "DELETE FROM notifications_mails WHERE message_id IN"
            " (SELECT message_id FROM notifications_mails WHERE sent_at < :1 ORDER BY sent_at LIMIT :2)",
            before, limit);
    }

private:
    Session& session_;
};

}  // namespace

Result<void> SociNotificationsStore::run(const Transaction& transaction) {
    return database_.write([&](Session& session) -> Result<void> {
        Work work{session};
        return transaction(work);
    });
}

}  // namespace orion::persistence
