import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

// Several lines.
TextArea {
    id: area

    property string name
    property bool failed: false
    property bool mono: false

    Accessible.name: name
    color: Theme.text
    implicitHeight: 84
    padding: 10
    placeholderTextColor: Theme.text3
    selectByMouse: true
    selectedTextColor: Theme.textOnFill
    selectionColor: Theme.accent
    textFormat: TextEdit.PlainText
    wrapMode: TextArea.Wrap
    font.family: mono ? Theme.mono : Theme.sans
    font.pixelSize: mono ? Theme.small : Theme.body
    Keys.onBacktabPressed: nextItemInFocusChain(false).forceActiveFocus(Qt.BacktabFocusReason)
    Keys.onTabPressed: nextItemInFocusChain(true).forceActiveFocus(Qt.TabFocusReason)

    background: Rectangle {
        border.color: area.failed ? Theme.danger : area.activeFocus ? Theme.accent : area.hovered ? Theme.borderStrong : Theme.border
        border.width: 1
        color: Theme.input
        radius: Theme.radius
    }
}
