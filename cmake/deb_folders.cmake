# What Debian's policy wants in each package's folder before it is packed (CPACK_PRE_BUILD_SCRIPTS): the copyright, the
# changelog, and the licence's text where Debian keeps it for all. The same bytes each time.
set(names_runtime jwtkeep)
set(names_development libjwtkeep-dev)
set(names_capi libjwtkeep0)
foreach(component runtime development capi)
  if(NOT EXISTS ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component})
    continue()
  endif()
  set(documents ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component}/usr/share/doc/${names_${component}})
  file(REMOVE ${documents}/LICENSE)
  if(EXISTS ${documents}/CHANGELOG.md)
    file(RENAME ${documents}/CHANGELOG.md ${documents}/changelog)
  endif()
  execute_process(COMMAND ${CPACK_JWTKEEP_SOURCE}/tools/debian_documents.py --version
                          ${CPACK_PACKAGE_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE} --maintainer "${CPACK_PACKAGE_CONTACT}" ${documents}
                  COMMAND_ERROR_IS_FATAL ANY)
endforeach()
file(COPY ${CPACK_JWTKEEP_SOURCE}/packaging/debian/overrides/jwtkeep
     DESTINATION ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/runtime/usr/share/lintian/overrides
     FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
