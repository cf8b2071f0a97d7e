#pragma once

#include "orion/persistence/database.hpp"
#include "orion/ports/clock.hpp"
#include "orion/ports/dead_letters.hpp"

namespace orion::messaging {

class SqlDeadLetters final : public DeadLetters {
public:
    SqlDeadLetters(persistence::Database& database, const Clock& clock) : database_{database}, clock_{clock} {}

    Result<std::vector<DeadLetter>> list(std::int64_t after, int limit) override;
    Result<DeadLetter> show(std::int64_t number) override;
    Result<void> replay(std::int64_t number) override;
    Result<void> drop(std::int64_t number) override;

private:
    persistence::Database& database_;
    const Clock& clock_;
};

}  // namespace orion::messaging
