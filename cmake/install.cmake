# What `cmake --install` puts beside the program for its users: man pages, completions, units, configuration, documents,
# and what it is made of (SBOM). All of it is made while it is installed (cmake/stage.cmake), so that a build costs nothing
# more and the prefix counts that the user gives last.
include(GNUInstallDirs)
set(JWTKEEP_STAGE_VARIABLES PROJECT_SOURCE_DIR PROJECT_BINARY_DIR PROJECT_VERSION Python3_EXECUTABLE CMAKE_MAKE_PROGRAM
    CMAKE_GENERATOR CMAKE_INSTALL_BINDIR CMAKE_INSTALL_DATADIR)
foreach(variable ${JWTKEEP_STAGE_VARIABLES})
  install(CODE "set(${variable} \"${${variable}}\")" COMPONENT runtime)
endforeach()
install(CODE "set(program \"$<TARGET_FILE:jwtkeep>\")" COMPONENT runtime)
install(SCRIPT ${PROJECT_SOURCE_DIR}/cmake/stage.cmake COMPONENT runtime)
