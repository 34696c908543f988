import QtQuick

// What every kind of cell has; `cell` is what a table's model says.
Item {
    property var cell: ({})
    property bool dimmed: false
    property real trail: 0 // left free after what is aligned to the end
}
