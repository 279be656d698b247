# A part of the installation, with the variables that cmake/install.cmake hands over. DESTDIR is put in front by
# file(INSTALL) itself.
cmake_policy(VERSION 3.25)
set(stage ${PROJECT_BINARY_DIR}/stage)
file(REMOVE_RECURSE ${stage})
file(MAKE_DIRECTORY ${stage}/systemd ${stage}/completions)
set(share ${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_DATADIR})

# /usr and /usr/local have their settings in /etc, where the units look; any other prefix keeps them to itself.
set(BINDIR ${CMAKE_INSTALL_PREFIX}/${CMAKE_INSTALL_BINDIR})
set(DOCDIR ${share}/doc/jwtkeep)
if(CMAKE_INSTALL_PREFIX MATCHES "^/usr(/local)?/?$")
  set(SYSCONFDIR /etc)
else()
  set(SYSCONFDIR ${CMAKE_INSTALL_PREFIX}/etc)
endif()

function(run_to output)
  execute_process(COMMAND ${ARGN} OUTPUT_FILE ${output} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

run_to(${stage}/help ${program} --help)
run_to(${stage}/man.log ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tools/man_pages.py --version ${PROJECT_VERSION}
       --help-text ${stage}/help ${stage}/man1)
file(INSTALL DESTINATION ${share}/man TYPE DIRECTORY FILES ${stage}/man1)

# Debian's zsh looks into a folder for packages; what is built by hand has its own.
set(zsh_folder zsh/site-functions)
if(CMAKE_INSTALL_PREFIX MATCHES "^/usr/?$" AND EXISTS /etc/debian_version)
  set(zsh_folder zsh/vendor-completions)
endif()
foreach(shell bash zsh fish)
  run_to(${stage}/completions/${shell} ${program} completion ${shell})
endforeach()
file(INSTALL DESTINATION ${share}/bash-completion/completions TYPE FILE RENAME jwtkeep FILES ${stage}/completions/bash)
file(INSTALL DESTINATION ${share}/${zsh_folder} TYPE FILE RENAME _jwtkeep FILES ${stage}/completions/zsh)
file(INSTALL DESTINATION ${share}/fish/vendor_completions.d TYPE FILE RENAME jwtkeep.fish FILES ${stage}/completions/fish)

set(packaging ${PROJECT_SOURCE_DIR}/packaging)
file(READ ${packaging}/systemd/hardening.conf.in HARDENING)
string(CONFIGURE "${HARDENING}" HARDENING @ONLY)
foreach(unit jwtkeep-serve.service jwtkeep-rotate.service)
  configure_file(${packaging}/systemd/${unit}.in ${stage}/systemd/${unit} @ONLY)
endforeach()
file(COPY ${packaging}/systemd/jwtkeep-rotate.timer DESTINATION ${stage}/systemd)
file(INSTALL DESTINATION ${CMAKE_INSTALL_PREFIX}/lib/systemd/system TYPE DIRECTORY FILES ${stage}/systemd/
     FILES_MATCHING PATTERN "*.service" PATTERN "*.timer")

# Settings that are there already are their owner's.
foreach(file serve.toml environment)
  if(NOT EXISTS "$ENV{DESTDIR}${SYSCONFDIR}/jwtkeep/${file}")
    set(permissions OWNER_READ OWNER_WRITE GROUP_READ)
    if(file STREQUAL "serve.toml")
      list(APPEND permissions WORLD_READ)
    endif()
    file(INSTALL DESTINATION ${SYSCONFDIR}/jwtkeep TYPE FILE PERMISSIONS ${permissions} FILES ${packaging}/etc/${file})
  endif()
endforeach()
file(MAKE_DIRECTORY "$ENV{DESTDIR}${SYSCONFDIR}/jwtkeep/secrets")
file(CHMOD "$ENV{DESTDIR}${SYSCONFDIR}/jwtkeep/secrets" PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)

file(INSTALL DESTINATION ${DOCDIR} TYPE FILE FILES ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CHANGELOG.md
     ${PROJECT_SOURCE_DIR}/SECURITY.md ${PROJECT_SOURCE_DIR}/LICENSE)
file(INSTALL DESTINATION ${DOCDIR} TYPE DIRECTORY FILES ${PROJECT_SOURCE_DIR}/docs ${PROJECT_SOURCE_DIR}/examples)

if(CMAKE_GENERATOR STREQUAL "Ninja")
  run_to(${stage}/jwtkeep.spdx.json ${Python3_EXECUTABLE} ${PROJECT_SOURCE_DIR}/tools/sbom.py --version ${PROJECT_VERSION}
         --ninja ${CMAKE_MAKE_PROGRAM} --build ${PROJECT_BINARY_DIR} ${program})
  file(INSTALL DESTINATION ${DOCDIR} TYPE FILE FILES ${stage}/jwtkeep.spdx.json)
else()
  message(STATUS "no SBOM: which headers were compiled is known of a build by Ninja alone")
endif()
