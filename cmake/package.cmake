# The library for others: `find_package(jwtkeep)` gives jwtkeep::jose, `pkg-config jwtkeep` the same;
# `find_package(jwtkeep COMPONENTS remote)` gives jwtkeep::remote besides, `pkg-config jwtkeep-remote` the same.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# jwtkeep_install_room(NAME EXPORT): the archive, and every header that does not call itself internal to its room.
function(jwtkeep_install_room name export)
  set_target_properties(jwtkeep_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(jwtkeep_${name} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(jwtkeep_${name} INTERFACE cxx_std_23)
  install(TARGETS jwtkeep_${name} EXPORT ${export} ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev)
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/jwtkeep/${name}/*.hpp)
  foreach(header ${headers})
    file(STRINGS ${header} opening LIMIT_COUNT 4)
    if(NOT opening MATCHES "Internal to this room")
      file(RELATIVE_PATH place ${PROJECT_SOURCE_DIR} ${header})
      get_filename_component(place ${place} DIRECTORY)
      install(FILES ${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/${place} COMPONENT dev)
    endif()
  endforeach()
endfunction()

foreach(room ${JWTKEEP_PACKAGE_ROOMS})
  jwtkeep_install_room(${room} jwtkeep)
endforeach()
foreach(room ${JWTKEEP_REMOTE_ROOMS})
  jwtkeep_install_room(${room} jwtkeepRemote)
endforeach()

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/jwtkeep)
install(EXPORT jwtkeep NAMESPACE jwtkeep:: FILE jwtkeepTargets.cmake DESTINATION ${package_folder} COMPONENT dev)
install(EXPORT jwtkeepRemote NAMESPACE jwtkeep:: FILE jwtkeepRemoteTargets.cmake DESTINATION ${package_folder}
        COMPONENT dev)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/jwtkeepConfig.cmake.in ${PROJECT_BINARY_DIR}/jwtkeepConfig.cmake
                              INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/jwtkeepConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/jwtkeepConfig.cmake ${PROJECT_BINARY_DIR}/jwtkeepConfigVersion.cmake
        DESTINATION ${package_folder} COMPONENT dev)
jwtkeep_install_pkg_config(jwtkeep ${PROJECT_SOURCE_DIR}/cmake/jwtkeep.pc.in dev)
jwtkeep_install_pkg_config(jwtkeep-remote ${PROJECT_SOURCE_DIR}/cmake/jwtkeep-remote.pc.in dev)
