import QtQuick
import QtQuick.Layouts
import Beaver.Console

Item {
    id: header

    property string title
    property string crumb
    property string subtitle
    default property alias actions: slot.data

    signal crumbPressed()

    implicitHeight: Theme.header

    RowLayout {
        anchors.fill: parent
        anchors.leftMargin: Theme.space24
        anchors.rightMargin: Theme.space24
        spacing: Theme.space8

        PushButton {
            Layout.leftMargin: -Theme.space12
            kind: "ghost"
            objectName: "crumb"
            text: header.crumb
            visible: text !== ""
            onClicked: header.crumbPressed()
        }
        Icon {
            color: Theme.text3
            glyph: header.crumb !== "" ? Glyphs.chevronRight : ""
            size: 14
        }
        AppText {
            Accessible.role: Accessible.Heading
            Layout.maximumWidth: header.width / 2.4
            text: header.title
            font.pixelSize: Theme.title
            font.weight: Font.DemiBold
        }
        AppText {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space4
            color: Theme.text3
            text: header.subtitle
        }
        RowLayout {
            id: slot

            Layout.fillWidth: false
            spacing: Theme.space8
        }
    }
    Rectangle {
        anchors.bottom: parent.bottom
        color: Theme.border
        height: 1
        width: parent.width
    }
}
