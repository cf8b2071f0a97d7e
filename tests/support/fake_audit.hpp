#pragma once

#include "orion/audit/audit_store.hpp"

#include "support/fake_store.hpp"

#include <algorithm>
#include <vector>

namespace orion::test {

struct AuditState {
    std::vector<audit::Entry> entries;
};

class FakeAuditWork : public audit::AuditWork {
public:
    explicit FakeAuditWork(AuditState& state) : state_{state} {}

    audit::Head lock_head() override {
        if (state_.entries.empty()) return {};
        return {.sequence = state_.entries.back().sequence, .hash = state_.entries.back().hash};
    }
    bool has(MessageId message) override {
        return std::ranges::find(state_.entries, message, &audit::Entry::id) != state_.entries.end();
    }
    void append(const audit::Entry& entry) override { state_.entries.push_back(entry); }

private:
    AuditState& state_;
};

/// An audit log in memory, that tests can tamper with.
class FakeAudit : public FakeStore<audit::AuditWork, AuditState, FakeAuditWork>, public audit::AuditQueries {
public:
    Result<std::vector<audit::Entry>> list(const audit::EntryFilter& filter, std::optional<std::int64_t> before,
                                           std::size_t limit) override {
        std::vector<audit::Entry> found;
        const auto fits = [&](const audit::Entry& entry) {
            return (!before || entry.sequence < *before) && (!filter.actor || entry.actor == *filter.actor) &&
                   (!filter.act || entry.act == *filter.act) && (!filter.subject || entry.subject == *filter.subject) &&
                   (!filter.from || entry.at >= *filter.from) && (!filter.to || entry.at <= *filter.to);
        };
        for (auto each = state().entries.rbegin(); each != state().entries.rend() && found.size() < limit; ++each)
            if (fits(*each)) found.push_back(*each);
        return found;
    }
    Result<std::vector<audit::Entry>> after(std::int64_t after, std::size_t limit) override {
        std::vector<audit::Entry> found;
        for (const auto& entry : state().entries)
            if (entry.sequence > after && found.size() < limit) found.push_back(entry);
        return found;
    }

    audit::AuditStore& store() { return *this; }
    audit::AuditQueries& queries() { return *this; }
};

}  // namespace orion::test
