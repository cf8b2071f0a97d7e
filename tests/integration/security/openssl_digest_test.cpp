#include "orion/security/openssl_digest.hpp"

#include <doctest/doctest.h>

TEST_SUITE("security/openssl_digest") {
    TEST_CASE("a text is named by the SHA-256 of FIPS 180") {
        const orion::security::OpensslDigest digest;
        CHECK(digest.sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        CHECK(digest.sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
