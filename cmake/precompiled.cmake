# Precompiled headers take a third off a build from nothing. The release preset has none: it shows that each file includes
# what it uses.
option(JWTKEEP_PRECOMPILE "Precompile the standard library's and the test frameworks' headers" OFF)

if(JWTKEEP_PRECOMPILE AND CCACHE)
  # ccache takes such builds where it may leave the headers' times out of account (its manual, "Precompiled headers").
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
  add_compile_options("$<$<COMPILE_LANG_AND_ID:CXX,Clang>:SHELL:-Xclang -fno-pch-timestamp>")
  # What g++ 12 says of bounds is false of strings out of a precompiled header; the release preset asks without one.
  add_compile_options("$<$<COMPILE_LANG_AND_ID:CXX,GNU>:SHELL:-fpch-preprocess -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread>")
endif()

# jwtkeep_precompile(TARGET HEADER...)
function(jwtkeep_precompile target)
  if(JWTKEEP_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()

set(JWTKEEP_STANDARD_HEADERS <algorithm> <array> <chrono> <expected> <functional> <map> <memory> <optional>
    <set> <span> <string> <string_view> <variant> <vector>)
