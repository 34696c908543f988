import QtQuick
import QtQuick.Layouts
import Beaver.Console

// Tells that something was done, for a few seconds; longer while it can be undone, and as long as the pointer is on it.
Rectangle {
    id: toast

    property string text
    property bool failed: false
    property bool undoable: false

    signal undone()

    function show(text: string) {
        show2(text, false, false)
    }
    function show2(text: string, failed: bool, undoable: bool) {
        toast.text = text
        toast.failed = failed
        toast.undoable = undoable
        if (!over.hovered)
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

        interval: toast.undoable ? 12000 : 6000
        running: toast.text !== "" && !over.hovered
        onTriggered: toast.text = ""
    }
    HoverHandler {
        id: over
    }
    // What lies beneath takes no press.
    MouseArea {
        acceptedButtons: Qt.AllButtons
        anchors.fill: parent
    }
    Shadow { radius: 10 }
    RowLayout {
        id: row

        anchors.fill: parent
        anchors.leftMargin: Theme.space16
        anchors.rightMargin: Theme.space8
        spacing: Theme.space8

        Icon {
            color: toast.failed ? Theme.danger : Theme.ok
            glyph: toast.failed ? Glyphs.circleAlert : Glyphs.circleCheck
        }
        AppText {
            Layout.fillWidth: true
            Layout.maximumWidth: 420
            Layout.rightMargin: Theme.space8
            text: toast.text
        }
        PushButton {
            objectName: "undo"
            hint: "Ctrl Z"
            kind: "ghost"
            small: true
            text: qsTr("Undo")
            visible: toast.undoable
            onClicked: {
                toast.text = ""
                toast.undone()
            }
        }
        IconButton {
            glyph: Glyphs.close
            size: 24
            tip: qsTr("Dismiss")
            onClicked: toast.text = ""
        }
    }
}
