#include "orion/catalog/category.hpp"

#include "support/fake_id_generator.hpp"

#include <doctest/doctest.h>

#include <initializer_list>

using namespace orion;
using namespace orion::catalog;

namespace {

class Tree {
public:
    Category below(const Category* parent) {
        return *Category::create({ids_.next<CategoryId>(), Slug::derive("Shelf"), "Shelf"}, parent);
    }

private:
    test::FakeIdGenerator ids_;
};

}  // namespace

TEST_SUITE("catalog/category") {
    TEST_CASE("a category never stands below itself") {
        Tree tree;
        auto root = tree.below(nullptr);
        const auto child = tree.below(&root);
        const auto grandchild = tree.below(&child);
        for (const Category* const parent : std::initializer_list<const Category*>{&root, &child, &grandchild}) {
            const auto moved = root.move_under(parent, 2);
            REQUIRE_FALSE(moved);
            CHECK(moved.error().code == "category_cycle");
        }
    }

    TEST_CASE("a category moves, and may become a root") {
        Tree tree;
        const auto root = tree.below(nullptr);
        const auto other = tree.below(nullptr);
        auto child = tree.below(&root);
        REQUIRE(child.move_under(&other, 0));
        CHECK(child.parent() == other.id());
        REQUIRE(child.move_under(nullptr, 0));
        CHECK(child.parent() == std::nullopt);
    }

    TEST_CASE("the tree has a bottom") {
        Tree tree;
        auto deepest = tree.below(nullptr);
        while (deepest.depth() < Category::max_depth) deepest = tree.below(&deepest);
        CHECK_FALSE(Category::create({deepest.id(), deepest.slug(), "Too deep"}, &deepest));
        auto other = tree.below(nullptr);
        CHECK_FALSE(other.move_under(&deepest, 0));
    }

    TEST_CASE("a category has a name") {
        Tree tree;
        auto root = tree.below(nullptr);
        CHECK_FALSE(root.rename(""));
        CHECK(root.rename("Tea"));
        CHECK(root.name() == "Tea");
    }
}
