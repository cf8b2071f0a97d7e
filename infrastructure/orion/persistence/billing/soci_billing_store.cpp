#include "orion/persistence/billing/soci_billing_store.hpp"

#include "orion/messaging/event_codec.hpp"
#include "orion/persistence/billing/payment_row.hpp"

namespace orion::persistence {
namespace {

using billing::Payment;

class SociPaymentRepository final : public billing::PaymentRepository {
public:
    explicit SociPaymentRepository(Session& session) : session_{session} {}

    std::optional<Payment> find(OrderId order) override { return find_payment(session_, order); }

    Result<void> save(const Payment& payment) override {
        const auto written = payment.version() == 0 ? insert(payment.snapshot()) : update(payment.snapshot());
        if (written == 1) return {};
        return fail(ErrorKind::unavailable, "payment_changed", "The payment was changed meanwhile.");
    }

private:
    std::int64_t insert(const Payment::Snapshot& payment) {
        std::optional<std::int64_t> amount;
        std::optional<std::string> currency;
        if (payment.amount) {
            amount = payment.amount->amount();
            currency = payment.amount->currency().code();
        }
        return session_.run(
            "INSERT INTO billing_payments"
            " (order_id, payment_id, amount, currency, status, requested_at, changed_at, version)"
            " VALUES (:1, :2, :3, :4, :5, :6, :7, 1) ON CONFLICT (order_id) DO NOTHING",
            payment.order, payment.id, amount, currency, status_text(payment.status), payment.requested_at,
            payment.changed_at);
    }

    std::int64_t update(const Payment::Snapshot& payment) {
        return session_.run(
            "UPDATE billing_payments SET status = :2, changed_at = :3, version = version + 1"
            " WHERE order_id = :1 AND version = :4",
            payment.order, status_text(payment.status), payment.changed_at, payment.version);
    }

    Session& session_;
};

}  // namespace

Result<void> SociBillingStore::run(const Transaction& transaction) {
    class Work final : public billing::BillingWork {
    public:
        Work(SociBillingStore& store, Session& session) : store_{store}, session_{session}, payments_{session} {}

        billing::PaymentRepository& payments() override { return payments_; }
        void publish(const billing::Event& event) override {
            const messaging::EnvelopeHeader header{.id = store_.ports_.ids.next<MessageId>(),
                                                   .time = store_.ports_.clock.now()};
            store_.outbox_.append(session_, messaging::encode(event, header));
        }
        bool accept(MessageId message) override { return store_.inbox_.accept(session_, "billing", message); }

    private:
        SociBillingStore& store_;
        Session& session_;
        SociPaymentRepository payments_;
    };
    return ports_.database.write([&](Session& session) -> Result<void> {
        Work work{*this, session};
        return transaction(work);
    });
}

}  // namespace orion::persistence
