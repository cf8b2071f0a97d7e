# Third-party libraries, all from the distribution.
find_package(PkgConfig REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(OpenSSL 3 REQUIRED)
find_package(SOCI REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(LibLZMA REQUIRED)
find_package(cereal REQUIRED)
find_package(rabbitmq-c 0.11 REQUIRED)
pkg_check_modules(pistache REQUIRED IMPORTED_TARGET libpistache)
pkg_check_modules(hiredis REQUIRED IMPORTED_TARGET hiredis)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(curl REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(crypt REQUIRED IMPORTED_TARGET libcrypt)
# What stands here is found again by cmake/orion-config.cmake.in, for whoever links the installed library.
set(ORION_INFRASTRUCTURE_LIBRARIES
    SOCI::sqlite3 SOCI::postgresql Boost::json fmt::fmt spdlog::spdlog OpenSSL::Crypto LibLZMA::LibLZMA tomlplusplus::tomlplusplus
    rabbitmq::rabbitmq $<LINK_ONLY:PkgConfig::hiredis> $<LINK_ONLY:PkgConfig::sodium> $<LINK_ONLY:PkgConfig::crypt>
    $<LINK_ONLY:PkgConfig::curl>)
set(ORION_PRESENTATION_LIBRARIES PkgConfig::pistache Boost::json Boost::url fmt::fmt CLI11::CLI11)
