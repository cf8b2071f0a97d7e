#pragma once

#include "orion/ports/dead_letters.hpp"

#include "support/fake_id_generator.hpp"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace orion::test {

/// Dead letters in memory.
class FakeDeadLetters : public DeadLetters {
public:
    void bury(std::string reason) {
        const auto number = static_cast<std::int64_t>(letters_.size()) + 1;
        letters_.emplace(number, DeadLetter{.number = number,
                                            .consumer = "ordering",
                                            .message = {.id = ids_.next<MessageId>(),
                                                        .type = "billing.payment_captured",
                                                        .version = 1,
                                                        .time = {},
                                                        .subject = "order 7",
                                                        .trace = {},
                                                        .body = "{}"},
                                            .attempts = 3,
                                            .reason = std::move(reason),
                                            .died_at = {},
                                            .history = {"first", "second", "third"}});
    }

    Result<std::vector<DeadLetter>> list(std::int64_t after, int limit) override {
        std::vector<DeadLetter> page;
        for (auto at = letters_.upper_bound(after); at != letters_.end(); ++at) {
            if (page.size() < static_cast<std::size_t>(limit)) page.push_back(at->second);
        }
        return page;
    }
    Result<DeadLetter> show(std::int64_t number) override {
        const auto found = letters_.find(number);
        if (found == letters_.end()) return not_found();
        return found->second;
    }
    Result<void> replay(std::int64_t number) override {
        ORION_CHECK(drop(number));
        replayed.push_back(number);
        return {};
    }
    Result<void> drop(std::int64_t number) override {
        if (letters_.erase(number) == 0) return not_found();
        return {};
    }

    std::vector<std::int64_t> replayed;

private:
    static std::unexpected<Error> not_found() {
        return fail(ErrorKind::not_found, "dead_letter_not_found", "There is no such dead letter.");
    }
    FakeIdGenerator ids_;
    std::map<std::int64_t, DeadLetter> letters_;
};

}  // namespace orion::test
