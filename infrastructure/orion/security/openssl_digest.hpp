#pragma once

#include "orion/ports/digest.hpp"

namespace orion::security {

class OpensslDigest : public Digest {
public:
    std::string sha256(std::string_view text) const override;
};

}  // namespace orion::security
