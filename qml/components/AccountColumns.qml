import QtQuick

// The widths that the list's header and its rows share; the first column takes the rest.
// Narrow, they go without the creation time.
QtObject {
    property bool narrow: false

    readonly property int gap: 12
    readonly property int plan: 96
    readonly property int status: 104
    readonly property int balance: 120
    readonly property int held: 104
    readonly property int created: narrow ? 0 : 112
    readonly property int actions: 32
}
