import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models

Page {
    id: page

    function refresh() {
        endpoints.reload()
        history.reload()
    }
    function focusSearch() {
        bar.focusSearch()
    }
    function create() {
        if (session.mayCreate)
            actions.start("endpoint.create", {})
    }
    function checkAll() {
        const records = []
        for (let i = 0; i < endpoints.count; ++i)
            records.push(endpoints.record(i))
        actions.startAll("endpoint.check", records)
    }

    RecordTable {
        id: endpoints

        facts: history.strips
        kind: "endpoints"
        session: page.session
    }
    EndpointHistory {
        id: history

        session: page.session
    }
    Timer {
        interval: 10000
        repeat: true
        running: page.visible && !page.session.offline
        onTriggered: page.refresh()
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            subtitle: endpoints.state === "ready" ? qsTr("%n endpoint(s)", "", endpoints.loadedCount) : ""
            title: qsTr("Providers & servers")

            PushButton {
                busy: page.actions.busy
                glyph: Glyphs.heartPulse
                objectName: "checkAll"
                text: qsTr("Check all")
                visible: page.session.mayCreate
                onClicked: page.checkAll()
            }
            PushButton {
                enabled: !page.session.offline
                glyph: Glyphs.plus
                hint: "C"
                kind: "primary"
                objectName: "newEndpoint"
                text: qsTr("Add endpoint")
                visible: page.session.mayCreate
                onClicked: page.create()
            }
        }
        FilterBar {
            id: bar

            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.margins: Theme.space12
            Layout.rightMargin: Theme.space24
            placeholder: qsTr("Search by name, provider or region")
            table: endpoints
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        DataTable {
            Layout.fillHeight: true
            Layout.fillWidth: true
            actions: page.actions
            focus: true
            newAction: page.session.mayCreate ? "endpoint.create" : ""
            newText: qsTr("Add endpoint")
            objectName: "endpoints"
            table: endpoints
            onOpened: (row) => page.actions.detailWanted("endpoint", endpoints.record(row))
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        RowLayout {
            Layout.fillWidth: true
            Layout.margins: Theme.space24
            spacing: Theme.space12

            Icon {
                Layout.alignment: Qt.AlignTop
                color: Theme.text3
                glyph: Glyphs.shuffle
            }
            AppText {
                Layout.fillWidth: true
                color: Theme.text2
                lineHeight: 1.25
                text: qsTr("A call goes to the endpoints that serve its model, the lowest priority number first and by weight among equals. When one fails, is slow or full, the next is asked; a circuit that opens is tried again by itself. A paused endpoint gets no calls, a draining one ends those it has.")
                wrapMode: Text.Wrap
            }
        }
    }
}
