import QtQml
import QtQuick.Dialogs

// Loaded when it is wanted first, because it takes its time.
FileDialog {
    signal chosen(file: url)

    Component.onCompleted: open()
    fileMode: FileDialog.OpenFile
    nameFilters: [qsTr("JSON (%1)").arg("*.json"), qsTr("All files (%1)").arg("*")]
    onAccepted: chosen(selectedFile)
    // See PictureDialog.
    onVisibleChanged: if (!visible) parentWindow?.requestActivate()
}
