import QtQuick
import QtQuick.Layouts
import Beaver.Console

// Tells that something was done, for a few seconds.
Rectangle {
    id: toast

    property string text

    function show(text: string) {
        toast.text = text
        hide.restart()
    }

    Accessible.name: text
    Accessible.role: Accessible.AlertMessage
    color: Theme.raised
    implicitHeight: 44
    implicitWidth: row.implicitWidth + Theme.space24
    radius: 10
    visible: text !== ""
    border.color: Theme.borderStrong
    border.width: 1

    Timer {
        id: hide

        interval: 5000
        onTriggered: toast.text = ""
    }
    Shadow { radius: 10 }
    RowLayout {
        id: row

        anchors.fill: parent
        anchors.leftMargin: Theme.space16
        anchors.rightMargin: Theme.space8
        spacing: Theme.space8

        Icon {
            color: Theme.ok
            glyph: Glyphs.circleCheck
        }
        AppText {
            Layout.fillWidth: true
            Layout.maximumWidth: 420
            Layout.rightMargin: Theme.space8
            text: toast.text
        }
        IconButton {
            glyph: Glyphs.close
            size: 24
            tip: qsTr("Dismiss")
            onClicked: toast.text = ""
        }
    }
}
