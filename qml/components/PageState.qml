pragma ComponentBehavior: Bound

import QtQuick
import Beaver.Console

// What is shown where there is nothing to show: loading, empty, no match, failed, out of reach, or not allowed.
Item {
    id: page

    property string title
    property string text
    property string glyph: Glyphs.inbox
    property string error
    property string requestId
    property int offlineRetry: 0
    property bool rows: false
    property bool copied: false
    // Where the columns of what comes will stand.
    property real rowStart: Theme.space24
    property var rowWidths: []
    property var rowRights: []
    property int rowHeight: Theme.row
    default property alias actions: slot.data

    signal detailsWanted()
    signal retried()
    signal cleared()

    onStateChanged: copied = false
    Accessible.name: box.title
    visible: state !== "ready" && state !== ""

    Column {
        anchors.fill: parent
        clip: true
        visible: page.state === "loading"

        Repeater {
            model: page.rows ? 14 : 0

            Item {
                id: placeholder

                required property int index

                height: page.rowHeight
                width: parent?.width ?? 0

                Row {
                    anchors.left: parent.left
                    anchors.leftMargin: page.rowStart
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: Theme.space16

                    Repeater {
                        model: page.rowWidths

                        Item {
                            id: cell

                            required property int index
                            required property real modelData

                            height: bone.height
                            width: modelData

                            Skeleton {
                                id: bone

                                x: (page.rowRights[cell.index] === true) !== Theme.mirrored ? cell.width - width : 0
                                implicitWidth: Math.min(cell.modelData * 0.8, 56 + (placeholder.index * 37 + cell.index * 53) % 90)
                            }
                        }
                    }
                }
            }
        }
    }
    Rectangle {
        anchors.fill: parent
        color: Theme.surface
        visible: box.visible && !page.rows
    }
    EmptyState {
        id: box

        anchors.centerIn: parent
        failed: page.state === "error" || page.state === "offline"
        glyph: page.state === "noMatch" ? Glyphs.search : page.state === "error" ? Glyphs.circleAlert : page.state === "offline" ? Glyphs.wifiOff
             : page.state === "forbidden" ? Glyphs.lock : page.glyph
        objectName: "state_" + page.state
        text: page.state === "noMatch" ? qsTr("No row fits the search and the filters.")
            : page.state === "forbidden" ? qsTr("Your role doesn't allow this. An owner of the gateway can change it.")
            : page.state === "error" ? page.error + (page.requestId !== "" ? "\n" + qsTr("Request %1").arg(page.requestId) : "")
            : page.state === "offline" ? page.error + (page.offlineRetry > 0 ? "\n" + qsTr("Next try in %1 s.").arg(page.offlineRetry) : "") : page.text
        title: page.state === "noMatch" ? qsTr("No match") : page.state === "forbidden" ? qsTr("Not for your role")
             : page.state === "error" ? qsTr("This couldn't be loaded") : page.state === "offline" ? qsTr("The server is out of reach") : page.title
        visible: page.state !== "loading" && page.visible

        PushButton {
            glyph: Glyphs.refreshCw
            objectName: "retry"
            text: qsTr("Try again")
            visible: page.state === "error" || page.state === "offline"
            onClicked: page.retried()
        }
        PushButton {
            glyph: page.copied ? Glyphs.check : Glyphs.copy
            objectName: "copyDetails"
            text: page.copied ? qsTr("Copied") : qsTr("Copy details")
            tip: qsTr("What was asked for, what came back and by which server, for whoever helps you")
            visible: page.state === "error" || page.state === "offline"
            onClicked: {
                page.detailsWanted()
                page.copied = true
            }
        }
        PushButton {
            objectName: "clearFilters"
            text: qsTr("Clear the filters")
            visible: page.state === "noMatch"
            onClicked: page.cleared()
        }
        Row {
            id: slot
        }
    }
}
