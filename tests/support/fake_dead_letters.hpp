#pragma once

#include "orion/ports/dead_letters.hpp"

#include "support/fake_id_generator.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace orion::test {

/// Dead letters in memory.
class FakeDeadLetters : public DeadLetters {
public:
    FakeDeadLetters();
    ~FakeDeadLetters() override;

    void bury(std::string reason);

    Result<std::vector<DeadLetter>> list(std::int64_t after, int limit) override;
    Result<DeadLetter> show(std::int64_t number) override;
    Result<void> replay(std::int64_t number) override;
    Result<void> drop(std::int64_t number) override;

    std::vector<std::int64_t> replayed;

private:
    FakeIdGenerator ids_;
    std::map<std::int64_t, DeadLetter> letters_;
};

}  // namespace orion::test
