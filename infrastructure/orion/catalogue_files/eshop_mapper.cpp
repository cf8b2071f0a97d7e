#include "orion/catalogue_files/entry_mapper.hpp"
#include "orion/catalogue_files/member_reader.hpp"

#include <utility>

namespace orion::catalogue_files {
namespace {

class EshopMapper final : public EntryMapper {
public:
    void take(const Record& record, const Json& object, Entries& entries) override {
        MemberReader members{object};
        const auto id = members.integer("Id");
        if (!id) members.note("required", "Id: This may not be missing.");
        catalog::ImportedProduct product{.line = record.line, .variants = {}};
        product.title = members.text("Name");
        product.description = members.text("Description");
        if (auto type = members.text("Type"))
            product.categories = std::vector<catalog::CategoryPath>(1, catalog::CategoryPath(1, *std::move(type)));
        if (auto brand = members.text("Brand")) product.attributes = catalog::NamedTexts{{"brand", *std::move(brand)}};
        // The file names no currency; its shop sells in US dollars.
        product.variants.push_back({.line = record.line,
                                    .sku = "ESHOP-" + std::to_string(id.value_or(0)),
                                    .price = members.text_or_number("Price"),
                                    .currency = "USD"});
        if (auto problem = members.problem()) {
            entries.emplace_back(catalog::RejectedLine{{record.line, problem->code, problem->message}});
        } else {
            entries.emplace_back(std::move(product));
        }
    }
};

}  // namespace

std::unique_ptr<EntryMapper> make_eshop_mapper() { return std::make_unique<EshopMapper>(); }

}  // namespace orion::catalogue_files
