#include "orion/persistence/identity/soci_identity_store.hpp"

#include "orion/messaging/event_codec.hpp"
#include "orion/persistence/database.hpp"
#include "orion/persistence/identity/soci_api_key_repository.hpp"
#include "orion/persistence/identity/soci_session_repository.hpp"
#include "orion/persistence/identity/soci_user_repository.hpp"
#include "orion/persistence/read_committed.hpp"

#include <vector>

namespace orion::persistence {
namespace {

class SociIdentityWork final : public identity::IdentityWork {
public:
    SociIdentityWork(Session& session, const Clock& clock, IdGenerator& ids, const Performer& performer)
        : clock_{clock},
          ids_{ids},
          performer_{performer},
          users_{session},
          sessions_{session},
          action_tokens_{session},
          attempts_{session},
          api_keys_{session} {}

    identity::UserRepository& users() override { return users_; }
    identity::SessionRepository& sessions() override { return sessions_; }
    identity::ActionTokenRepository& action_tokens() override { return action_tokens_; }
    identity::SavedAddressRepository& addresses() override { return users_; }
    identity::AttemptRepository& attempts() override { return attempts_; }
    identity::ApiKeyRepository& api_keys() override { return api_keys_; }
    void publish(const identity::Event& event) override {
        published_.push_back(messaging::encode(event, {.id = ids_.next<MessageId>(), .time = clock_.now()}));
    }
    void record(const Act& act) override {
        published_.push_back(
            messaging::encode(performed_by(performer_, act), {.id = ids_.next<MessageId>(), .time = clock_.now()}));
    }

    const std::vector<Envelope>& published() const { return published_; }

private:
    const Clock& clock_;
    IdGenerator& ids_;
    const Performer& performer_;
    SociUserRepository users_;
    SociSessionRepository sessions_;
    SociActionTokenRepository action_tokens_;
    SociAttemptRepository attempts_;
    SociApiKeyRepository api_keys_;
    std::vector<Envelope> published_;
};

}  // namespace

Result<void> SociIdentityStore::run(const Transaction& transaction) {
    // Asked for here: the transaction may run on another thread.
    return database_.write([&, performer = current_performer()](Session& session) -> Result<void> {
        use_latest_rows(session);
        SociIdentityWork work{session, clock_, ids_, performer};
        ORION_CHECK(transaction(work));
        outbox_.append(session, work.published());
        return {};
    });
}

}  // namespace orion::persistence
