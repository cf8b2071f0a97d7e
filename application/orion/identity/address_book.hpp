#pragma once

#include "orion/identity/identity_queries.hpp"
#include "orion/identity/identity_store.hpp"
#include "orion/ports/id_generator.hpp"

#include <vector>

/// What somebody can do with their addresses. `not_found` / `address_not_found`: unknown, or somebody else's.
namespace orion::identity {

/// In the order in which they were added; at most `SavedAddress::max_per_user`.
class ListAddresses {
public:
    explicit ListAddresses(IdentityQueries& queries) : queries_{queries} {}
    Result<std::vector<SavedAddress>> execute(UserId user) { return queries_.addresses(user); }

private:
    IdentityQueries& queries_;
};

struct AddAddressCommand {
    UserId user;
    Address address;
};

/// `conflict` / `too_many_addresses`, `user_not_found`.
class AddAddress {
public:
    AddAddress(IdentityStore& store, IdGenerator& ids) : store_{store}, ids_{ids} {}
    Result<SavedAddress> execute(const AddAddressCommand& command);

private:
    IdentityStore& store_;
    IdGenerator& ids_;
};

struct ReplaceAddressCommand {
    UserId user;
    SavedAddress address;
};

class ReplaceAddress {
public:
    explicit ReplaceAddress(IdentityStore& store) : store_{store} {}
    Result<SavedAddress> execute(const ReplaceAddressCommand& command);

private:
    IdentityStore& store_;
};

struct RemoveAddressCommand {
    UserId user;
    SavedAddressId address;
};

class RemoveAddress {
public:
    explicit RemoveAddress(IdentityStore& store) : store_{store} {}
    Result<void> execute(const RemoveAddressCommand& command);

private:
    IdentityStore& store_;
};

}  // namespace orion::identity
