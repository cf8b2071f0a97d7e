#include "orion/persistence/ordering/soci_ordering_store.hpp"

#include "orion/messaging/event_codec.hpp"
#include "orion/persistence/ordering/soci_answer_repository.hpp"
#include "orion/persistence/ordering/soci_checkout_repository.hpp"
#include "orion/persistence/ordering/soci_order_repository.hpp"

#include <vector>

namespace orion::persistence {
namespace {

/// How messages leave and come in.
struct Messaging {
    const Clock& clock;
    IdGenerator& ids;
    const Performer& performer;
    Inbox& inbox;
    Outbox& outbox;
};

class SociOrderingWork final : public ordering::OrderingWork {
public:
    SociOrderingWork(Session& session, Messaging messaging)
        : session_{session}, messaging_{messaging}, orders_{session}, checkouts_{session}, answers_{session} {}

    ordering::OrderRepository& orders() override { return orders_; }
    ordering::CheckoutRepository& checkouts() override { return checkouts_; }
    ordering::AnswerRepository& answers() override { return answers_; }
    bool accept(MessageId message) override { return messaging_.inbox.accept(session_, "ordering", message); }
    void publish(const ordering::Event& event) override {
        published_.push_back(
            messaging::encode(event, {.id = messaging_.ids.next<MessageId>(), .time = messaging_.clock.now()}));
    }
    void record(const Act& act) override {
        published_.push_back(
            messaging::encode(performed_by(messaging_.performer, act),
                              {.id = messaging_.ids.next<MessageId>(), .time = messaging_.clock.now()}));
    }

    /// Writes what was published.
    void finish() { messaging_.outbox.append(session_, published_); }

private:
    Session& session_;
    Messaging messaging_;
    SociOrderRepository orders_;
    SociCheckoutRepository checkouts_;
    SociAnswerRepository answers_;
    std::vector<Envelope> published_;
};

}  // namespace

Result<void> SociOrderingStore::run(const Transaction& transaction) {
    // Asked for here: the transaction may run on another thread.
    return database_.write([this, &transaction, performer = current_performer()](Session& session) -> Result<void> {
        SociOrderingWork work{
            session, {.clock = clock_, .ids = ids_, .performer = performer, .inbox = inbox_, .outbox = outbox_}};
        ORION_CHECK(transaction(work));
        work.finish();
        return {};
    });
}

}  // namespace orion::persistence
