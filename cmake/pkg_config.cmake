# jwtkeep_install_pkg_config(NAME TEMPLATE COMPONENT): what pkg-config reads of a library, found from where the file itself lies, so
# that the folder can be moved.
include(GNUInstallDirs)
function(jwtkeep_install_pkg_config name template component)
  file(RELATIVE_PATH PACKAGE_PREFIX_FROM_PKGCONFIG /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
  configure_file(${template} ${PROJECT_BINARY_DIR}/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig COMPONENT ${component})
endfunction()
