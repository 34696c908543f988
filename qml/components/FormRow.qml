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
    property bool named: true
    default property alias content: slot.data

    spacing: Theme.space6

    RowLayout {
        spacing: Theme.space6
        visible: row.named

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
    // Not a layout: in nested ones Qt 6.4 keeps the height that wrapped text had at another width.
    Item {
        Accessible.name: message.text
        Accessible.role: Accessible.AlertMessage
        Layout.fillWidth: true
        implicitHeight: message.implicitHeight
        visible: message.text !== ""

        Icon {
            id: sign

            anchors.left: parent.left
            color: message.color
            glyph: row.error !== "" ? Glyphs.circleAlert : row.warning ? Glyphs.triangleAlert : ""
            size: 13
            y: 1
        }
        AppText {
            id: message

            anchors.left: parent.left
            anchors.leftMargin: sign.glyph !== "" ? 19 : 0
            anchors.right: parent.right
            color: row.error !== "" ? Theme.danger : row.warning ? Theme.warn : Theme.text3
            elide: Text.ElideNone
            text: row.error !== "" ? row.error : row.help
            verticalAlignment: Text.AlignTop
            wrapMode: Text.Wrap
            font.pixelSize: Theme.small
        }
    }
}
