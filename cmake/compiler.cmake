# Warnings, hardening and sanitizers for everything that is ours.
add_library(jwtkeep_options INTERFACE)
target_compile_options(jwtkeep_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
# libstdc++ 12 has its own std::stable_sort use what it declares deprecated, and clang says so in whoever sorts.
target_compile_options(jwtkeep_options INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-deprecated-declarations>)
target_include_directories(jwtkeep_options INTERFACE ${PROJECT_SOURCE_DIR})
# Bound at the start: lazy binding saves the vector registers on the stack at a function's first call, and what they hold may
# be a piece of a secret (tests/e2e/leak_test.py found one).
target_link_options(jwtkeep_options INTERFACE -Wl,-z,relro,-z,now -Wl,--as-needed)

if(JWTKEEP_SANITIZE)
  target_compile_options(jwtkeep_options INTERFACE -fsanitize=${JWTKEEP_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(jwtkeep_options INTERFACE -fsanitize=${JWTKEEP_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_definitions(jwtkeep_options INTERFACE _FORTIFY_SOURCE=2 _GLIBCXX_ASSERTIONS)
  target_compile_options(jwtkeep_options INTERFACE -fstack-protector-strong -fstack-clash-protection -fcf-protection)
else()
  target_compile_definitions(jwtkeep_options INTERFACE _GLIBCXX_ASSERTIONS)
endif()
if(JWTKEEP_FUZZ)
  target_compile_options(jwtkeep_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# The same bytes in whatever folder it is built (tools/reproducible.sh): no path of the source, no time in archives.
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(jwtkeep_options INTERFACE -ffile-prefix-map=${PROJECT_SOURCE_DIR}=. -ffile-prefix-map=${PROJECT_BINARY_DIR}=build)
endif()
foreach(language C CXX)
  set(CMAKE_${language}_ARCHIVE_CREATE "<CMAKE_AR> qcD <TARGET> <LINK_FLAGS> <OBJECTS>")
  set(CMAKE_${language}_ARCHIVE_APPEND "<CMAKE_AR> qD <TARGET> <LINK_FLAGS> <OBJECTS>")
  set(CMAKE_${language}_ARCHIVE_FINISH "<CMAKE_RANLIB> -D <TARGET>")
endforeach()

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
