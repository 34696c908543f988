# What is installed where, and the packages made of it: `cpack -G DEB`, `cpack -G TGZ`; NSIS or WiX on Windows and
# DragNDrop on macOS, after windeployqt or macdeployqt (see .github/workflows/build.yml).
include(GNUInstallDirs)

install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT server)
if(UNIX AND NOT APPLE)
    install(FILES packaging/debian/beaverd.service DESTINATION lib/systemd/system COMPONENT server)
    install(FILES packaging/debian/beaverd.env DESTINATION /etc/beaver RENAME beaverd.env COMPONENT server)
endif()
if(TARGET beaver-console)
    install(TARGETS beaver-console BUNDLE DESTINATION . RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT console)
    if(UNIX AND NOT APPLE)
        install(FILES packaging/beaver-console.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications COMPONENT console)
        install(FILES packaging/beaver-console.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps COMPONENT console)
    endif()
endif()

set(CPACK_PACKAGE_NAME beaver)
set(CPACK_PACKAGE_VENDOR "Beaver")
set(CPACK_PACKAGE_CONTACT "Beaver <beaver@localhost.localdomain>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "One API key, one prepaid balance, every AI model")
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGE_INSTALL_DIRECTORY Beaver)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL server console)

# Debian: a package for each component.
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_SERVER_PACKAGE_NAME beaverd)
set(CPACK_DEBIAN_SERVER_PACKAGE_DEPENDS "adduser, libqt6sql6-sqlite")
set(CPACK_DEBIAN_SERVER_PACKAGE_CONTROL_EXTRA
    "${CMAKE_SOURCE_DIR}/packaging/debian/postinst;${CMAKE_SOURCE_DIR}/packaging/debian/prerm;${CMAKE_SOURCE_DIR}/packaging/debian/postrm;${CMAKE_SOURCE_DIR}/packaging/debian/conffiles")
set(CPACK_COMPONENT_SERVER_DESCRIPTION "LLM gateway with prepaid billing\n Routes the calls of OpenAI, Anthropic and Gemini clients to providers and charges them exactly.")
set(CPACK_DEBIAN_CONSOLE_PACKAGE_NAME beaver-console)
# QML modules are found at run time, so nobody derives them from the libraries.
set(CPACK_DEBIAN_CONSOLE_PACKAGE_DEPENDS
    "qml6-module-qtquick, qml6-module-qtquick-controls, qml6-module-qtquick-dialogs, qml6-module-qtquick-layouts, qml6-module-qtquick-templates, qml6-module-qtquick-window, qml6-module-qt-labs-folderlistmodel, qml6-module-qtqml, qml6-module-qtqml-models, qml6-module-qtqml-workerscript, qt6-qpa-plugins")
set(CPACK_DEBIAN_CONSOLE_PACKAGE_RECOMMENDS "libsecret-1-0, beaverd")
set(CPACK_COMPONENT_CONSOLE_DESCRIPTION "desktop console of the Beaver gateway\n Accounts, keys, prices, providers, usage, billing and a playground in a native window.")

# Windows and macOS
set(CPACK_NSIS_DISPLAY_NAME Beaver)
set(CPACK_NSIS_ENABLE_UNINSTALL_BEFORE_INSTALL ON)
set(CPACK_NSIS_EXTRA_INSTALL_COMMANDS
    "WriteRegStr HKCU 'Software\\\\Classes\\\\beaver' 'URL Protocol' ''\n  WriteRegStr HKCU 'Software\\\\Classes\\\\beaver\\\\shell\\\\open\\\\command' '' '\\\"$INSTDIR\\\\bin\\\\beaver-console.exe\\\" \\\"%1\\\"'")
set(CPACK_NSIS_EXTRA_UNINSTALL_COMMANDS "DeleteRegKey HKCU 'Software\\\\Classes\\\\beaver'")
set(CPACK_PACKAGE_EXECUTABLES beaver-console "Beaver Console")
set(CPACK_WIX_UPGRADE_GUID 6B1B6E0C-5B1F-4B0B-9E0B-3B1A2F6C8D11)
set(CPACK_DMG_VOLUME_NAME Beaver)
include(CPack)
