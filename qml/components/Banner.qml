import QtQuick
import QtQuick.Layouts
import Beaver.Console

Rectangle {
    id: banner

    property string text
    property string title
    property bool failed: false
    property string glyph: failed ? Glyphs.circleAlert : Glyphs.triangleAlert
    readonly property color foreground: failed ? Theme.danger : Theme.warn
    default property alias actions: slot.data

    Accessible.name: text
    Accessible.role: Accessible.AlertMessage
    color: failed ? Theme.dangerSoft : Theme.warnSoft
    implicitHeight: row.implicitHeight + Theme.space20
    radius: Theme.radiusPopup
    border.color: Qt.rgba(foreground.r, foreground.g, foreground.b, 0.24)
    border.width: 1

    RowLayout {
        id: row

        anchors.fill: parent
        anchors.leftMargin: Theme.space12
        anchors.rightMargin: Theme.space12
        spacing: Theme.space8

        Icon {
            color: banner.foreground
            glyph: banner.glyph
        }
        AppText {
            text: banner.title
            visible: text !== ""
            font.weight: Font.DemiBold
        }
        AppText {
            Layout.fillWidth: true
            color: banner.title !== "" ? Theme.text2 : Theme.text
            text: banner.text
            wrapMode: Text.Wrap
        }
        RowLayout {
            id: slot

            Layout.fillWidth: false
            spacing: Theme.space6
        }
    }
}
