# The library for others: `find_package(jwtkeep)` gives jwtkeep::jose, `pkg-config jwtkeep` the same.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The rooms that are installed: JOSE with what stands below it, and keys from elsewhere.
set(JWTKEEP_PACKAGE_ROOMS base crypto jose http remote)

# jwtkeep_install_room(NAME): the archive, and every header that does not call itself internal to its room.
function(jwtkeep_install_room name)
  set_target_properties(jwtkeep_${name} PROPERTIES EXPORT_NAME ${name})
  target_include_directories(jwtkeep_${name} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(jwtkeep_${name} INTERFACE cxx_std_23)
  install(TARGETS jwtkeep_${name} EXPORT jwtkeep ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT dev)
  file(GLOB_RECURSE headers RELATIVE ${PROJECT_SOURCE_DIR} CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/jwtkeep/${name}/*.hpp)
  foreach(header ${headers})
    file(STRINGS ${PROJECT_SOURCE_DIR}/${header} opening LIMIT_COUNT 4)
    if(NOT opening MATCHES "(Internal|Private) to this room")
      get_filename_component(folder ${header} DIRECTORY)
      install(FILES ${PROJECT_SOURCE_DIR}/${header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/${folder} COMPONENT dev)
    endif()
  endforeach()
endfunction()

foreach(room ${JWTKEEP_PACKAGE_ROOMS})
  jwtkeep_install_room(${room})
endforeach()

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/jwtkeep)
install(EXPORT jwtkeep NAMESPACE jwtkeep:: FILE jwtkeepTargets.cmake DESTINATION ${package_folder} COMPONENT dev)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/jwtkeepConfig.cmake.in ${PROJECT_BINARY_DIR}/jwtkeepConfig.cmake
                              INSTALL_DESTINATION ${package_folder})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/jwtkeepConfigVersion.cmake COMPATIBILITY SameMinorVersion)
# Found from where the file lies, so that the folder can be moved.
file(RELATIVE_PATH PACKAGE_PREFIX_FROM_PKGCONFIG /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${PROJECT_SOURCE_DIR}/cmake/jwtkeep.pc.in ${PROJECT_BINARY_DIR}/jwtkeep.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/jwtkeepConfig.cmake ${PROJECT_BINARY_DIR}/jwtkeepConfigVersion.cmake
        DESTINATION ${package_folder} COMPONENT dev)
install(FILES ${PROJECT_BINARY_DIR}/jwtkeep.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT dev)
