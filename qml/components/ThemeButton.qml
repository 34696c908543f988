import QtQuick
import Beaver.Console
import Beaver.Session

IconButton {
    id: button

    required property Preferences preferences

    glyph: preferences.theme === "light" ? Glyphs.sun : preferences.theme === "dark" ? Glyphs.moon : Glyphs.monitor
    tip: preferences.theme === "light" ? qsTr("Theme: light") : preferences.theme === "dark" ? qsTr("Theme: dark")
       : qsTr("Theme: as the system")
    onClicked: button.preferences.theme = button.preferences.theme === "system" ? "light"
                                     : button.preferences.theme === "light" ? "dark" : "system"
}
