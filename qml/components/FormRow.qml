import QtQuick
import QtQuick.Layouts
import Beaver.Console

// A field with its label above, and below what is wrong with it, or else a help.
ColumnLayout {
    id: row

    property string label
    property string help
    property string error
    property bool optional: false
    property bool warning: false
    default property alias content: slot.data

    spacing: Theme.space6

    RowLayout {
        spacing: Theme.space6

        AppText {
            text: row.label
            font.pixelSize: Theme.small
            font.weight: Font.Medium
        }
        AppText {
            color: Theme.text3
            text: qsTr("Optional")
            visible: row.optional
            font.pixelSize: Theme.small
        }
    }
    RowLayout {
        id: slot

        Layout.fillWidth: true
        spacing: Theme.space8
    }
    RowLayout {
        Accessible.name: message.text
        Accessible.role: Accessible.AlertMessage
        spacing: Theme.space6
        visible: message.text !== ""

        Icon {
            Layout.alignment: Qt.AlignTop
            Layout.topMargin: 1
            color: message.color
            glyph: row.error !== "" ? Glyphs.circleAlert : row.warning ? Glyphs.triangleAlert : ""
            size: 13
        }
        AppText {
            id: message

            Layout.fillWidth: true
            color: row.error !== "" ? Theme.danger : row.warning ? Theme.warn : Theme.text3
            text: row.error !== "" ? row.error : row.help
            wrapMode: Text.Wrap
            font.pixelSize: Theme.small
        }
    }
}
