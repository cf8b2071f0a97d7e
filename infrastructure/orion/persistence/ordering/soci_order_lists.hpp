#pragma once

#include "orion/ordering/order_lists.hpp"
#include "orion/persistence/database.hpp"

namespace orion::persistence {

class SociOrderLists final : public ordering::OrderLists {
public:
    explicit SociOrderLists(Database& database) : database_{database} {}

    Result<std::vector<ordering::OrderView>> list(const ordering::OrderPageQuery& query) override;

private:
    Database& database_;
};

}  // namespace orion::persistence
