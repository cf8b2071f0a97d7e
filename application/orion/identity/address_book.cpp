#include "orion/identity/address_book.hpp"

#include "orion/identity/user_view.hpp"

namespace orion::identity {
namespace {

std::unexpected<Error> address_not_found() {
    return fail(ErrorKind::not_found, "address_not_found", "There is no such address, or it is not yours.");
}

}  // namespace

Result<SavedAddress> AddAddress::execute(const AddAddressCommand& command) {
    const SavedAddress entry{.id = ids_.next<SavedAddressId>(), .address = command.address};
    return store_.transact([&](IdentityWork& work) -> Result<SavedAddress> {
        const auto count = work.addresses().count(command.user);
        if (!count) return user_not_found();
        if (*count >= SavedAddress::max_per_user)
            return fail(ErrorKind::conflict, "too_many_addresses", "An address book has at most 50 addresses.");
        work.addresses().add(command.user, entry);
        return entry;
    });
}

Result<SavedAddress> ReplaceAddress::execute(const ReplaceAddressCommand& command) {
    return store_.transact([&](IdentityWork& work) -> Result<SavedAddress> {
        if (!work.addresses().replace(command.user, command.address)) return address_not_found();
        return command.address;
    });
}

Result<void> RemoveAddress::execute(const RemoveAddressCommand& command) {
    return store_.transact([&](IdentityWork& work) -> Result<void> {
        if (!work.addresses().remove(command.user, command.address)) return address_not_found();
        return {};
    });
}

}  // namespace orion::identity
