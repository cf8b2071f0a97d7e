#include "support/fake_dead_letters.hpp"

#include <cstddef>
#include <utility>

namespace orion::test {
namespace {

std::unexpected<Error> not_found() {
    return fail(ErrorKind::not_found, "dead_letter_not_found", "There is no such dead letter.");
}

}  // namespace

FakeDeadLetters::FakeDeadLetters() = default;
FakeDeadLetters::~FakeDeadLetters() = default;

void FakeDeadLetters::bury(std::string reason) {
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

Result<std::vector<DeadLetter>> FakeDeadLetters::list(std::int64_t after, int limit) {
    std::vector<DeadLetter> page;
    for (auto at = letters_.upper_bound(after); at != letters_.end(); ++at) {
        if (page.size() < static_cast<std::size_t>(limit)) page.push_back(at->second);
    }
    return page;
}

Result<DeadLetter> FakeDeadLetters::show(std::int64_t number) {
    const auto found = letters_.find(number);
    if (found == letters_.end()) return not_found();
    return found->second;
}

Result<void> FakeDeadLetters::replay(std::int64_t number) {
    ORION_CHECK(drop(number));
    replayed.push_back(number);
    return {};
}

Result<void> FakeDeadLetters::drop(std::int64_t number) {
    if (letters_.erase(number) == 0) return not_found();
    return {};
}

}  // namespace orion::test
