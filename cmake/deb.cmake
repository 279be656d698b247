# Debian packages (`make deb`): jwtkeep, libjwtkeep-dev, and libjwtkeep0 where the C library is built (component capi).
add_custom_target(packaged DEPENDS jwtkeep jwtkeep_remote)
if(TARGET jwtkeep_c)
  add_dependencies(packaged jwtkeep_c)
endif()

get_cmake_property(components COMPONENTS)
set(CPACK_COMPONENTS_ALL runtime dev)
if("capi" IN_LIST components)
  list(APPEND CPACK_COMPONENTS_ALL capi capi_dev)
endif()
# The C library's header goes with the C++ library's.
set(CPACK_COMPONENT_DEV_GROUP development)
set(CPACK_COMPONENT_CAPI_DEV_GROUP development)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME jwtkeep)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")  # each has its own
set(CPACK_PACKAGE_CONTACT "The jwtkeep maintainers <${JWTKEEP_PACKAGE_CONTACT}>")
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_STRIP_FILES ON)
# The units and man pages say where the program is, so they have to be told the true prefix.
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ
    WORLD_EXECUTE)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/deb_folders.cmake)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION TRUE)
set(CPACK_JWTKEEP_SOURCE ${PROJECT_SOURCE_DIR})

set(debian ${PROJECT_SOURCE_DIR}/packaging/debian)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME jwtkeep)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION utils)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "life of JWT secrets: make, judge, keep, sign, verify, rotate
One tool for the whole life of a JWT secret: make it, judge it, keep it, hand
it to the services that need it, sign and verify with it, and rotate it
without refusing one valid token. With a server (jwtkeep-serve.service), which
is not started by itself.")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_RECOMMENDS "ca-certificates, git, libarchive13")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SUGGESTS "postgresql, bash-completion, opensc")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_CONTROL_EXTRA ${debian}/conffiles ${debian}/postinst ${debian}/prerm ${debian}/postrm)

set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libjwtkeep-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_DESCRIPTION "JSON Web Tokens, signatures, encryption and keys for C++
Headers and static libraries of jwtkeep's rooms base, crypto and jose, and of
those that fetch an issuer's keys over HTTPS (remote; it needs libcurl), for
CMake (find_package) and pkg-config; the header of the C library.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "libssl-dev (>= 3.0), libsodium-dev, libsimdjson-dev, zlib1g-dev, libfmt-dev, libstdc++-12-dev")
if("capi" IN_LIST components)
  string(APPEND CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS ", libjwtkeep0 (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})")
endif()
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_RECOMMENDS "libcurl4-openssl-dev (>= 7.85), pkg-config")

set(CPACK_DEBIAN_CAPI_PACKAGE_NAME libjwtkeep0)
set(CPACK_DEBIAN_CAPI_PACKAGE_SECTION libs)
set(CPACK_COMPONENT_CAPI_DESCRIPTION "JSON Web Tokens and keyrings for C and for other languages
The shared library of jwtkeep with a C interface.")
configure_file(${debian}/capi/shlibs.in ${PROJECT_BINARY_DIR}/packaging/debian/capi/shlibs @ONLY)
set(CPACK_DEBIAN_CAPI_PACKAGE_CONTROL_EXTRA ${PROJECT_BINARY_DIR}/packaging/debian/capi/shlibs ${debian}/capi/triggers)

include(CPack)
