#pragma once

#include "orion/notifications/notifications_store.hpp"
#include "orion/persistence/database.hpp"

namespace orion::persistence {

/// Notifications' transactions. Needs the schema module `notifications`.
class SociNotificationsStore final : public notifications::NotificationsStore {
public:
    explicit SociNotificationsStore(Database& database) : database_{database} {}

protected:
    Result<void> run(const Transaction& transaction) override;

private:
    Database& database_;
};

}  // namespace orion::persistence
