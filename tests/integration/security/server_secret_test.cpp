#include "orion/security/server_secret.hpp"

#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using orion::security::load_or_create_server_secret;
using orion::test::TemporaryFolder;
namespace fs = std::filesystem;

TEST_SUITE("security/server_secret") {
    TEST_CASE("the secret is made once, of 32 bytes, for its owner only") {
        const TemporaryFolder folder;
        const auto first = load_or_create_server_secret(folder.path());
        CHECK(first.expose().size() == 32);
        CHECK(load_or_create_server_secret(folder.path()).expose() == first.expose());
        CHECK(fs::status(folder.path() / "secret.key").permissions() ==
              (fs::perms::owner_read | fs::perms::owner_write));
        CHECK(std::distance(fs::directory_iterator{folder.path()}, {}) == 1);
    }

    TEST_CASE("two shops have different secrets") {
        const TemporaryFolder here;
        const TemporaryFolder there;
        CHECK(load_or_create_server_secret(here.path()).expose() !=
              load_or_create_server_secret(there.path()).expose());
    }

    TEST_CASE("however many start at once, all agree on one secret") {
        for (int round = 0; round < 20; ++round) {
            const TemporaryFolder folder;
            std::mutex mutex;
            std::set<std::string> secrets;
            {
                std::vector<std::jthread> threads;
                for (int t = 0; t < 8; ++t) {
                    threads.emplace_back([&] {
                        const auto secret = load_or_create_server_secret(folder.path());
                        const std::lock_guard lock{mutex};
                        secrets.insert(secret.expose());
                    });
                }
            }
            CHECK(secrets.size() == 1);
            CHECK(std::distance(fs::directory_iterator{folder.path()}, {}) == 1);
        }
    }

    TEST_CASE("a secret that others can use is refused") {
        const TemporaryFolder folder;
        (void)load_or_create_server_secret(folder.path());
        for (const auto extra : {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write}) {
            fs::permissions(folder.path() / "secret.key", fs::perms::owner_read | extra);
            CHECK_THROWS_AS((void)load_or_create_server_secret(folder.path()), std::runtime_error);
        }
        fs::permissions(folder.path() / "secret.key", fs::perms::owner_read);
        CHECK_NOTHROW((void)load_or_create_server_secret(folder.path()));
    }

    TEST_CASE("a file of another length or kind is refused and left alone") {
        const TemporaryFolder folder;
        const auto path = folder.path() / "secret.key";
        std::ofstream{path} << "short";
        fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
        CHECK_THROWS_AS((void)load_or_create_server_secret(folder.path()), std::runtime_error);
        CHECK(fs::file_size(path) == 5);
        fs::remove(path);
        fs::create_directory(path);
        CHECK_THROWS_AS((void)load_or_create_server_secret(folder.path()), std::runtime_error);
    }

    TEST_CASE("without a data directory there is no secret") {
        const TemporaryFolder folder;
        CHECK_THROWS_AS((void)load_or_create_server_secret(folder.path() / "nowhere"), std::runtime_error);
    }
}
