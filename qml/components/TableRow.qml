pragma ComponentBehavior: Bound

import QtQuick
import Beaver.Console

// One row of a DataTable.
Rectangle {
    id: row

    required property int index
    required property string recordId
    required property string title
    required property var cells
    required property bool dimmed
    required property bool selected
    required property bool fresh
    required property var columns
    required property var widths
    required property var trails
    // Read once: each look at what comes from C++ makes the whole list anew.
    readonly property var parts: cells
    // Never transparent: drawn in software, a row in one piece is moved in a third of the time.
    property color base: Theme.surface
    property bool current: false
    property bool selectable: false
    property bool hasMenu: false
    property bool changeable: false

    signal pressed()
    signal menuWanted(item: Item, x: real, y: real)
    signal toggled()
    signal actionWanted(action: string)

    Accessible.name: parts.map(cell => cell.text).join(", ")
    Accessible.role: Accessible.Row
    color: selected ? Theme.accentSoft : fresh ? Theme.accentSoft : current ? Theme.active : hover.hovered ? Theme.hover : base
    implicitHeight: Theme.row
    objectName: "row" + index

    Rectangle {
        anchors.bottom: parent.bottom
        color: Theme.grid
        height: 1
        width: parent.width
    }
    HoverHandler {
        id: hover
    }
    TapHandler {
        onTapped: row.pressed()
        onLongPressed: if (row.hasMenu) row.menuWanted(row, 240, row.height)
    }
    TapHandler {
        acceptedButtons: Qt.RightButton
        enabled: row.hasMenu
        onTapped: (point) => row.menuWanted(row, point.position.x, point.position.y)
    }
    Check {
        anchors.left: parent.left
        anchors.leftMargin: Theme.space24
        anchors.verticalCenter: parent.verticalCenter
        checked: row.selected
        focusPolicy: Qt.NoFocus
        objectName: "check" + row.index
        visible: row.selectable
        onToggled: row.toggled()
        Accessible.name: qsTr("Select %1").arg(row.title)
    }
    Row {
        anchors.left: parent.left
        anchors.leftMargin: row.selectable ? 52 : Theme.space24
        height: parent.height - 1
        spacing: Theme.space16

        Repeater {
            model: row.columns

            Loader {
                id: place

                required property int index
                required property var modelData
                readonly property string kind: modelData.kind
                readonly property var part: row.parts[index] ?? ({})
                readonly property bool faint: row.dimmed
                readonly property real trail: row.trails[index] ?? 0
                readonly property bool changeable: row.changeable

                // Told to the cell, not bound to it: a cell outlives its row by a moment.
                function show() {
                    const cell = item as TableCell
                    if (!cell)
                        return
                    cell.cell = part
                    cell.dimmed = faint
                    cell.trail = trail
                    if (item as CellText)
                        (item as CellText).kind = kind
                    else if (item as CellSwitch)
                        (item as CellSwitch).changeable = changeable
                }

                height: parent ? parent.height : 0
                source: kind === "person" ? "CellPerson.qml" : kind === "badge" ? "CellBadge.qml" : kind === "status" ? "CellStatus.qml"
                      : kind === "strip" ? "CellStrip.qml" : kind === "share" ? "CellShare.qml" : kind === "modelName" ? "CellModel.qml"
                      : kind === "endpointName" ? "CellEndpoint.qml" : kind === "switch" ? "CellSwitch.qml" : "CellText.qml"
                visible: width > 0
                width: row.widths[index] ?? 0
                onChangeableChanged: show()
                onFaintChanged: show()
                onLoaded: {
                    show()
                    const turn = item as CellSwitch
                    if (turn)
                        turn.wanted.connect(row.actionWanted)
                }
                onPartChanged: show()
                onTrailChanged: show()
            }
        }
    }
    IconButton {
        id: more

        anchors.right: parent.right
        anchors.rightMargin: Theme.space16
        anchors.verticalCenter: parent.verticalCenter
        focusPolicy: Qt.NoFocus
        glyph: Glyphs.ellipsis
        objectName: "more" + row.index
        opacity: hover.hovered || row.current ? 1 : 0.75
        tip: qsTr("Actions")
        visible: row.hasMenu
        onClicked: row.menuWanted(more, Theme.mirrored ? 0 : more.width - 208, more.height)
    }
}
