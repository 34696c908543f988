import QtQuick
import QtQuick.Controls.Basic
import Beaver.Console

TextField {
    id: field

    property string glyph
    property string hint
    property string suffix
    property bool failed: false
    property bool mono: false
    property real atEnd: side.width > 0 ? side.width + Theme.space16 : 10
    readonly property real atBegin: glyph !== "" ? Theme.control : 10

    bottomPadding: 0
    color: Theme.text
    implicitHeight: Theme.control
    implicitWidth: 220
    leftPadding: Theme.mirrored ? atEnd : atBegin
    placeholderTextColor: Theme.text3
    rightPadding: Theme.mirrored ? atBegin : atEnd
    selectByMouse: true
    selectedTextColor: Theme.textOnFill
    selectionColor: Theme.accent
    topPadding: 0
    verticalAlignment: TextInput.AlignVCenter
    font.family: mono ? Theme.mono : Theme.sans
    font.pixelSize: mono ? Theme.small : Theme.body
    // What is longer than the field shows its beginning until somebody writes in it.
    onActiveFocusChanged: cursorPosition = activeFocus ? text.length : 0
    onTextChanged: if (!activeFocus) cursorPosition = 0

    background: Rectangle {
        color: Theme.input
        radius: Theme.radius
        border.color: field.failed ? Theme.danger : field.activeFocus ? Theme.accent : field.hovered ? Theme.borderStrong : Theme.border
        border.width: 1

        Rectangle {
            anchors.fill: parent
            anchors.margins: -3
            color: "transparent"
            radius: Theme.radius + 3
            visible: field.activeFocus
            border.color: field.failed ? Theme.dangerSoft : Theme.accentSoft
            border.width: 3
        }
        Icon {
            anchors.left: parent.left
            anchors.leftMargin: 10
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.text3
            glyph: field.glyph
            size: 15
        }
        Row {
            id: side

            anchors.right: parent.right
            anchors.rightMargin: Theme.space8
            anchors.verticalCenter: parent.verticalCenter

            AppText {
                color: Theme.text3
                text: field.suffix
                visible: text !== ""
                font.pixelSize: Theme.small
            }
            Kbd {
                text: field.activeFocus || field.text !== "" ? "" : field.hint
            }
        }
    }
}
