#pragma once

#include "orion/ordering/ordering_store.hpp"
#include "orion/persistence/session.hpp"

#include <optional>

namespace orion::persistence {

std::optional<ordering::AnswerRecord> read_answer(Session& session, const ordering::AnswerKey& key);

class SociAnswerRepository final : public ordering::AnswerRepository {
public:
    explicit SociAnswerRepository(Session& session) : session_{session} {}

    std::optional<ordering::AnswerRecord> find(const ordering::AnswerKey& key) override;
    Result<void> add(const ordering::AnswerRecord& record) override;
    void save(const ordering::AnswerRecord& record) override;
    void remove_all(UserId customer) override;
    std::size_t purge(Instant before, std::size_t limit) override;

private:
    Session& session_;
};

}  // namespace orion::persistence
