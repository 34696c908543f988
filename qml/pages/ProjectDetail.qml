pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Controls.Basic
import QtQuick.Layouts
import Beaver.Console
import Beaver.Editors
import Beaver.Models
import Beaver.Session

// One project with its members, keys and provider keys.
FocusScope {
    id: page

    property Session session
    property ActionCenter actions
    property string projectId
    property string tab: "overview"

    signal backWanted()

    SpentReport {
        id: spent

        kind: "project"
        recordId: page.projectId
        session: page.session
    }
    RecordDetail {
        id: detail

        kind: "project"
        recordId: page.projectId
        session: page.session
        onGoneChanged: if (gone) page.backWanted()
    }
    Connections {
        target: page.session

        function onStored() {
            detail.reload()
        }
    }
    RecordTable {
        id: members

        active: page.tab === "members" && detail.loaded
        kind: "members"
        session: page.session
        within: detail.within
    }
    RecordTable {
        id: keys

        active: page.tab === "keys" && detail.loaded
        filters: ({ project_id: page.projectId })
        kind: "projectKeys"
        session: page.session
        within: detail.within
    }
    RecordTable {
        id: credentials

        active: page.tab === "credentials" && detail.loaded
        kind: "credentials"
        session: page.session
        within: detail.within
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0

        PageHeader {
            Layout.fillWidth: true
            crumb: qsTr("Projects")
            title: detail.title
            onCrumbPressed: page.backWanted()

            PushButton {
                glyph: Glyphs.plus
                kind: "primary"
                objectName: "addMember"
                text: qsTr("Add a member")
                visible: page.tab === "members" && detail.owned
                onClicked: page.actions.start("member.add", detail.plainRecord())
            }
            PushButton {
                readonly property string makes: Array.from(detail.actions).find(id => id === "project.newOwnKey" || id === "project.newKey") ?? ""

                glyph: Glyphs.plus
                kind: "primary"
                objectName: "newProjectKey"
                text: qsTr("New key")
                visible: page.tab === "keys" && makes !== ""
                onClicked: page.actions.start(makes, detail.plainRecord())
            }
            PushButton {
                glyph: Glyphs.plus
                kind: "primary"
                objectName: "bringCredential"
                text: qsTr("Add a provider key")
                visible: page.tab === "credentials" && detail.owned
                onClicked: page.actions.start("credential.bring", detail.plainRecord())
            }
            PushButton {
                id: more

                readonly property var ids: Array.from(detail.actions).filter(id => id !== "project.open")

                glyph: Glyphs.ellipsis
                objectName: "projectMenu"
                tip: qsTr("Actions")
                onClicked: {
                    menu.record = detail.plainRecord()
                    menu.entries = page.actions.describe(ids.concat(["-", "copy.id"]))
                    menu.popup(more, more.width - 208, more.height + 4)
                }
            }
        }
        TabRow {
            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            line: false
            tabs: [{ value: "overview", title: qsTr("Overview") }, { value: "members", title: qsTr("Members") }, { value: "keys", title: qsTr("API keys") }].concat(page.session?.operates ? [] : [{ value: "credentials", title: qsTr("Provider keys") }])
            value: page.tab
            onPicked: (value) => page.tab = value
        }
        Rectangle {
            Layout.fillWidth: true
            color: Theme.border
            implicitHeight: 1
        }
        Item {
            Layout.fillHeight: true
            Layout.fillWidth: true

            Flickable {
                id: flick

                anchors.fill: parent
                boundsBehavior: Flickable.StopAtBounds
                clip: true
                contentHeight: column.implicitHeight + 48
                visible: page.tab === "overview" && detail.state !== "error"
                ScrollBar.vertical: Scroll {}

                ColumnLayout {
                    id: column

                    spacing: Theme.space16
                    width: Math.min(760, flick.width - 48)
                    x: Theme.mirrored ? flick.width - width - 24 : 24
                    y: 24

                    Banner {
                        Layout.fillWidth: true
                        glyph: Glyphs.info
                        objectName: "projectRemark"
                        text: detail.remark
                        visible: text !== ""
                    }
                    Card {
                        Layout.fillWidth: true
                        pad: Theme.space20
                        title: qsTr("Details")

                        FactList {
                            Layout.fillWidth: true
                            actions: page.actions
                            facts: detail.facts
                        }
                    }
                    Card {
                        Layout.fillWidth: true
                        pad: Theme.space20
                        subtitle: qsTr("Days of UTC")
                        title: qsTr("Last 30 days")
                        visible: !spent.missing

                        SpentView {
                            Layout.fillWidth: true
                            actions: page.actions
                            leads: Array.from(detail.actions).includes("project.calls")
                            report: spent
                        }
                    }
                }
            }
            PageState {
                anchors.fill: parent
                error: detail.error
                requestId: detail.requestId
                state: page.tab === "overview" && detail.state !== "ready" && detail.state !== "loading" ? detail.state : ""
                onDetailsWanted: detail.copyDetails()
                onRetried: detail.reload()
            }
            Tab {
                actions: page.actions
                objectName: "members"
                table: members
                visible: page.tab === "members"
            }
            Tab {
                actions: page.actions
                objectName: "projectKeys"
                table: keys
                visible: page.tab === "keys"
                onOpened: (row) => page.actions.detailWanted("key", keys.record(row))
            }
            Tab {
                actions: page.actions
                objectName: "credentials"
                table: credentials
                visible: page.tab === "credentials"
            }
        }
    }
    ActionMenu {
        id: menu

        actions: page.actions
    }

    component Tab: DataTable {
        anchors.fill: parent
    }
}
