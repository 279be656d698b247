# Precompiled headers take a third off a build from nothing. The release preset has none: it shows that each file includes
# what it uses.
option(JWTKEEP_PRECOMPILE "Precompile the standard library's, fmt's and the test frameworks' headers" OFF)

if(JWTKEEP_PRECOMPILE AND CCACHE)
  # ccache takes such builds where it may leave the headers' times out of account (its manual, "Precompiled headers").
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
  add_compile_options("$<$<COMPILE_LANG_AND_ID:CXX,Clang>:SHELL:-Xclang -fno-pch-timestamp>")
  # What g++ 12 says of bounds is false of strings out of a precompiled header; the release preset asks without one.
  add_compile_options("$<$<COMPILE_LANG_AND_ID:CXX,GNU>:SHELL:-fpch-preprocess -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread>")
endif()

set(JWTKEEP_PRECOMPILED_HEADERS <algorithm> <array> <atomic> <bit> <charconv> <chrono> <cmath> <cstdint> <cstdlib> <cstring> <expected>
    <functional> <limits> <map> <memory> <mutex> <optional> <set> <span> <string> <string_view> <thread> <utility>
    <variant> <vector> <fmt/format.h>)

# jwtkeep_precompile(TARGET [TESTS] [UNOPTIMISED configuration...]): compile TARGET with the headers above, and the test
# frameworks' with TESTS; without optimisation in the configurations. A header is precompiled once for all targets with the
# same options: a target of its own carries it.
function(jwtkeep_precompile target)
  cmake_parse_arguments(ARG "TESTS" "" "UNOPTIMISED" ${ARGN})
  list(JOIN ARG_UNOPTIMISED "," unoptimised)
  set(carrier jwtkeep_precompiled)
  if(ARG_TESTS)
    string(APPEND carrier _tests)
  endif()
  if(ARG_UNOPTIMISED)
    string(APPEND carrier _unoptimised)
    target_compile_options(${target} PRIVATE $<$<CONFIG:${unoptimised}>:-O0>)
  endif()
  if(NOT JWTKEEP_PRECOMPILE)
    return()
  endif()
  if(NOT TARGET ${carrier})
    file(WRITE ${PROJECT_BINARY_DIR}/precompiled/${carrier}.cpp "")
    add_library(${carrier} OBJECT ${PROJECT_BINARY_DIR}/precompiled/${carrier}.cpp)
    target_link_libraries(${carrier} PRIVATE jwtkeep_options fmt::fmt)
    target_compile_options(${carrier} PRIVATE $<$<CONFIG:${unoptimised}>:-O0>)
    if(ARG_TESTS)
      set_target_properties(${carrier} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
      target_compile_options(${carrier} PRIVATE -fPIE)
      target_link_libraries(${carrier} PRIVATE GTest::gmock_main rapidcheck_gtest)
      target_precompile_headers(${carrier} PRIVATE ${JWTKEEP_PRECOMPILED_HEADERS} <gmock/gmock.h> <gtest/gtest.h> <rapidcheck/gtest.h>)
    else()
      target_precompile_headers(${carrier} PRIVATE ${JWTKEEP_PRECOMPILED_HEADERS})
    endif()
  endif()
  target_precompile_headers(${target} REUSE_FROM ${carrier})
  # g++ takes one only where what was defined for it still is.
  target_compile_definitions(${target} PRIVATE $<TARGET_PROPERTY:fmt::fmt,INTERFACE_COMPILE_DEFINITIONS>)
endfunction()
