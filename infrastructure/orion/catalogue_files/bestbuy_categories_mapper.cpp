#include "orion/catalog/slug.hpp"
#include "orion/catalogue_files/entry_mapper.hpp"
#include "orion/catalogue_files/member_reader.hpp"
#include "orion/catalogue_files/scratch_database.hpp"

#include <fmt/format.h>

#include <utility>

namespace orion::catalogue_files {
namespace {

using catalog::ImportedCategory;
using catalog::Remark;

constexpr std::int64_t remarks_at_once = 100;

std::string text_of(const Json& object, std::string_view name) {
    const auto* const member = object.member(name);
    return member != nullptr && member->text() != nullptr ? *member->text() : std::string{};
}

/// The tree follows each row's own path; the links to sub-categories are only compared with it.
class BestbuyCategoriesMapper final : public EntryMapper {
public:
    BestbuyCategoriesMapper() {
        scratch_.session().run_script(
            "CREATE TABLE nodes (id TEXT PRIMARY KEY, listed INTEGER NOT NULL, seen INTEGER, below TEXT) WITHOUT ROWID;"
            "CREATE TABLE links (child TEXT, parent TEXT, line INTEGER, PRIMARY KEY (child, parent)) WITHOUT ROWID;"
            "CREATE TABLE remarks (number INTEGER PRIMARY KEY, line INTEGER, kind INTEGER, id TEXT, detail TEXT)");
    }

    void take(const Record& record, const Json& object, Entries& entries) override {
        ImportedCategory category{.line = record.line, .path = {}};
        const auto id = text_of(object, "id");
        const auto* const path = object.member("path");
        for (const auto& node : path != nullptr && path->array() != nullptr ? *path->array() : Json::Array{})
            category.path.push_back({catalog::Slug::derive(text_of(node, "id")).text(), text_of(node, "name")});
        if (id.empty() || category.path.empty() || category.path.back().slug != catalog::Slug::derive(id).text()) {
            entries.emplace_back(catalog::RejectedLine{
                {record.line, "malformed_category", "A category has an id, and a path that ends in it."}});
            return;
        }
        remember(record.line, id, *path->array(), object.member("subCategories"));
        entries.emplace_back(std::move(category));
    }

    void finish(Entries& entries) override {
        if (!std::exchange(compared_, true)) compare();
        const auto found = scratch_.session().rows<std::int64_t, std::int64_t, std::int64_t, std::string, std::string>(
            "SELECT number, line, kind, id, detail FROM remarks WHERE number > :1 ORDER BY number LIMIT :2", told_,
            remarks_at_once);
        for (const auto& [number, line, kind, id, detail] : found) {
            told_ = number;
            const auto at = static_cast<std::size_t>(line);
            if (kind == 0)
                entries.emplace_back(
                    Remark{{at, "dangling_link",
                            fmt::format("Sub-category {} is not in the file (listed by {}).", id, detail)}});
            if (kind == 1)
                entries.emplace_back(
                    Remark{{at, "several_parents",
                            fmt::format("Category {} hangs under {}; its own path decides.", id, detail)}});
            if (kind == 2)
                entries.emplace_back(
                    Remark{{at, "only_in_path",
                            fmt::format("Category {} has no row of its own; the path of {} names it.", id, detail)}});
        }
    }

private:
    void remember(std::size_t line, const std::string& id, const Json::Array& path, const Json* links) {
        auto& session = scratch_.session();
        const auto at = static_cast<std::int64_t>(line);
        session.run("INSERT INTO nodes (id, listed) VALUES (:1, :2) ON CONFLICT DO UPDATE SET listed = :2", id, at);
        for (const auto& node : path)
            if (const auto above = text_of(node, "id"); above != id)
                session.run("INSERT INTO nodes VALUES (:1, 0, :2, :3) ON CONFLICT DO NOTHING", above, at, id);
        if (path.size() > 1)
            session.run("INSERT INTO links VALUES (:1, :2, :3) ON CONFLICT DO NOTHING", id,
                        text_of(path[path.size() - 2], "id"), at);
        for (const auto& link : links != nullptr && links->array() != nullptr ? *links->array() : Json::Array{})
            session.run("INSERT INTO links VALUES (:1, :2, :3) ON CONFLICT DO NOTHING", text_of(link, "id"), id, at);
    }

    void compare() {
        auto& session = scratch_.session();
        session.run(
            "INSERT INTO remarks (line, kind, id, detail) SELECT l.line, 0, l.child, l.parent FROM links l "
            "LEFT JOIN nodes n ON n.id = l.child WHERE n.id IS NULL OR n.listed = 0 ORDER BY l.line, l.child");
        session.run(
            "INSERT INTO remarks (line, kind, id, detail) SELECT n.listed, 1, n.id, group_concat(l.parent, ', ') "
            "FROM nodes n JOIN links l ON l.child = n.id WHERE n.listed > 0 GROUP BY n.id HAVING count(*) > 1 "
            "ORDER BY n.listed");
        session.run(
            "INSERT INTO remarks (line, kind, id, detail) SELECT seen, 2, id, below FROM nodes WHERE listed = 0 "
            "ORDER BY seen, id");
    }

    ScratchDatabase scratch_;
    bool compared_ = false;
    std::int64_t told_ = 0;
};

}  // namespace

std::unique_ptr<EntryMapper> make_bestbuy_categories_mapper() { return std::make_unique<BestbuyCategoriesMapper>(); }

}  // namespace orion::catalogue_files
