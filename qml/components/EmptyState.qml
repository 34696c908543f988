import QtQuick
import QtQuick.Layouts
import Beaver.Console

ColumnLayout {
    id: state

    property string glyph: Glyphs.inbox
    property string title
    property string text
    property bool failed: false
    default property alias actions: slot.data

    Accessible.name: title
    Accessible.role: Accessible.StaticText
    spacing: 0

    Rectangle {
        Layout.alignment: Qt.AlignHCenter
        color: state.failed ? Theme.dangerSoft : Theme.hover
        implicitHeight: 44
        implicitWidth: 44
        radius: 10
        border.color: Theme.border
        border.width: state.failed ? 0 : 1

        Icon {
            anchors.centerIn: parent
            color: state.failed ? Theme.danger : Theme.text2
            glyph: state.glyph
            size: 20
        }
    }
    AppText {
        Layout.alignment: Qt.AlignHCenter
        Layout.topMargin: Theme.space16
        text: state.title
        font.pixelSize: Theme.lead
        font.weight: Font.DemiBold
    }
    AppText {
        Layout.alignment: Qt.AlignHCenter
        Layout.maximumWidth: 340
        Layout.topMargin: Theme.space4
        color: Theme.text2
        horizontalAlignment: Text.AlignHCenter
        lineHeight: 1.25
        text: state.text
        wrapMode: Text.Wrap
    }
    RowLayout {
        id: slot

        Layout.alignment: Qt.AlignHCenter
        Layout.topMargin: Theme.space16
        spacing: Theme.space8
    }
}
