import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Models

Page {
    id: page

    // Where there is room, all is in sight at once.
    readonly property bool tall: height >= 780
    property string view: "endpoints"

    function refresh() {
        endpoints.reload()
        history.reload()
        latency.reload()
        order.reload()
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
    LatencyReport {
        id: latency

        session: page.session
    }
    FailoverOrder {
        id: order

        session: page.session
    }
    Timer {
        interval: 1000 * page.preferences.refreshSeconds
        repeat: true
        running: interval > 0 && page.visible && !page.session.offline
        onTriggered: page.refresh()
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            subtitle: endpoints.state === "ready" ? qsTr("%n endpoint(s)", "", endpoints.loadedCount) : ""
            title: qsTr("Providers & servers")

            FreshBadge {
                asOf: latency.asOf
                every: page.preferences.refreshSeconds
                objectName: "fresh"
                problem: latency.error
                visible: asOf !== "" && page.width > 1100
            }
            Segmented {
                objectName: "providersView"
                options: [{ value: "endpoints", title: qsTr("Endpoints") }, { value: "order", title: qsTr("Order & latency") }]
                value: page.view
                visible: !page.tall
                onPicked: (value) => page.view = value
            }
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
            visible: page.tall || page.view === "endpoints"
            placeholder: qsTr("Search by name, provider or region")
            navigator: page.navigator
            preferences: page.preferences
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
            Layout.maximumHeight: fits ? whole : 100000
            Layout.minimumHeight: fits ? Math.min(whole, page.height - 500) : 0
            actions: page.actions
            changeable: page.session.mayCreate && !page.session.offline
            focus: true
            newAction: page.session.mayCreate ? "endpoint.create" : ""
            newText: qsTr("Add endpoint")
            objectName: "endpoints"

            readonly property bool fits: page.tall && endpoints.state === "ready"
            readonly property int whole: Theme.tableHeader + 2 + endpoints.count * rowHeight

            table: endpoints
            visible: page.tall || page.view === "endpoints"
            onOpened: (row) => page.actions.detailWanted("endpoint", endpoints.record(row))
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
            visible: page.tall
        }
        RowLayout {
            Layout.fillHeight: true
            Layout.fillWidth: true
            Layout.bottomMargin: Theme.space20
            Layout.leftMargin: Theme.space24
            Layout.maximumHeight: 420
            Layout.rightMargin: Theme.space24
            Layout.topMargin: Theme.space20
            spacing: Theme.space14
            visible: endpoints.state === "ready" && (page.tall || page.view === "order")

            LatencyCard {
                Layout.fillHeight: true
                Layout.fillWidth: true
                Layout.preferredWidth: 540
                report: latency
            }
            FailoverCard {
                Layout.fillHeight: true
                Layout.fillWidth: true
                Layout.preferredWidth: 460
                changeable: page.session.mayCreate && !page.session.offline
                order: order
            }
        }
        Item {
            Layout.fillHeight: true
            visible: page.tall || page.view === "order"
        }
        RowLayout {
            Layout.bottomMargin: Theme.space16
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.rightMargin: Theme.space24
            Layout.topMargin: page.tall || page.view === "order" ? 0 : Theme.space16
            spacing: Theme.space12
            visible: endpoints.state === "ready" || endpoints.state === "empty"

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
