import QtQuick
import QtQuick.Layouts
import Beaver.Console
import Beaver.Models

Page {
    id: page

    readonly property bool showsOne: navigator.subject !== ""

    function refresh() {
        projects.reload()
    }
    function focusSearch() {
        bar.focusSearch()
    }
    function create() {
        if (!session.operates)
            actions.start("project.create", {})
    }

    RecordTable {
        id: projects

        kind: page.session.operates ? "projects" : "ownProjects"
        session: page.session
    }
    ColumnLayout {
        anchors.fill: parent
        spacing: 0
        visible: !page.showsOne

        PageHeader {
            Layout.fillWidth: true
            subtitle: projects.countText
            title: qsTr("Projects")

            ExportButton {
                actions: page.actions
                table: projects
            }
            PushButton {
                enabled: !page.session.offline
                glyph: Glyphs.plus
                hint: "C"
                kind: "primary"
                objectName: "newProject"
                text: qsTr("New project")
                visible: !page.session.operates
                onClicked: page.create()
            }
        }
        FilterBar {
            id: bar

            Layout.fillWidth: true
            Layout.leftMargin: Theme.space24
            Layout.margins: Theme.space12
            Layout.rightMargin: Theme.space24
            placeholder: qsTr("Search by name or ID")
            preferences: page.preferences
            table: projects
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
            newAction: page.session.operates ? "" : "project.create"
            newText: qsTr("New project")
            objectName: "projects"
            table: projects
            onOpened: (row) => page.navigator.open("projects", projects.record(row).id)
        }
    }
    Loader {
        id: one

        active: page.showsOne
        anchors.fill: parent
        focus: page.showsOne
        source: "ProjectDetail.qml"
        onLoaded: {
            const detail = item as ProjectDetail
            detail.actions = page.actions
            detail.projectId = Qt.binding(() => page.navigator.subject)
            detail.session = page.session
        }

        Connections {
            ignoreUnknownSignals: true
            target: one.item

            function onBackWanted() {
                page.navigator.open("projects")
            }
        }
    }
}
