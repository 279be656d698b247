# Several sources compiled as one: a build from nothing takes half the time, and one after a change somewhat longer.
# tools/unity_groups.py says which sources do not mind, each time that CMake runs. PROGRAMS leaves the archives that are
# installed as they are: whoever links with one gets whole objects of it, and what those ask for.
set(JWTKEEP_UNITY OFF CACHE STRING "Compile sources that share no name in groups: OFF, PROGRAMS or ALL")
set_property(CACHE JWTKEEP_UNITY PROPERTY STRINGS OFF PROGRAMS ALL)
set(JWTKEEP_UNITY_MOST 16)
if(NOT JWTKEEP_UNITY MATCHES "^(OFF|PROGRAMS|ALL)$")
  message(FATAL_ERROR "JWTKEEP_UNITY is \"${JWTKEEP_UNITY}\": choose OFF, PROGRAMS or ALL")
endif()

option(JWTKEEP_BUILT_ONCE "For CI, where nothing changes afterwards: no debug information, and no memory spared" OFF)
if(JWTKEEP_BUILT_ONCE)
  # A sanitizer names functions without the lines, which `make asan` tells. And g++ does not look for what it could free: it
  # takes 0.7 GB at most.
  target_compile_options(jwtkeep_options INTERFACE -g0 $<$<COMPILE_LANG_AND_ID:CXX,GNU>:SHELL:--param ggc-min-heapsize=4000000>)
endif()

# jwtkeep_unity(TARGET FILE...): compile these sources of TARGET in groups.
function(jwtkeep_unity target)
  if(JWTKEEP_UNITY STREQUAL "OFF")
    return()
  endif()
  # Each kernel is written for other instructions than its neighbours, by the same names.
  list(FILTER ARGN EXCLUDE REGEX "/kernel/")
  execute_process(COMMAND ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tools/unity_groups.py ${JWTKEEP_UNITY_MOST} ${ARGN}
                  WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
                  OUTPUT_VARIABLE groups OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" groups "${groups}")
  foreach(line ${groups})
    string(REGEX MATCH "^(.*) ([0-9]+)$" matched ${line})
    set_source_files_properties(${CMAKE_MATCH_1} PROPERTIES UNITY_GROUP ${target}_${CMAKE_MATCH_2})
  endforeach()
  # g++ takes a group's file for a source and what is in it for headers, which should not use unnamed namespaces.
  target_compile_options(${target} PRIVATE $<$<COMPILE_LANG_AND_ID:CXX,GNU>:-Wno-subobject-linkage>)
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
endfunction()
