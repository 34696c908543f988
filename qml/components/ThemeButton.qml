import QtQuick
import Beaver.Console
import Beaver.Session

IconButton {
    id: button

    required property Preferences preferences

    function next() {
        const order = ["system", "light", "dark"]
        button.preferences.theme = order[(order.indexOf(button.preferences.theme) + 1) % order.length]
    }

    glyph: preferences.theme === "light" ? Glyphs.sun : preferences.theme === "dark" ? Glyphs.moon : Glyphs.monitor
    tip: preferences.theme === "light" ? qsTr("Theme: light") : preferences.theme === "dark" ? qsTr("Theme: dark")
       : qsTr("Theme: as the system")
    onClicked: next()
}
