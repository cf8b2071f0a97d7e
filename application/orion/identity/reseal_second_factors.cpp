#include "orion/identity/reseal_second_factors.hpp"

#include <optional>
#include <utility>

namespace orion::identity {
namespace {

constexpr std::size_t page_size = 500;

}  // namespace

Result<ResealSecondFactors::Report> ResealSecondFactors::execute() {
    Report report;
    std::optional<UserId> last;
    for (bool is_more = true; is_more;) {
        ORION_TRY(const auto page, queries_.list({}, last, page_size));
        is_more = page.size() == page_size;
        for (const auto& user : page) {
            last = user.id();
            if (!user.second_factor()) continue;
            const auto resealed = reseal(user.id());
            if (resealed)
                report.resealed += *resealed ? 1 : 0;
            else if (resealed.error().code == "second_factor_unreadable")
                ++report.unreadable;
            else
                return std::unexpected{resealed.error()};
        }
    }
    return report;
}

Result<bool> ResealSecondFactors::reseal(UserId user) {
    return store_.transact([&](IdentityWork& work) -> Result<bool> {
        auto found = work.users().find(user);
        if (!found || !found->second_factor()) return false;
        ORION_TRY(auto sealed, apps_.resealed(found->second_factor()->sealed_secret, user));
        if (!sealed) return false;
        found->reseal_second_factor(*std::move(sealed));
        ORION_CHECK(work.users().save(*found));
        return true;
    });
}

}  // namespace orion::identity
