#pragma once

#include "orion/identity/identity_store.hpp"
#include "orion/persistence/session.hpp"

#include <map>

namespace orion::persistence {

/// Users and their address books, in one transaction.
class SociUserRepository final : public identity::UserRepository, public identity::SavedAddressRepository {
public:
    explicit SociUserRepository(Session& session) : session_{session} {}

    std::optional<identity::User> find(UserId user) override;
    std::optional<identity::User> find(const Email& email) override;
    Result<void> add(const identity::User& user) override;
    Result<void> save(const identity::User& user) override;
    void remove(UserId user) override;
    bool has_other_admin(UserId user) override;

    std::optional<std::size_t> count(UserId user) override;
    void add(UserId user, const identity::SavedAddress& address) override;
    bool replace(UserId user, const identity::SavedAddress& address) override;
    bool remove(UserId user, SavedAddressId address) override;

private:
    Result<void> save_email(const identity::UserSnapshot& state);
    std::optional<identity::User> found(std::optional<identity::User> user);

    Session& session_;
    std::map<UserId, identity::UserSnapshot> found_;
};

}  // namespace orion::persistence
