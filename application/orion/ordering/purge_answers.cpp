#include "orion/ordering/purge_answers.hpp"

namespace orion::ordering {

Result<std::size_t> PurgeAnswers::execute(std::size_t limit) {
    const auto before = clock_.now() - kept_for;
    return store_.transact(
        [&](OrderingWork& work) -> Result<std::size_t> { return work.answers().purge(before, limit); });
}

}  // namespace orion::ordering
