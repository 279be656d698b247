# Rooms that compute keep the optimiser in a build with sanitizers; the others are compiled in half the time without it, and
# spend theirs waiting anyhow.
set(JWTKEEP_COMPUTING_ROOMS base crypto strength jose keyring crack scan)

# The rooms that are installed: JOSE and what stands below it, and what fetches keys: that alone needs libcurl.
set(JWTKEEP_PACKAGE_ROOMS base crypto jose)
set(JWTKEEP_REMOTE_ROOMS http remote)

# jwtkeep_room(NAME [USES room...] [LIBRARIES target...]): a folder of the library as one target.
# USES are the rooms whose headers this one may include; tools/check_rooms.py holds the same list in rooms.txt
# and fails the build on any other include.
function(jwtkeep_room name)
  cmake_parse_arguments(ARG "" "" "USES;LIBRARIES" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
  if(NOT sources)
    # Headers alone: CMake knows such a library as INTERFACE only.
    add_library(jwtkeep_${name} INTERFACE)
    add_library(jwtkeep::${name} ALIAS jwtkeep_${name})
    foreach(used ${ARG_USES})
      target_link_libraries(jwtkeep_${name} INTERFACE jwtkeep_${used})
    endforeach()
    return()
  endif()
  add_library(jwtkeep_${name} STATIC ${sources})
  add_library(jwtkeep::${name} ALIAS jwtkeep_${name})
  # The options are for this build alone: whoever uses the installed library has their own.
  target_link_libraries(jwtkeep_${name} PRIVATE $<BUILD_INTERFACE:jwtkeep_options> ${ARG_LIBRARIES})
  foreach(used ${ARG_USES})
    target_link_libraries(jwtkeep_${name} PUBLIC jwtkeep_${used})
  endforeach()
  if(name IN_LIST JWTKEEP_COMPUTING_ROOMS)
    jwtkeep_precompile(jwtkeep_${name})
  else()
    jwtkeep_precompile(jwtkeep_${name} UNOPTIMISED Asan)
  endif()
  set(installed ${JWTKEEP_PACKAGE_ROOMS} ${JWTKEEP_REMOTE_ROOMS})
  if(NOT (JWTKEEP_UNITY STREQUAL "PROGRAMS" AND name IN_LIST installed))
    jwtkeep_unity(jwtkeep_${name} ${sources})
  endif()
endfunction()

# jwtkeep_test(NAME [COMPUTING] ROOMS room... SOURCES file...): one GoogleTest program, which is one ctest entry.
function(jwtkeep_test name)
  cmake_parse_arguments(ARG "COMPUTING" "" "ROOMS;LIBRARIES;SOURCES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  foreach(room ${ARG_ROOMS})
    target_link_libraries(${name} PRIVATE jwtkeep_${room})
  endforeach()
  target_link_libraries(${name} PRIVATE jwtkeep_options ${ARG_LIBRARIES} GTest::gmock_main rapidcheck_gtest)
  if(ARG_COMPUTING)
    target_compile_options(${name} PRIVATE -O2)
  else()
    # Optimising is a quarter of the time that compiling a test takes; what it calls is optimised in its own room.
    jwtkeep_precompile(${name} TESTS UNOPTIMISED Dev Asan)
    jwtkeep_unity(${name} ${ARG_SOURCES})
  endif()
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES ENVIRONMENT "JWTKEEP_SOURCE_DIR=${PROJECT_SOURCE_DIR}" TIMEOUT 900)
endfunction()

# rooms: a step of every build that fails on an include which rooms.txt does not allow. Looks again only when a source,
# a listing or the rules have changed.
function(jwtkeep_check_rooms)
  set(checked)
  foreach(folder jwtkeep cli bench tests)
    file(GLOB_RECURSE found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.hpp ${PROJECT_SOURCE_DIR}/${folder}/*.cpp
         ${PROJECT_SOURCE_DIR}/${folder}/CMakeLists.txt)
    list(APPEND checked ${found})
  endforeach()
  list(FILTER checked EXCLUDE REGEX "/tests/scan/corpus/")
  set(stamp ${PROJECT_BINARY_DIR}/rooms.stamp)
  add_custom_command(OUTPUT ${stamp}
    COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tools/check_rooms.py ${PROJECT_SOURCE_DIR}
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${checked} ${PROJECT_SOURCE_DIR}/rooms.txt ${PROJECT_SOURCE_DIR}/tools/check_rooms.py
    COMMENT "Checking every include against rooms.txt" VERBATIM)
  add_custom_target(rooms ALL DEPENDS ${stamp})
endfunction()
